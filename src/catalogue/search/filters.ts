import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { facetLexeme, indexedFacets, quotable } from '../indexing/index.ts'
import { type Condition, either, join } from './condition.ts'

/** PostgreSQL takes no NUL. */
const code = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\0]*$/)

/** What a list can be narrowed to. Values of one filter are alternatives, filters add up. */
export const Filters = z.object({
  format: z.array(code(40)).max(50).default([]),
  language: z.array(code(10)).max(50).default([]),
  branch: z.array(code(64)).max(50).default([]),
  level: z
    .array(z.enum(['full', 'less-than-full', 'brief']))
    .max(3)
    .default([]),
  yearFrom: z.number().int().min(1).max(9999).optional(),
  yearTo: z.number().int().min(1).max(9999).optional(),
  /** Only what has an item that can be lent. */
  available: z.boolean().default(false),
})
export type Filters = z.output<typeof Filters>

export const noFilters: Filters = { format: [], language: [], branch: [], level: [], available: false }

/** The filters whose values are listed with their counts. */
export const facets = ['format', 'language', 'branch', 'level'] as const
export type Facet = (typeof facets)[number]

/** The condition that filters make, those of one facet left out where its values are to be counted. */
export function filtered(filters: Filters, without?: Facet): Condition {
  const narrowed = indexedFacets.filter((facet) => facet !== without && filters[facet].length > 0)
  const tsqueries = narrowed.map((facet) =>
    either(filters[facet].map((value) => `'${quotable(facetLexeme(facet, value))}'`)),
  )
  const rests: RawBuilder<boolean>[] = []
  if (without !== 'branch' && filters.branch.length > 0)
    rests.push(
      sql`exists (select 1 from items i where i.bib_id = s.bib_id and not i.withdrawn and i.branch = any(${[...filters.branch]}::text[]))`,
    )
  if (filters.yearFrom !== undefined) rests.push(sql`s.year >= ${filters.yearFrom}`)
  if (filters.yearTo !== undefined) rests.push(sql`s.year between 1 and ${filters.yearTo}`)
  if (filters.available)
    rests.push(sql`exists (
      select 1 from items i join codes c on c.list = 'item-status' and c.code = coalesce(i.circulation, i.status)
      where i.bib_id = s.bib_id and c.available and not i.withdrawn)`)
  const conditions: Condition[] = [...tsqueries.map((tsquery) => ({ tsquery })), ...rests.map((rest) => ({ rest }))]
  return conditions.reduce((all, one) => join('and', all, one), {})
}
