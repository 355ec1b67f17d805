import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../kit/db/index.ts'
import { type Condition, whole } from './condition.ts'
import type { CatalogueSort, Cursor } from './cursor.ts'
import { answering } from './found.ts'
import { keyset } from './order.ts'

/** Titles that fit, of each way to fit, where there are too many records to look at all. */
const mostTitles = 200

/** So many records are found and sorted sooner than the index of the sort column is walked for a page of them. */
const mostSorted = 5_000

/** A place in a list. */
export interface Row {
  readonly id: number
  readonly value: string | number
}

export interface Wanted {
  readonly condition: Condition
  readonly cursor: Cursor | undefined
  readonly size: number
}

export interface Rows {
  /** One more than wanted where the list goes on. */
  readonly rows: readonly Row[]
  /** Records that answer, as far as they were looked for: of more there are more than the caller counts. */
  readonly found: number
}

/** Few matches are found first and sorted; of many, the sort column's index is walked until enough of them came by. */
export async function sortedRows(
  db: Db,
  { condition, sort, cursor, size }: Wanted & { readonly sort: Exclude<CatalogueSort, 'relevance'> },
): Promise<Rows> {
  const { after, by } = keyset(sort, cursor)
  const value = { title: sql`s.title`, author: sql`s.author`, year: sql`s.year`, newest: sql`s.bib_id` }[sort]
  const found = await page(
    db,
    sql`found as materialized (${first(mostSorted, sql`s.bib_id, s.title, s.author, s.year`, condition)})`,
    sql`select s.bib_id as id, ${value} as value from found s where ${after} order by ${by} limit ${size + 1}`,
  )
  if (found.found <= mostSorted) return found
  // Coalesced, so that the planner does not guess how many answer: they are known to be many.
  const { rows } = await sql<Row>`
    select s.bib_id as id, ${value} as value from bib_search s
    where coalesce(${whole(condition)}, false) and ${after} order by ${by} limit ${size + 1}
  `.execute(db)
  return { ...found, rows }
}

/**
 * The best of those looked for: the title as searched, titles that begin so, then the others. Where there are more than
 * are looked for, the list ends after so many, and titles that fit are looked for besides, so that it has them.
 */
export async function rankedRows(
  db: Db,
  { condition, titles, cursor, size, most }: Wanted & { readonly titles: readonly string[]; readonly most: number },
): Promise<Rows> {
  const { after, by } = keyset('relevance', cursor)
  const fits = titles.flatMap((title) => [
    { test: sql`s.title = ${title}`, worth: sql`4` },
    // Up to the end of a word: a space comes before all that titles are folded to.
    { test: sql`s.title >= ${`${title} `} and s.title < ${`${title}!`}`, worth: sql`2` },
  ])
  const fit =
    fits.length === 0
      ? sql`0`
      : sql`case ${sql.join(
          fits.map(({ test, worth }) => sql`when ${test} then ${worth}`),
          sql` `,
        )} else 0 end`
  const score =
    condition.rank === undefined ? sql`0` : sql`ts_rank('{0.1, 0.3, 0.5, 1}', s.words, ${condition.rank}::tsquery, 1)`
  const columns = sql`s.bib_id, (${fit} + ${score})::float4 as rank`
  const fitting = fits.map(
    ({ test }) => sql` union (
      select ${columns} from (select * from bib_search s where ${test} order by s.title limit ${mostTitles}) s
      where (select count(*) from found) > ${most} and ${whole(condition)})`,
  )
  return await page(
    db,
    sql`found as materialized (${first(most, columns, condition)}),
      best as (select * from found${sql.join(fitting, sql``)} order by rank desc, bib_id desc limit ${most})`,
    sql`select s.bib_id as id, s.rank as value from best s where ${after} order by ${by} limit ${size + 1}`,
  )
}

/** The first rows that answer, one more than asked for if there are more. */
const first = (most: number, columns: RawBuilder<unknown>, condition: Condition) =>
  sql`select * from (${answering(columns, condition)}) every limit ${most + 1}`

/** How many were found, and a page of them, in one go. */
async function page(db: Db, ctes: RawBuilder<unknown>, rowsOf: RawBuilder<unknown>): Promise<Rows> {
  const { rows } = await sql<{ found: number; ids: number[] | null; values: (string | number)[] | null }>`
    with ${ctes}
    select (select count(*) from found) as found, array_agg(id) as ids, array_agg(value) as values from (${rowsOf}) page
  `.execute(db)
  const { found, ids, values } = rows[0]!
  return { found, rows: (ids ?? []).map((id, at) => ({ id, value: values![at]! })) }
}
