import type { RequestHandler } from 'express'
import {
  type LookupList,
  type LookupResult,
  listResults,
  lookupOutcomes,
  outcomeNames,
  readList,
  removeList,
  retryList,
  stopList,
  whyWords,
} from '../../../../search/index.ts'
import { EnquiryTabs } from '../../../components/enquiry-tabs.tsx'
import { Layout } from '../../../components/layout.tsx'
import { Link } from '../../../components/link.tsx'
import { Moment } from '../../../components/moment.tsx'
import { Note } from '../../../components/note.tsx'
import { CsrfField, useVisitor } from '../../../components/visit.tsx'
import { Words } from '../../../components/words.tsx'
import type { Door } from '../../../door.ts'
import { marcFormats, ourFormatNames } from '../../../marc-formats.ts'
import { may } from '../../../may.ts'
import { route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { ListAddress, ListPageAddress, listOwner } from './address.ts'
import { ListBadge } from './badge.tsx'
import { type FileHandedOver, HandedOver, handedOver } from './handed-over.tsx'

const pageSize = 100

/** A list: how far it is, what became of its numbers, and what can be done with it. */
export const listPage = (door: Door): RequestHandler =>
  route(ListPageAddress, async (address, { res, visitor }) => {
    const { db } = door.database
    const list = await readList(db, address.list, listOwner(visitor).owner)
    const { outcome, after } = address
    const page = await listResults(db, list.id, { outcome, after, size: pageSize })
    if (list.state === 'running') res.set('Refresh', '3')
    const handed = may(visitor, 'catalogue.import') ? await handedOver(db, address) : []
    sendPage(res, <ListPage {...{ door, list, address, handed }} results={page.results} next={page.after} />)
  })

const acts = { stop: stopList, retry: retryList } as const

/** Stops a list, or looks up what is left of it and what failed. */
export const listAct = (door: Door, act: keyof typeof acts): RequestHandler =>
  route(ListAddress, async ({ list }, { res, visitor }) => {
    await door.database.tx((tx) => acts[act](tx, list, listOwner(visitor), new Date(door.clock.now())))
    res.redirect(303, `/enquiry/numbers/${list}`)
  })

export const listRemoval = (door: Door): RequestHandler =>
  route(ListAddress, async ({ list }, { res, visitor }) => {
    await door.database.tx((tx) => removeList(tx, list, listOwner(visitor)))
    res.redirect(303, '/enquiry/numbers')
  })

interface ListPageProps {
  readonly door: Door
  readonly list: LookupList
  readonly address: ListPageAddress
  readonly results: readonly LookupResult[]
  readonly next: number | undefined
  readonly handed: readonly FileHandedOver[]
}

function ListPage({ door, list, address, results, next, handed }: ListPageProps) {
  const title = list.name || `List ${list.id}`
  const labels = door.service.targets('enquiry')
  const sources = list.sources.map((id) => labels.find((one) => one.id === id)?.label ?? id)
  return (
    <Layout door={door} title={title}>
      <div class="enquiry">
        <h1>Enquiry</h1>
        <EnquiryTabs current="/enquiry/numbers" />
        <section class="panel">
          <div class="bar heading">
            <h2>{title}</h2>
            <ListBadge list={list} />
          </div>
          <p class="hint">
            Asked in this order: {sources.join(', ')}. {list.fullOnly ? 'Full records only. ' : ''}Begun{' '}
            <Moment at={list.createdAt} />.
          </p>
          <Progress list={list} />
          {list.lastError !== undefined && list.state === 'failed' && (
            <Note tone="bad">It stopped: {list.lastError}</Note>
          )}
          <Acts list={list} />
          <HandedOver files={handed} />
          {/* While it is looked up the page comes anew every few seconds, and would take a choice back. */}
          {list.state !== 'running' && list.counts.found > 0 && (
            <>
              <Taking list={list} />
              <p class="hint">
                A format may not hold every record: ISO 2709 has none beyond 99,999 bytes. You are told which before the
                file comes without them.
              </p>
            </>
          )}
          {/* While it runs the page comes anew every few seconds, and would fold the question up. */}
          {list.state !== 'running' && <Removal list={list} />}
        </section>
        <section class="panel" aria-label="Numbers">
          <Narrowing {...{ list, address }} />
          <Results results={results} />
          {next !== undefined && (
            <p>
              <Link to={pageHref(list.id, address.outcome, next)}>Next numbers</Link>
            </p>
          )}
        </section>
      </div>
    </Layout>
  )
}

const pageHref = (id: number, outcome: string | undefined, after: number): string => {
  const params = new URLSearchParams({ ...(outcome && { outcome }), ...(after > 0 && { after: String(after) }) })
  return `/enquiry/numbers/${id}${params.size > 0 ? `?${params}` : ''}`
}

const totalOf = ({ counts }: LookupList) => Object.values(counts).reduce((sum, one) => sum + one, 0)

/** How far it is, as a meter and in words; both are gone when it is done. */
function Progress({ list }: { list: LookupList }) {
  const total = totalOf(list)
  const done = total - list.counts.waiting
  if (list.state === 'done') return null
  return (
    <div class="progress-meter">
      <progress max={total} value={done} aria-label="Numbers" />
      <p class="hint num">
        {done.toLocaleString('en')} of {total.toLocaleString('en')} numbers
      </p>
      {list.state === 'running' && (
        <p class="hint">
          {list.againAt ? (
            <>
              What could not be asked everywhere is tried once more at <Moment at={list.againAt} />.
            </>
          ) : (
            'You may leave this page: it goes on, with half of what the libraries allow.'
          )}
        </p>
      )}
    </div>
  )
}

function Acts({ list }: { list: LookupList }) {
  const { id, state, counts } = list
  const retry = counts.waiting > 0 ? 'Go on' : 'Try again what could not be asked'
  return (
    <div class="bar flat">
      {state === 'running' && <Act to={`${id}/stop`} words="Stop" />}
      {state !== 'running' && counts.waiting + counts.failed > 0 && <Act to={`${id}/retry`} words={retry} primary />}
    </div>
  )
}

const Act = ({ to, words, primary = false }: { to: string; words: string; primary?: boolean }) => (
  <form method="post" action={`/enquiry/numbers/${to}`}>
    <CsrfField />
    <button type="submit" class={primary ? 'btn primary' : 'btn'}>
      {words}
    </button>
  </form>
)

/** Asks first: what was found is not had again without asking the libraries again. */
const Removal = ({ list }: { list: LookupList }) => (
  <details class="danger">
    <summary>Delete…</summary>
    <form method="post" action={`/enquiry/numbers/${list.id}/remove`}>
      <CsrfField />
      <p>The list goes for good, with all that was found. What was loaded into the catalogue stays.</p>
      <button type="submit" class="btn danger">
        Delete this list
      </button>
    </form>
  </details>
)

/** The records as one file, or into the catalogue. */
function Taking({ list }: { list: LookupList }) {
  const visitor = useVisitor()
  return (
    <div class="bar flat">
      <form action={`/enquiry/numbers/${list.id}/file`} class="bar flat">
        <label>
          {list.counts.found.toLocaleString('en')} records as{' '}
          <select name="format">
            {ourFormatNames.map((name) => (
              <option key={name} value={name}>
                {marcFormats[name].label}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="btn">
          Download
        </button>
      </form>
      <Link to={`/enquiry/numbers/${list.id}/report`}>Results as CSV</Link>
      {may(visitor, 'catalogue.import') && <Act to={`${list.id}/import`} words="Load into the catalogue" />}
    </div>
  )
}

const Narrowing = ({ list, address }: { list: LookupList; address: ListPageAddress }) => (
  <nav class="tabs" aria-label="Numbers by what became of them">
    <Link to={pageHref(list.id, undefined, 0)} current={address.outcome === undefined && 'page'}>
      {`All ${totalOf(list).toLocaleString('en')}`}
    </Link>
    {lookupOutcomes
      .filter((outcome) => list.counts[outcome] > 0)
      .map((outcome) => (
        <Link key={outcome} to={pageHref(list.id, outcome, 0)} current={address.outcome === outcome && 'page'}>
          {`${outcomeNames[outcome]} ${list.counts[outcome].toLocaleString('en')}`}
        </Link>
      ))}
  </nav>
)

const signs: Readonly<Record<LookupResult['outcome'], readonly [tone: string, sign: string]>> = {
  waiting: ['wait', '…'],
  found: ['ok', '✓'],
  'not-found': ['calm', '○'],
  failed: ['bad', '✕'],
  invalid: ['bad', '✕'],
  twin: ['calm', '='],
}

const Results = ({ results }: { results: readonly LookupResult[] }) =>
  results.length === 0 ? (
    <p class="hint">None of these.</p>
  ) : (
    <table class="rows">
      <thead>
        <tr>
          <th>Number</th>
          <th>Outcome</th>
          <th>Record</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <Row key={result.line} result={result} />
        ))}
      </tbody>
    </table>
  )

function Row({ result }: { result: LookupResult }) {
  const { line, given, number, outcome, label, title } = result
  const [tone, sign] = signs[outcome]
  return (
    <tr>
      <th scope="row" class="num">
        <Words text={number ?? (given || '(nothing)')} most={60} />
        <span class="hint"> line {line}</span>
      </th>
      <td>
        <span class={`badge ${tone}`}>
          <span aria-hidden="true">{sign}</span> {outcomeNames[outcome]}
        </span>
      </td>
      <td data-label={title === undefined ? undefined : 'Record'}>
        {title !== undefined && (
          <>
            <Words text={title} most={120} />
            <span class="hint"> {label}</span>
          </>
        )}
      </td>
      <td data-label={whyWords(result) ? 'Why' : undefined}>
        <Words text={whyWords(result)} most={300} />
      </td>
    </tr>
  )
}
