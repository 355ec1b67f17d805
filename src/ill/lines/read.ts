import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { isReachable, standingOf } from '../lenders/index.ts'
import type { Line } from './types.ts'

interface LineRow extends Omit<Line, 'lender'> {
  readonly lender: Omit<Line['lender'], 'open' | 'reachable'> & {
    readonly endpoint: string
    readonly active: boolean
    readonly closed: boolean
    readonly suspendedUntil: string | null
  }
}

const lineColumns = sql`l.id, l.request_id as "requestId", l.position, i.state, i.data, i.version,
  i.last_event as "lastEvent", i.changed_at as "changedAt", l.why, l.record_id as "recordId",
  l.call_number as "callNumber", l.skipped,
  json_build_object('id', d.id, 'symbol', d.symbol, 'name', d.name, 'email', d.email, 'protocol', d.protocol, 'endpoint', d.endpoint,
    'settlement', d.settlement, 'namesPatron', d.names_patron, 'active', d.active, 'closed', d.closed,
    'suspendedUntil', d.suspended_until, 'timeZone', d.calendar->>'timeZone') as lender`

const lineTables = sql`ill_lines l join workflow_instances i on i.id = l.id join lenders d on d.id = l.lender_id`

const lineOf = (
  { lender: { active, closed, suspendedUntil, timeZone, endpoint, ...lender }, ...row }: LineRow,
  now: Date,
): Line => ({
  ...row,
  lender: {
    ...lender,
    timeZone,
    reachable: isReachable({ ...lender, endpoint }),
    open: standingOf({ active, closed, suspendedUntil, timeZone }, now.getTime()) === 'open',
  },
})

/** The lenders' lines of some requests, in their order. */
export async function linesOf(
  tx: Tx,
  requests: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, readonly Line[]>> {
  const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
    where l.request_id = any(${[...requests]}::bigint[]) order by l.position`.execute(tx)
  const of = new Map<number, Line[]>(requests.map((id) => [id, []]))
  for (const row of rows) of.get(row.requestId)!.push(lineOf(row, now))
  return of
}

export async function readLines(tx: Tx, ids: readonly number[], now: Date): Promise<ReadonlyMap<number, Line>> {
  const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
    where l.id = any(${[...ids]}::bigint[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, lineOf(row, now)]))
}

/** Whether an item with us is a lender's that has called it back. */
export async function isCalledBack(tx: Tx, itemId: number): Promise<boolean> {
  const { rows } = await sql`select from ill_items x join workflow_instances i
    on i.id = case when x.line_id ~ '^[0-9]{1,18}$' then x.line_id::bigint end
    where x.item_id = ${itemId} and x.closed_at is null and i.state = 'recall'`.execute(tx)
  return rows.length > 0
}
