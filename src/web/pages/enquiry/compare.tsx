import type { RequestHandler } from 'express'
import { alignRecords } from '../../../bib/index.ts'
import type { HitDetail } from '../../../search/index.ts'
import { flavourNames } from '../../../standards/marc/index.ts'
import { recordHref, resultsHref, SearchAddress, searchHref, seenBy } from '../../address.ts'
import { Comparison } from '../../components/comparison.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { marksHits } from '../../components/mark.tsx'
import { Note } from '../../components/note.tsx'
import { PlaceRequest } from '../../components/place-request.tsx'
import { SelectRecord } from '../../components/select-record.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { inVain, type MarkedRecord, markedRecords, markLabel, Place, placeOf, takeMarks } from '../../marked.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { plain } from '../../text.ts'
import { unfitSearch } from '../home.tsx'

const [fewest, most] = [2, 3]

/** From the list to the comparison of what is marked; back, where it is not two or three. */
export const compareMarked = (door: Door): RequestHandler =>
  route(SearchAddress, async (read, exchange) => {
    const address = seenBy(door, read)
    const marks = await takeMarks(door, address, exchange)
    if (marks.length < fewest || marks.length > most) return exchange.res.redirect(303, inVain(address, marks))
    exchange.res.redirect(303, compareHref(address, marks))
  })

const CompareAddress = SearchAddress.extend({ m: Place.array().min(fewest).max(most) })

function compareHref(address: SearchAddress, marks: readonly string[]): string {
  const path = searchHref('/compare', address)
  const places = new URLSearchParams(marks.map((mark) => ['m', mark]))
  return `${path}${path.includes('?') ? '&' : '?'}${places}`
}

/** Two or three records side by side, as MARC. */
export const comparePage = (door: Door): RequestHandler =>
  route(CompareAddress, async ({ m, ...read }, exchange) => {
    const { req, res, visitor, signal } = exchange
    const address = seenBy(door, read)
    const unfit = unfitSearch(door, req, address)
    if (unfit) return sendPage(res, unfit, 400)
    const records = await markedRecords(door, address, [...new Set(m)], exchange)
    if (signal.aborted) return
    const marks = await door.enquiries.marks(visitor.sessionId, address)
    const whole = records.every((one) => 'detail' in one)
    sendPage(res, <ComparePage {...{ door, address, records, marks }} />, whole ? 200 : 404)
  })

interface ComparePageProps {
  readonly door: Door
  readonly address: SearchAddress
  readonly records: readonly MarkedRecord[]
  /** What is marked of the search now. */
  readonly marks: readonly string[]
}

function ComparePage({ door, address, records, marks }: ComparePageProps) {
  const there = records.flatMap((one) => ('detail' in one ? [one] : []))
  const missing = records.flatMap((one) => ('gone' in one ? [one] : []))
  const flavours = new Set(there.map(({ detail }) => detail.flavour))
  return (
    <Layout door={door} title="Compare records">
      <p class="way-back">
        <Link to={resultsHref(address)}>‹ Results</Link>
      </p>
      <h1>Compare records</h1>
      {missing.map(({ mark, gone }) => (
        <Note key={mark} tone="bad">
          {markLabel(door, mark)}: {gone}.
        </Note>
      ))}
      <ul class="compared">
        {there.map(({ mark, detail }, at) => (
          <Compared key={mark} {...{ mark, detail, address, marks }} number={at + 1} />
        ))}
      </ul>
      <KeepMarks address={address} shown={there.map(({ mark }) => mark)} />
      {there.length >= fewest && (
        <>
          {flavours.size > 1 && (
            <Note tone="wait">
              Not all of them are of one kind, MARC 21 or UNIMARC: one tag means different things in them.
            </Note>
          )}
          <section class="panel" aria-label="Fields">
            <Comparison
              rows={alignRecords(there.map(({ detail }) => detail.decoded.record))}
              names={there.map(({ detail }) => detail.source.label)}
            />
          </section>
        </>
      )}
    </Layout>
  )
}

interface ComparedProps {
  readonly mark: string
  readonly detail: HitDetail
  readonly address: SearchAddress
  readonly marks: readonly string[]
  readonly number: number
}

/** One of the records: whose it is, and what can be done with it. */
function Compared({ mark, detail, address, marks, number }: ComparedProps) {
  const { title } = detail.full.brief
  const act = { address, source: placeOf(mark), title: plain(title.text) }
  return (
    <li class="panel">
      <p class="hint">
        {number} {detail.source.label} · {flavourNames[detail.flavour]}
      </p>
      <h2>
        <Link to={recordHref(address, placeOf(mark))}>
          <Words text={title.script ?? title.text} most={200} />
        </Link>
      </h2>
      <div class="bar flat">
        <SelectRecord {...act} />
        <PlaceRequest {...act} />
        {marksHits(address, useVisitor()) && (
          <label class="check">
            <input
              type="checkbox"
              form="keep"
              name="mark"
              value={mark}
              checked={marks.includes(mark)}
              autocomplete="off"
            />
            <span>
              Keep marked<span class="hidden">: {act.title}</span>
            </span>
          </label>
        )}
      </div>
    </li>
  )
}

interface KeepMarksProps {
  readonly address: SearchAddress
  /** The records that have a box. */
  readonly shown: readonly string[]
}

/** Back to the list, where of those compared only what is ticked is still marked. */
function KeepMarks({ address, shown }: KeepMarksProps) {
  if (shown.length === 0 || !marksHits(address, useVisitor())) return null
  return (
    <form id="keep" method="post" action={searchHref('/search/marks', address)} class="bar flat">
      <CsrfField />
      {shown.map((mark) => (
        <input key={mark} type="hidden" name="shown" value={mark} />
      ))}
      <button type="submit" class="btn">
        Keep these marks
      </button>
      <span class="hint">leads back to the results; what is not ticked is unmarked</span>
    </form>
  )
}
