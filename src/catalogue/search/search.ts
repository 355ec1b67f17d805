import { type Brief, brief } from '../../bib/index.ts'
import type { Db, Tx } from '../../kit/db/index.ts'
import { type FieldedSearch, fielded, type RpnQuery } from '../../standards/query/index.ts'
import { type ItemSummary, itemSummaries } from '../items/index.ts'
import { type BibVersionInfo, readBibs } from '../records/index.ts'
import { compile } from './compile.ts'
import { join } from './condition.ts'
import { type CatalogueSort, type Cursor, readCursor, writeCursor } from './cursor.ts'
import { type Filters, filtered, noFilters } from './filters.ts'
import { type Row, rankedRows, sortedRows } from './rows.ts'
import { titleTexts } from './titles.ts'

export interface CatalogueSearch {
  readonly query: FieldedSearch | RpnQuery
  readonly filters?: Filters
  /** Relevance by default. */
  readonly sort?: CatalogueSort
  /** Hits of a page, 1 to 100. */
  readonly size: number
  /** `next` or `previous` of another page of the same list. */
  readonly cursor?: string
}

/** A record as a list shows it. */
export interface CatalogueHit extends Pick<BibVersionInfo, 'level' | 'flavour'> {
  readonly id: number
  readonly brief: Brief
  readonly items: ItemSummary
}

/** How many there are; above the cap only that there are more. */
export interface Count {
  readonly value: number
  readonly exact: boolean
}

export interface CataloguePage {
  readonly hits: readonly CatalogueHit[]
  readonly count: Count
  readonly next?: string
  readonly previous?: string
}

/** Counting visits every row it counts: above this many, readers are served better by a filter than by a figure. */
export const mostCounted = 2_000

/**
 * A page of what answers a query, among active records only.
 * @throws Problem query-empty, bib1-diagnostic for what can't be searched, bad-input for a foreign cursor
 */
export async function searchCatalogue(db: Db, search: CatalogueSearch): Promise<CataloguePage> {
  const { query, filters = noFilters, sort = 'relevance', size } = search
  const cursor = search.cursor === undefined ? undefined : readCursor(search.cursor, sort)
  const condition = join('and', compile('root' in query ? query : fielded(query)), filtered(filters))
  const wanted = { condition, cursor, size }
  const { rows, found } =
    sort === 'relevance'
      ? await rankedRows(db, { ...wanted, titles: titleTexts(query), most: mostCounted })
      : await sortedRows(db, { ...wanted, sort })
  const exact = found <= mostCounted
  return {
    ...pageOf(rows, sort, cursor, size),
    hits: await hitsOf(db, rows.slice(0, size), cursor),
    count: { value: exact ? found : mostCounted, exact },
  }
}

function pageOf(rows: readonly Row[], sort: CatalogueSort, cursor: Cursor | undefined, size: number) {
  const shown = inOrder(rows.slice(0, size), cursor)
  const more = rows.length > size
  const backwards = cursor?.towards === 'before'
  const [start, end] = [shown[0], shown.at(-1)]
  const place = (towards: Cursor['towards'], { value, id }: Row) => writeCursor({ sort, towards, value, id })
  return {
    ...(end && (backwards || more) && { next: place('after', end) }),
    ...(start && (backwards ? more : cursor !== undefined) && { previous: place('before', start) }),
  }
}

/** Towards the beginning, rows come in the wrong order. */
const inOrder = (rows: readonly Row[], cursor: Cursor | undefined): readonly Row[] =>
  cursor?.towards === 'before' ? rows.toReversed() : rows

async function hitsOf(db: Db, rows: readonly Row[], cursor: Cursor | undefined): Promise<CatalogueHit[]> {
  const ids = inOrder(rows, cursor).map(({ id }) => id)
  return (await catalogueHits(db, ids)).filter((hit) => hit !== undefined)
}

/** The brief displays of records by id, in that order; undefined where there is none (any more). */
export async function catalogueHits(tx: Tx, ids: readonly number[]): Promise<(CatalogueHit | undefined)[]> {
  const [bibs, summaries] = [await readBibs(tx, ids), await itemSummaries(tx, ids)]
  return ids.map((id) => {
    const bib = bibs.get(id)
    if (!bib) return undefined
    const { record, flavour, level } = bib
    return {
      id,
      flavour,
      level,
      brief: brief(record, flavour),
      items: summaries.get(id) ?? { count: 0, available: 0, branches: [] },
    }
  })
}
