import type { RequestHandler } from 'express'
import { z } from 'zod'
import { reasons } from '../../bib/index.ts'
import { type Page, searchedWords } from '../../search/index.ts'
import { changeHref, requestOf, SearchAddress, searchHref, seenBy, type Words, wordsOf } from '../address.ts'
import { HitCard } from '../components/hit-card.tsx'
import { ChosenHitFilters, HitFilters } from '../components/hit-filters.tsx'
import { Keys } from '../components/keys.tsx'
import { Layout } from '../components/layout.tsx'
import { LibrariesTable } from '../components/libraries-table.tsx'
import { Link } from '../components/link.tsx'
import { Marked, marksHits } from '../components/mark.tsx'
import { Paging } from '../components/paging.tsx'
import { type PlaceCount, Places } from '../components/places.tsx'
import { TopSearch } from '../components/search-form.tsx'
import { SortLinks } from '../components/sort-links.tsx'
import { StopWaiting } from '../components/stop-target.tsx'
import { Strip } from '../components/strip.tsx'
import { CsrfField, useVisitor } from '../components/visit.tsx'
import type { Door } from '../door.ts'
import { hitFiltersOn, viewOf } from '../narrowed.ts'
import { noteSearch } from '../note-search.ts'
import { hasCatalogue, ourCount } from '../our-search.ts'
import { type Exchange, route } from '../route.ts'
import { sendPage } from '../send-page.ts'
import { type Standing, settledFor } from '../standing.ts'
import { fetchedOf, progressOf } from '../words-of-progress.ts'
import { sortingOf } from '../words-of-sorting.ts'
import { unfitSearch } from './home.tsx'
import { type Opened, openAddress } from './opened.ts'
import { NothingToShow, WhatIsMissing } from './outcome.tsx'

const pageSize = 20

/** What fast libraries answer within this time is on the page from the start; nobody sees the wait. Milliseconds. */
const firstGlance = 120

const ResultsAddress = SearchAddress.extend({
  /** So many hits were marked when somebody wanted what cannot be done with so many. */
  marked: z.coerce.number().int().min(0).max(1000).optional().catch(undefined),
  wait: z.literal('1').optional(),
  /** The search whose page asks for its list as it stands now. */
  held: z.string().max(64).optional(),
})

/**
 * The results of a search. A browser with scripts gets the page at once and the rest as a stream; without scripts
 * the page sends it on to `wait=1`, where the same page waits for the libraries.
 */
export const resultsPage = (door: Door): RequestHandler =>
  route(ResultsAddress, async ({ wait, held, marked, ...read }, exchange) => {
    const { req, res, visitor, signal } = exchange
    const wanted = seenBy(door, read)
    const unfit = unfitSearch(door, req, wanted)
    if (unfit) return sendPage(res, unfit, 400)
    const opened = await openAddress(door, wanted, req, held)
    const ours = (await hasCatalogue(door)) ? await countOurs(door, wanted, exchange) : undefined
    const { search, standing } = opened
    if (standing.state === 'running') {
      if (wait) await settledFor(search, opened.address, door.deadline, signal)
      else if (search.merged === 0) await settledFor(search, opened.address, firstGlance, signal)
    }
    const marks = await door.enquiries.marks(visitor.sessionId, opened.address)
    await noteSearch(door, opened.address, exchange, { ...(ours && { ours }), others: search.merged })
    if (!signal.aborted)
      sendPage(res, <Results {...{ door, ours, marked, marks, ...opened }} waited={wait !== undefined} />)
  })

/** What the other tab says. */
async function countOurs(door: Door, words: Words, exchange: Exchange): Promise<PlaceCount> {
  await door.searches.ours(requestOf(words).query, exchange)
  return await ourCount(door.database.db, words)
}

interface ResultsProps extends Opened<SearchAddress> {
  readonly door: Door
  /** How many records our own catalogue has, where there is one. */
  readonly ours: PlaceCount | undefined
  readonly waited: boolean
  readonly marked: number | undefined
  readonly marks: readonly string[]
}

function Results({ door, search, standing, address, ours, waited, marked, marks }: ResultsProps) {
  const visitor = useVisitor()
  const marking = marksHits(address, visitor)
  const running = standing.state === 'running'
  const words = wordsOf(address)
  const view = viewOf(address)
  const followed = { search: search.id, address }
  const page = search.page({ page: address.page, size: pageSize, sort: address.sort, ...view })
  // Where answers are still to come there will be something to narrow, and its place is kept.
  const canNarrow = running || page.merged > 0
  const narrowed = hitFiltersOn(address) > 0
  return (
    <Layout
      door={door}
      title={words}
      dialog="in-hand"
      search={<TopSearch words={address} place="others" />}
      skips={[['results', 'Skip to results'], ...(canNarrow ? [['filters', 'Skip to filters'] as const] : [])]}
      scripts={[...(running ? ['live.js'] : []), ...(marking ? ['mark.js', 'keys.js'] : [])]}
      {...(running && !waited && { withoutScripts: searchHref('/search', address, { wait: '1' }) })}
    >
      <div class="bar heading">
        <h1>
          <bdi>{words}</bdi>
        </h1>
        <Link to={changeHref(address)}>Change libraries or fields</Link>
      </div>
      {ours && <Places words={address} current="others" ours={ours} others={standing.merged} />}
      {door.audience === 'enquiry' ? (
        <LibrariesTable standing={standing} {...followed} />
      ) : (
        <Strip standing={standing} {...followed} />
      )}
      <Order targets={standing.targets} />
      <div class="bar">
        <p class="progress">{progressOf(standing, narrowed ? page.matching : undefined)}</p>
        {running && <p class="hidden" role="status" />}
        {running && <StopWaiting {...followed} />}
        {page.merged > 1 && <SortLinks address={address} />}
      </div>
      <Marked {...{ address, marks }} hits={page.hits} vain={marked} />
      <ChosenHitFilters address={address} targets={standing.targets} />
      <div class={canNarrow ? 'split list' : undefined}>
        {canNarrow && <HitFilters address={address} facets={search.facets(view)} targets={standing.targets} />}
        <div>
          <section
            id="results"
            aria-label="Results"
            tabIndex={-1}
            data-merged={page.matching}
            data-stream={running ? searchHref(`/search/${search.id}/stream`, address) : undefined}
            data-list={running ? searchHref('/search', address, { held: search.id }) : undefined}
          >
            <ResultList {...{ search, standing, page, address, marks }} />
          </section>
          {running && (
            <p class="arrivals" id="arrivals" hidden>
              <button type="button" class="btn primary" />
            </p>
          )}
        </div>
      </div>
      {marking && <Keys />}
    </Layout>
  )
}

/** In which order the libraries are shown, where anything is known to order them by. */
const Order = ({ targets }: Pick<Standing, 'targets'>) =>
  targets.length > 1 &&
  targets.some(({ usual }) => usual !== undefined) && (
    <p class="hint order">Libraries that usually answer soonest come first.</p>
  )

interface ResultListProps extends Opened<SearchAddress> {
  readonly page: Page
  readonly marks: readonly string[]
}

function ResultList({ search, standing, page, address, marks }: ResultListProps) {
  if (page.hits.length === 0) return <NothingToShow {...{ standing, page, address }} />
  const first = (address.page - 1) * pageSize + 1
  const ranked = address.sort === 'relevance' && address.set === undefined
  const explained = ranked && address.audience === 'enquiry' ? searchedWords(search.request.query) : undefined
  return (
    <>
      <WhatIsMissing {...{ standing, address }} />
      {address.sort !== 'relevance' && <p class="hint who-sorted">{sortingOf(standing, address.sort)}</p>}
      <h2 class="hidden">
        Results {first} to {first + page.hits.length - 1} of {page.matching}
      </h2>
      <ol class="hits" start={first}>
        {page.hits.map((hit) => (
          <HitCard
            key={hit.n}
            {...{ hit, address, marks }}
            {...(explained && { why: reasons(hit.brief, explained) })}
          />
        ))}
      </ol>
      {ranked && (
        <p class="hint">
          <Link to="/search/order">How results are ordered</Link>
        </p>
      )}
      <div class="bar">
        <Paging address={address} pages={Math.ceil(page.matching / pageSize)} />
        {search.state === 'done' && <Beyond {...{ search, page, address }} />}
      </div>
    </>
  )
}

/** What the libraries hold beyond the list: to be fetched, or too much to be. */
function Beyond({ search, page, address }: Omit<ResultListProps, 'standing' | 'marks'>) {
  if (page.more)
    return (
      <form method="post" action={searchHref('/search/more', address)} class="more-records">
        <CsrfField />
        <button type="submit" class="btn">
          Fetch more records
        </button>
      </form>
    )
  if (page.total <= fetchedOf(search.targets)) return null
  return (
    <p class="hint">
      The libraries hold more than can be fetched. <Link to={changeHref(address)}>Add an author or a year</Link> to find
      the right ones.
    </p>
  )
}
