import { sql } from 'kysely'
import type { Db } from '../../kit/db/index.ts'
import { type FieldedSearch, fielded, type RpnQuery } from '../../standards/query/index.ts'
import { compile } from './compile.ts'
import { type Condition, join } from './condition.ts'
import { type Facet, type Filters, facets, filtered } from './filters.ts'
import { answering } from './found.ts'
import { mostCounted } from './search.ts'

export interface FacetValue {
  readonly value: string
  readonly count: number
}

export type FacetCounts = Readonly<Record<Facet, readonly FacetValue[]>>

const mostValues = 30

/**
 * What a list could be narrowed to, counted among its first 2,000 records. A facet that is narrowed already is counted
 * without that, so that more of its values can be chosen.
 */
export async function countFacets(
  db: Db,
  { query, filters }: { readonly query: FieldedSearch | RpnQuery; readonly filters: Filters },
): Promise<FacetCounts> {
  const condition = compile('root' in query ? query : fielded(query))
  const narrowed = facets.filter((facet) => filters[facet].length > 0)
  const open = facets.filter((facet) => filters[facet].length === 0)
  const groups: (readonly [without: Facet | undefined, counted: readonly Facet[]])[] = [
    ...narrowed.map((facet) => [facet, [facet]] as const),
    ...(open.length > 0 ? [[undefined, open] as const] : []),
  ]
  const counts: Record<Facet, FacetValue[]> = { format: [], language: [], branch: [], level: [] }
  for (const [without, counted] of groups)
    for (const [facet, values] of await count(db, join('and', condition, filtered(filters, without)), counted))
      counts[facet] = [...values]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
        .slice(0, mostValues)
  return counts
}

/** How often each value of some facets is met in the first records that answer a condition. */
async function count(
  db: Db,
  condition: Condition,
  counted: readonly Facet[],
): Promise<Map<Facet, Map<string, number>>> {
  const columns = sql`s.bib_id, s.format, s.language, s.level`
  // Few combinations occur, so that one pass counts what each facet is summed up from.
  const combined = sql`
    select format, language, level, null as branch, count(*) as count from found group by format, language, level`
  const branches = sql`
    select null as format, null as language, null as level, i.branch, count(distinct i.bib_id) as count
      from found join items i using (bib_id) where not i.withdrawn group by i.branch`
  const { rows } = await sql<Record<Facet, string | null> & { count: number }>`
    with found as materialized (select * from (${answering(columns, condition)}) every limit ${mostCounted})
    ${sql.join(
      [counted.some((facet) => facet !== 'branch') && combined, counted.includes('branch') && branches].filter(
        (part) => part !== false,
      ),
      sql` union all `,
    )}
  `.execute(db)
  const counts = new Map(counted.map((facet) => [facet, new Map<string, number>()]))
  for (const row of rows)
    for (const [facet, values] of counts) {
      const value = row[facet]
      if (value !== null) values.set(value, (values.get(value) ?? 0) + row.count)
    }
  return counts
}
