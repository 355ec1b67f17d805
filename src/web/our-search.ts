import {
  type Branch,
  branches,
  type CataloguePage,
  countFacets,
  type FacetCounts,
  holdsAnything,
  searchCatalogue,
} from '../catalogue/index.ts'
import type { Db } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import { ourQueryOf, type Words } from './address.ts'
import { ourFiltersOn } from './components/our-filters.tsx'
import type { PlaceCount } from './components/places.tsx'
import type { Door } from './door.ts'
import { filtersOf, type OurAddress } from './our-address.ts'

/** A page of our catalogue's results with all that is shown beside it. */
export interface OurResults {
  readonly page: CataloguePage
  readonly facets: FacetCounts
  readonly branches: readonly Branch[]
  /** Without the filters: what the tab says. */
  readonly all: PlaceCount
}

export const pageSize = 20

/** Whether there is a catalogue to search: without one, results are those of other libraries and nothing else. */
export const hasCatalogue = async ({ database }: Pick<Door, 'database'>): Promise<boolean> =>
  await holdsAnything(database.db)

/** How many records of ours answer a search; none where it asks for what our catalogue cannot. */
export async function ourCount(db: Db, words: Words): Promise<PlaceCount> {
  try {
    return (await searchCatalogue(db, { query: ourQueryOf(words), sort: 'newest', size: 1 })).count
  } catch (cause) {
    if (cause instanceof Problem && cause.code === 'bib1-diagnostic') return { value: 0, exact: true }
    throw cause
  }
}

export async function ourResults(db: Db, address: OurAddress): Promise<OurResults> {
  const [query, filters] = [ourQueryOf(address), filtersOf(address)]
  const { sort, cursor } = address
  const page = await searchCatalogue(db, { query, filters, sort, size: pageSize, ...(cursor && { cursor }) })
  return {
    page,
    facets: await countFacets(db, { query, filters }),
    branches: await branches(db),
    all: ourFiltersOn(address) > 0 ? await ourCount(db, address) : page.count,
  }
}
