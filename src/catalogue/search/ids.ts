import { sql } from 'kysely'
import type { Db } from '../../kit/db/index.ts'
import type { RpnQuery } from '../../standards/query/index.ts'
import { type Bib, readBibs } from '../records/index.ts'
import { compile, type Earlier } from './compile.ts'
import { answering } from './found.ts'
import { orderOf } from './order.ts'

export interface Matching {
  /** At most as many as were asked for, in ascending order. */
  readonly ids: readonly number[]
  /** How many there are in truth. */
  readonly total: number
}

/**
 * The ids of the active records that answer a query, and how many there are.
 * @throws Problem bib1-diagnostic for what can't be searched
 */
export async function matchingIds(db: Db, query: RpnQuery, limit: number, earlier?: Earlier): Promise<Matching> {
  const { rows } = await sql<{ ids: number[] | null; total: number }>`
    with found as materialized (${answering(sql`s.bib_id`, compile(query, earlier))})
    select (select count(*) from found) as total,
      (select array_agg(bib_id order by bib_id) from (select bib_id from found order by bib_id limit ${limit}) first) as ids
  `.execute(db)
  const { ids, total } = rows[0]!
  return { ids: ids ?? [], total }
}

/** Ids in the order of a sort; those that are no longer active come out last, in their own order. */
export async function sortIds(
  db: Db,
  ids: readonly number[],
  keys: readonly { readonly by: 'title' | 'author' | 'year'; readonly descending: boolean }[],
): Promise<readonly number[]> {
  const order = keys.map(({ by, descending }) => {
    const column = orderOf(by).column
    // What has no author or year sorts last either way.
    const unknown = by === 'year' ? sql`(s.year = 0)` : sql`(coalesce(${column}, '') = '')`
    return sql`${unknown}, ${column} ${descending ? sql`desc` : sql`asc`} nulls last`
  })
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(w.id order by ${sql.join([...order, sql`w.place`])}) as ids
    from unnest(${[...ids]}::bigint[]) with ordinality as w (id, place) left join bib_search s on s.bib_id = w.id
  `.execute(db)
  return rows[0]!.ids ?? []
}

const batch = 500

/** Every active record that answers a query, or every one there is, in order of id. Memory holds the ids and one batch. */
export async function* eachMatching(db: Db, query?: RpnQuery): AsyncGenerator<readonly Bib[]> {
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(bib_id order by bib_id) as ids from (${answering(sql`s.bib_id`, query ? compile(query) : {})}) found
  `.execute(db)
  const ids = rows[0]!.ids ?? []
  for (let at = 0; at < ids.length; at += batch) {
    const wanted = ids.slice(at, at + batch)
    const bibs = await readBibs(db, wanted)
    yield wanted.flatMap((id) => bibs.get(id) ?? [])
  }
}
