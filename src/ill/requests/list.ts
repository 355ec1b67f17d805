import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type ListCursor, type ListOrder, pageOf } from '../lists/index.ts'
import { requestMachine } from '../machines/request.ts'
import { conditionOf, hasNews, type RequestQuery } from './query.ts'
import { type RequestRow, requestColumns, requestOf, requestTables } from './read.ts'
import type { Request } from './types.ts'

/** What lists can be ordered by. */
export const requestSorts = [
  'oldest',
  'newest',
  'changed',
  '-changed',
  'needed',
  '-needed',
  'title',
  '-title',
  'borrower',
  '-borrower',
  'status',
  '-status',
] as const
export type RequestSort = (typeof requestSorts)[number]

export interface RequestPage {
  readonly requests: readonly Request[]
  /** Absent at the end. */
  readonly next?: ListCursor
}

const title = { by: sql`r.title`, type: sql`text` }
const borrower = { by: sql`lower(coalesce(p.name, ''))`, type: sql`text` }
/** In the order a request goes through them. */
const status = {
  by: sql`coalesce(array_position(${Object.keys(requestMachine.states)}::text[], i.state), 0)`,
  type: sql`integer`,
}

/** What has no day by which it is needed comes last. */
const orders: Readonly<Record<RequestSort, ListOrder>> = {
  oldest: { by: sql`r.placed_at`, down: false, type: sql`timestamptz` },
  newest: { by: sql`r.placed_at`, down: true, type: sql`timestamptz` },
  changed: { by: sql`i.changed_at`, down: true, type: sql`timestamptz` },
  '-changed': { by: sql`i.changed_at`, down: false, type: sql`timestamptz` },
  needed: { by: sql`coalesce(r.needed_by, 'infinity'::date)`, down: false, type: sql`date` },
  '-needed': { by: sql`coalesce(r.needed_by, '-infinity'::date)`, down: true, type: sql`date` },
  title: { ...title, down: false },
  '-title': { ...title, down: true },
  borrower: { ...borrower, down: false },
  '-borrower': { ...borrower, down: true },
  status: { ...status, down: false },
  '-status': { ...status, down: true },
}

/** A page of the requests that are meant. */
export async function listRequests(
  tx: Tx,
  query: RequestQuery,
  {
    sort = 'oldest',
    after,
    limit = 50,
  }: { readonly sort?: RequestSort; readonly after?: ListCursor; readonly limit?: number } = {},
): Promise<RequestPage> {
  const { rows, next } = await pageOf<RequestRow>(tx, {
    ...{ columns: requestColumns, tables: requestTables, where: conditionOf(query), id: sql`r.id` },
    ...{ order: orders[sort], after, limit },
  })
  return { requests: rows.map(requestOf), ...(next && { next }) }
}

/** How many requests are meant. */
export interface RequestCount {
  readonly count: number
  /** When the oldest of them was placed. */
  readonly oldest: Date | null
  /** How many of them have something that nobody has looked at. */
  readonly fresh: number
}

/** How many are meant, exactly, by each of some queries: in one look at the database. */
export async function countEach(tx: Tx, queries: readonly RequestQuery[]): Promise<readonly RequestCount[]> {
  if (queries.length === 0) return []
  const counts = queries.map(
    (query, at) => sql`select ${at}::int as at, count(*) as count, min(r.placed_at) as oldest,
      count(*) filter (where ${hasNews}) as fresh from ${requestTables} where ${conditionOf(query)}`,
  )
  const { rows } = await sql<RequestCount>`select count, oldest, fresh from (${sql.join(counts, sql` union all `)}) as c
    order by at`.execute(tx)
  return rows
}

/** How many are meant, exactly. */
export async function countRequests(tx: Tx, query: RequestQuery): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${requestTables} where ${conditionOf(query)}`.execute(tx)
  return rows[0]!.count
}

/** Ids of all that are meant, for an act on all of them; `most` and one more where there are more. */
export async function requestIds(tx: Tx, query: RequestQuery, most: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select r.id from ${requestTables} where ${conditionOf(query)} order by r.id limit ${most + 1}`.execute(tx)
  return rows.map(({ id }) => id)
}
