import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Brief } from '../../bib/index.ts'
import type { HitDetail, Search } from '../../search/index.ts'
import { isEmpty, RecordAddress, recordHref, resultsHref, type SearchAddress, wordsOf } from '../address.ts'
import { Cover } from '../components/cover.tsx'
import { FormatLabel } from '../components/format.tsx'
import { Layout } from '../components/layout.tsx'
import { Link } from '../components/link.tsx'
import { TopSearch } from '../components/search-form.tsx'
import { Words } from '../components/words.tsx'
import type { Door } from '../door.ts'
import { findRecord } from '../find-record.ts'
import { languageTag } from '../language.ts'
import { marcFormatNames } from '../marc-formats.ts'
import { type Exchange, route } from '../route.ts'
import { sendMarc } from '../send-marc.ts'
import { sendPage } from '../send-page.ts'
import { Details } from './details.tsx'
import { emptySearch } from './home.tsx'
import { MarcView } from './marc-view.tsx'
import { openAddress } from './opened.ts'
import { RecordGone } from './record-gone.tsx'
import { WhereItIs } from './where-it-is.tsx'

const tabs = { details: 'Details', marc: 'MARC' } as const
type Tab = keyof typeof tabs

const TabAddress = RecordAddress.extend({ tab: z.enum(Object.keys(tabs) as [Tab, ...Tab[]]).default('details') })

/** One record, found again by its search whenever its address is opened. */
export const recordPage = (door: Door): RequestHandler =>
  route(TabAddress, async ({ tab, ...address }, exchange) => {
    const found = await theRecord(door, address, exchange)
    if (found) sendPage(exchange.res, <RecordPage {...{ door, tab, ...found }} />)
  })

const DownloadAddress = RecordAddress.extend({ format: z.enum(marcFormatNames) })

/** The record as a file. */
export const recordFile = (door: Door): RequestHandler =>
  route(DownloadAddress, async ({ format, ...address }, exchange) => {
    const found = await theRecord(door, address, exchange)
    if (found) sendMarc(exchange.res, found.detail.decoded, format)
  })

interface FoundRecord {
  readonly search: Search
  readonly address: RecordAddress
  readonly detail: HitDetail
}

/** Finds the record; where it cannot be found, answers with a page that says why, and gives nothing. */
async function theRecord(door: Door, wanted: RecordAddress, exchange: Exchange): Promise<FoundRecord | undefined> {
  const { req, res, signal } = exchange
  if (isEmpty(wanted)) {
    sendPage(res, emptySearch(door, req, wanted), 400)
    return undefined
  }
  const { search, address } = await openAddress(door, wanted, req)
  const more = () => door.searches.more(search, req)
  const detail = await findRecord(search, address, more, door.deadline, signal)
  if (!detail && !signal.aborted) sendPage(res, <RecordGone door={door} search={search} address={address} />, 404)
  return detail && { search, address, detail }
}

interface RecordPageProps extends FoundRecord {
  readonly door: Door
  readonly tab: Tab
}

function RecordPage({ door, address, tab, search, detail }: RecordPageProps) {
  const { brief } = detail.full
  const place = { target: address.library, position: address.record }
  return (
    <Layout
      door={door}
      title={brief.title.script ?? brief.title.text}
      search={<TopSearch words={address} />}
      skips={[['record', 'Skip to the record']]}
    >
      <Neighbours search={search} address={address} n={detail.hit.n} />
      <div class="split record">
        <article class="panel" id="record" tabIndex={-1}>
          <RecordHeading brief={brief} />
          <nav class="tabs" aria-label="Views of the record">
            {(Object.keys(tabs) as Tab[]).map((name) => (
              <Link
                key={name}
                to={recordHref(address, place, '/record', name === 'details' ? {} : { tab: name })}
                current={name === tab && 'page'}
              >
                {tabs[name]}
              </Link>
            ))}
          </nav>
          {tab === 'details' ? <Details detail={detail} address={address} /> : <MarcView detail={detail} />}
        </article>
        <WhereItIs detail={detail} address={address} />
      </div>
    </Layout>
  )
}

function RecordHeading({ brief }: { readonly brief: Brief }) {
  const lang = languageTag(brief.language)
  return (
    <header class="work">
      <Cover brief={brief} />
      <div>
        <h1>
          <Words text={brief.title.script ?? brief.title.text} lang={lang} />
        </h1>
        {brief.title.script && (
          <p class="romanised">
            <Words text={brief.title.text} lang={lang && `${lang}-Latn`} />
          </p>
        )}
        {brief.author && (
          <p>
            <Words text={brief.author.script ?? brief.author.text} />
          </p>
        )}
        <p class="facts">
          <FormatLabel brief={brief} /> {brief.imprint && <Words text={brief.imprint} />}
        </p>
      </div>
    </header>
  )
}

interface NeighboursProps {
  readonly search: Search
  readonly address: SearchAddress
  readonly n: number
}

/** The way back to the list, and to the hits before and after this one. */
function Neighbours({ search, address, n }: NeighboursProps) {
  const { hits } = search.page({ page: 1, size: search.merged || 1, sort: address.sort })
  const rank = hits.findIndex((hit) => hit.n === n)
  const [before, after] = [hits[rank - 1], hits[rank + 1]]
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
        {rank + 1} of {hits.length}{' '}
        {after && (
          <Link rel="next" to={recordHref(address, after.sources[0]!)}>
            Next ›
          </Link>
        )}
      </span>
    </nav>
  )
}
