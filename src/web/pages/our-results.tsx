import type { RequestHandler } from 'express'
import type { CatalogueSort } from '../../catalogue/index.ts'
import { requestOf, seenBy, wordsOf } from '../address.ts'
import { Keys } from '../components/keys.tsx'
import { Layout } from '../components/layout.tsx'
import { Link } from '../components/link.tsx'
import { marksHits } from '../components/mark.tsx'
import { OurChosenFilters, OurFilters, ourFiltersOn } from '../components/our-filters.tsx'
import { OurHitCard } from '../components/our-hit-card.tsx'
import { Places } from '../components/places.tsx'
import { TopSearch } from '../components/search-form.tsx'
import { SortChoices } from '../components/sort-links.tsx'
import { useVisitor } from '../components/visit.tsx'
import type { Door } from '../door.ts'
import { noteSearch } from '../note-search.ts'
import { OurAddress, ourHref, sortedHref } from '../our-address.ts'
import { type OurResults, ourResults } from '../our-search.ts'
import { route } from '../route.ts'
import { sendPage } from '../send-page.ts'
import { count } from '../text.ts'
import { refusedByUs, searchFormPage, unfitSearch } from './home.tsx'
import { fieldsHref, NothingOfOurs, OfferOthers } from './our-outcome.tsx'

/** The results of our own catalogue, which answers at once. Nobody else is asked for this page. */
export const ourResultsPage = (door: Door): RequestHandler =>
  route(OurAddress, async (read, exchange) => {
    const { req, res } = exchange
    const address = seenBy(door, read)
    const unfit = unfitSearch(door, req, address)
    if (unfit) return sendPage(res, unfit, 400)
    await door.searches.ours(requestOf(address).query, exchange)
    const results = await ourResults(door.database.db, address).catch((cause: unknown) => {
      const complaint = refusedByUs(cause)
      if (complaint === undefined) throw cause
      sendPage(res, searchFormPage(door, req, { ...address, where: 'others' }, { complaint }), 400)
    })
    if (!results) return
    const others = door.searches.known(requestOf(address))?.merged
    await noteSearch(door, address, exchange, { ours: results.all })
    sendPage(res, <OurResultsPage {...{ door, address, results, others }} />)
  })

interface OurResultsPageProps {
  readonly door: Door
  readonly address: OurAddress
  readonly results: OurResults
  readonly others: number | undefined
}

function OurResultsPage({ door, address, results, others }: OurResultsPageProps) {
  const { page, facets, branches, all } = results
  const words = wordsOf(address)
  const narrowed = ourFiltersOn(address) > 0
  const byKeys = marksHits(address, useVisitor())
  const canAsk = door.service.targets(address.audience ?? 'opac').length > 0
  const list = (
    <section id="results" aria-label="Results" tabIndex={-1}>
      {page.hits.length === 0 ? (
        <NothingOfOurs {...{ address, narrowed, all }} canAsk={canAsk} />
      ) : (
        <>
          <h2 class="hidden">Results</h2>
          <ol class="hits">
            {page.hits.map((hit) => (
              <OurHitCard key={hit.id} hit={hit} branches={branches} staff={address.audience === 'enquiry'} />
            ))}
          </ol>
          <Turning address={address} results={results} />
          {!narrowed && <OfferOthers {...{ address, all, others }} canAsk={canAsk} />}
        </>
      )}
    </section>
  )
  return (
    <Layout
      door={door}
      title={words}
      dialog="in-hand"
      search={<TopSearch words={address} />}
      scripts={byKeys ? ['keys.js'] : []}
      skips={[['results', 'Skip to results'], ...(all.value > 0 ? [['filters', 'Skip to filters'] as const] : [])]}
    >
      <div class="bar heading">
        <h1>
          <bdi>{words}</bdi>
        </h1>
        {address.audience === 'enquiry' && <Link to={fieldsHref(address)}>Change fields</Link>}
      </div>
      <Places words={address} current="ours" ours={all} others={others} />
      {page.count.value > 0 && (
        <div class="bar">
          <p class="progress">{countOf(results, address.sort, narrowed)}</p>
          {page.count.value > 1 && (
            <SortChoices
              sorts={['relevance', 'year', 'title', 'author', 'newest']}
              chosen={address.sort}
              to={(sort) => sortedHref(address, sort)}
            />
          )}
        </div>
      )}
      <OurChosenFilters address={address} branches={branches} />
      {all.value > 0 ? (
        <div class="split list">
          <OurFilters {...{ address, facets, branches }} />
          {list}
        </div>
      ) : (
        list
      )}
      {byKeys && <Keys />}
    </Layout>
  )
}

function countOf({ page, all }: OurResults, sort: CatalogueSort, narrowed: boolean): string {
  const value = page.count.value.toLocaleString('en')
  if (!page.count.exact && sort === 'relevance') return `More than ${value} results: the first ${value} by relevance`
  if (!page.count.exact) return `More than ${value} results`
  if (!narrowed) return count(page.count.value, 'result')
  return `${value} of ${all.exact ? '' : 'more than '}${count(all.value, 'result')}`
}

/** The list is walked from place to place, so that its end is as near as its beginning. */
function Turning({ address, results: { page } }: Pick<OurResultsPageProps, 'address' | 'results'>) {
  if (!page.next && !page.previous) return null
  return (
    <nav class="paging turning" aria-label="Pages">
      {address.cursor && page.previous && <Link to={ourHref({ ...address, cursor: undefined })}>First page</Link>}
      {page.previous && (
        <Link rel="prev" to={ourHref({ ...address, cursor: page.previous })}>
          ‹ Previous
        </Link>
      )}
      {page.next && (
        <Link rel="next" to={ourHref({ ...address, cursor: page.next })}>
          Next ›
        </Link>
      )}
    </nav>
  )
}
