import { type RawBuilder, sql } from 'kysely'
import type { CatalogueSort, Cursor } from './cursor.ts'

/** How a list is ordered: by a column, then by id in the same direction, so that every place in it is one place only. */
interface Order {
  readonly column: RawBuilder<unknown>
  readonly descending: boolean
}

const orders: Readonly<Record<CatalogueSort, Order>> = {
  relevance: { column: sql`s.rank`, descending: true },
  title: { column: sql`s.title`, descending: false },
  author: { column: sql`s.author`, descending: false },
  year: { column: sql`s.year`, descending: true },
  newest: { column: sql`s.bib_id`, descending: true },
}

export const orderOf = (sort: CatalogueSort): Order => orders[sort]

/** What comes behind a place, or before it; in the list's order, or against it. */
export function keyset(
  sort: CatalogueSort,
  cursor: Cursor | undefined,
): { after: RawBuilder<boolean>; by: RawBuilder<unknown> } {
  const { column, descending } = orderOf(sort)
  const down = descending !== (cursor?.towards === 'before')
  const direction = down ? sql`desc` : sql`asc`
  const by = sql`${column} ${direction}, s.bib_id ${direction}`
  if (!cursor) return { after: sql<boolean>`true`, by }
  const value = sort === 'relevance' ? sql`${cursor.value}::float4` : sql`${cursor.value}`
  return { after: sql<boolean>`(${column}, s.bib_id) ${down ? sql`<` : sql`>`} (${value}, ${cursor.id})`, by }
}
