import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/** What a library and we have done for each other of late. */
export interface Dealings {
  /** How often we asked it, in the last 90 days. */
  readonly asked: number
  /** How much it sent us in the last year, and we sent it. */
  readonly lent: number
  readonly borrowed: number
}

const day = 86_400_000

/** The same of several libraries, by id: those there was something with. */
export async function dealingsWith(
  tx: Tx,
  lenders: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, Dealings>> {
  const [late, year] = [new Date(now.getTime() - 90 * day), new Date(now.getTime() - 365 * day)]
  const ids = sql`${[...lenders]}::bigint[]`
  const { rows } = await sql<Dealings & { lender: number }>`
    select lender, sum(asked)::int as asked, sum(lent)::int as lent, sum(borrowed)::int as borrowed from (
      select l.lender_id as lender,
        (case when (i.data->>'sentAt')::timestamptz >= ${late} then 1 else 0 end) as asked,
        (case when coalesce(i.data->>'shippedAt', i.data->>'receivedAt')::timestamptz >= ${year} then 1 else 0 end) as lent,
        0 as borrowed
      from ill_lines l join workflow_instances i on i.id = l.id where l.lender_id = any(${ids})
      union all
      select g.lender_id, 0, 0, 1 from ill_lendings g join workflow_instances i on i.id = g.id
      where g.lender_id = any(${ids}) and (i.data->>'shippedAt')::timestamptz >= ${year}
    ) as deals group by lender`.execute(tx)
  return new Map(rows.map(({ lender, ...deals }) => [lender, deals]))
}
