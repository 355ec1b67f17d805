import { type RawBuilder, sql } from 'kysely'
import { type Condition, whole } from './condition.ts'

/**
 * `bib_tier` of a record's id: words have an index for each, so that who wants so many rows of a frequent word looks
 * through no more than the first tiers. See ADR 006.
 */
const tiers = [0, 1, 2, 3, 4, 5]

/** Columns of the rows `s` of `bib_search` that answer a condition, in much the order of their ids. */
export function answering(columns: RawBuilder<unknown>, condition: Condition): RawBuilder<unknown> {
  const rows = sql`select ${columns} from bib_search s where ${whole(condition)}`
  if (condition.tsquery === undefined) return rows
  return sql.join(
    tiers.map((tier) => sql`${rows} and bib_tier(s.bib_id) = ${sql.lit(tier)}`),
    sql` union all `,
  )
}
