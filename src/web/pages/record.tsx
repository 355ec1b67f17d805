import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { FullValue } from '../../bib/index.ts'
import { type SelectedAs, selectedAs } from '../../catalogue/index.ts'
import type { HeldRecord, HitDetail, Search } from '../../search/index.ts'
import { noWords, RecordAddress, recordHref, resultsHref, seenBy, wordsOf } from '../address.ts'
import { Keys } from '../components/keys.tsx'
import { Layout } from '../components/layout.tsx'
import { Link } from '../components/link.tsx'
import { marksHits } from '../components/mark.tsx'
import { Note } from '../components/note.tsx'
import { RecordHeading } from '../components/record-heading.tsx'
import { type RecordTab, RecordTabs, recordTab } from '../components/record-tabs.tsx'
import { TopSearch } from '../components/search-form.tsx'
import { useVisitor } from '../components/visit.tsx'
import type { Door } from '../door.ts'
import { findRecord } from '../find-record.ts'
import { marcFormatNames } from '../marc-formats.ts'
import { viewOf } from '../narrowed.ts'
import { type Exchange, route } from '../route.ts'
import { foundRecord } from '../selection.ts'
import { sendMarc } from '../send-marc.ts'
import { sendPage } from '../send-page.ts'
import { Details } from './details.tsx'
import { unfitSearch } from './home.tsx'
import { MarcView } from './marc-view.tsx'
import { NewerState } from './newer-state.tsx'
import { openAddress } from './opened.ts'
import { RecordGone } from './record-gone.tsx'
import { Sources } from './sources.tsx'
import { WhereItIs } from './where-it-is.tsx'

const TabAddress = RecordAddress.extend({ tab: recordTab })

/** One record, found again by its search whenever its address is opened. */
export const recordPage = (door: Door): RequestHandler =>
  route(TabAddress, async ({ tab, ...address }, exchange) => {
    const found = await theRecord(door, address, exchange)
    if (found) await sendRecord(door, found, exchange, { tab })
  })

interface Shown {
  readonly tab?: RecordTab
  /** Why what somebody wanted to do with the record was not done. */
  readonly complaint?: string
}

/** Answers with the page of a record that was found. */
export async function sendRecord(
  door: Door,
  found: FoundRecord,
  { res, visitor }: Exchange,
  { tab = 'details', complaint }: Shown,
): Promise<void> {
  const cataloguer = visitor.permissions.has('catalogue.edit')
  const records = await found.search.records(found.detail.hit.n)
  const ours = cataloguer ? await selectedAs(door.database.db, foundRecord(door, found.detail)) : undefined
  sendPage(
    res,
    <RecordPage {...{ door, tab, ours, complaint, records, ...found }} />,
    complaint === undefined ? 200 : 409,
  )
}

const DownloadAddress = RecordAddress.extend({ format: z.enum(marcFormatNames) })

/** The record as a file. */
export const recordFile = (door: Door): RequestHandler =>
  route(DownloadAddress, async ({ format, ...address }, exchange) => {
    const found = await theRecord(door, address, exchange)
    if (!found) return
    const { decoded, flavour } = found.detail
    sendMarc(exchange.res, { ...decoded, flavour }, format)
  })

interface FoundRecord {
  readonly search: Search
  readonly address: RecordAddress
  readonly detail: HitDetail
}

/** Finds the record; where it cannot be found, answers with a page that says why, and gives nothing. */
export async function theRecord(door: Door, read: RecordAddress, exchange: Exchange): Promise<FoundRecord | undefined> {
  const wanted = seenBy(door, read)
  const { req, res, signal } = exchange
  const unfit = unfitSearch(door, req, wanted)
  if (unfit) {
    sendPage(res, unfit, 400)
    return undefined
  }
  const { search, address } = await openAddress(door, wanted, req)
  const more = () => door.searches.more(search, req)
  const detail = await findRecord(search, address, more, door.deadline, signal)
  if (!detail && !signal.aborted) sendPage(res, <RecordGone door={door} search={search} address={address} />, 404)
  return detail && { search, address, detail }
}

/** A heading that finds its like: the same libraries are asked for it. */
const like =
  ({ t, audience }: RecordAddress) =>
  ({ field, text }: NonNullable<FullValue['search']>) =>
    resultsHref({ ...noWords, t, in: field, q: text.slice(0, 1000), ...(audience && { audience }) })

interface RecordPageProps extends FoundRecord {
  readonly door: Door
  readonly tab: RecordTab
  readonly ours: SelectedAs | undefined
  readonly complaint: string | undefined
  /** What was merged into the entry. */
  readonly records: readonly HeldRecord[]
}

function RecordPage({ door, address, tab, ours, complaint, search, detail, records }: RecordPageProps) {
  const { brief } = detail.full
  const byKeys = marksHits(address, useVisitor())
  const place = { target: address.library, position: address.record }
  return (
    <Layout
      door={door}
      title={brief.title.script ?? brief.title.text}
      dialog="in-hand"
      search={<TopSearch words={address} />}
      scripts={byKeys ? ['keys.js'] : []}
      skips={[['record', 'Skip to the record']]}
    >
      <Neighbours search={search} address={address} />
      {complaint !== undefined && <Note tone="wait">{complaint}</Note>}
      {ours && <NewerState {...{ address, detail, ours }} />}
      <div class="split record">
        <article class="panel" id="record" tabIndex={-1}>
          <RecordHeading brief={brief} />
          <RecordTabs
            tab={tab}
            {...(records.length > 1 && { views: ['details', 'marc', 'sources'] })}
            to={(name) => recordHref(address, place, '/record', name === 'details' ? {} : { tab: name })}
          />
          {tab === 'marc' ? (
            <MarcView record={detail.decoded.record} flavour={detail.flavour} received={detail.decoded} />
          ) : tab === 'sources' && records.length > 1 ? (
            <Sources {...{ records, address }} shown={detail.source} targets={search.targets} />
          ) : (
            <Details {...detail} like={like(address)} />
          )}
        </article>
        <WhereItIs {...{ detail, address, ours, records }} />
      </div>
      {byKeys && <Keys />}
    </Layout>
  )
}

interface NeighboursProps {
  readonly search: Search
  readonly address: RecordAddress
}

/** The way back to the list, and to the hits before and after this one. */
function Neighbours({ search, address }: NeighboursProps) {
  const { sort, library, record } = address
  const { hits } = search.page({ page: 1, size: Number.MAX_SAFE_INTEGER, sort, ...viewOf(address) })
  const rank = hits.findIndex(({ sources }) =>
    sources.some(({ target, position }) => target === library && position === record),
  )
  // A record opened from elsewhere may not be in the list as it is narrowed.
  const [before, after] = rank < 0 ? [] : [hits[rank - 1], hits[rank + 1]]
  return (
    <nav class="bar neighbours" aria-label="Results">
      <Link to={resultsHref(address)}>
        ‹ Results for “<bdi>{wordsOf(address)}</bdi>”
      </Link>
      <span class="hint">
        {before && (
          <Link rel="prev" to={recordHref(address, before.sources[0]!)}>
            ‹ Previous
          </Link>
        )}{' '}
        {rank >= 0 && `${rank + 1} of ${hits.length}`}{' '}
        {after && (
          <Link rel="next" to={recordHref(address, after.sources[0]!)}>
            Next ›
          </Link>
        )}
      </span>
    </nav>
  )
}
