import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import { type LendingRow, lendingColumns, lendingOf, lendingTables } from './read.ts'
import type { Lending } from './types.ts'

/** What is printed: what is to be fetched from the shelves, and labels for what is sent. */
export const printLists = ['pick', 'shipping'] as const
export type PrintList = (typeof printLists)[number]

const printed = { pick: sql.ref('picked_at'), shipping: sql.ref('labelled_at') } as const
/**
 * A copy of what was selected for it stands at its place, or on the pickup shelf for it: for a copy to be made of, one for
 * reference is as good. Of a record without items nobody knows here, as of a house whose own system has them.
 */
const isThere = sql`(g.bib_id is not null and (not exists (select from items t where t.bib_id = g.bib_id and not t.withdrawn)
  or exists (select from items t
  join codes c on c.list = 'item-status' and c.code = coalesce(t.circulation, t.status)
  where not t.withdrawn and t.bib_id = g.bib_id and (g.item_id is null or t.id = g.item_id)
    and (c.available or (c.code = 'reference' and i.data->>'service' = 'copy') or exists (select from reservations v
      where v.lending_id = g.id and v.state = 'ready' and v.allocated_item = t.id)))))`
const isAsked = sql`i.state = 'in-process' and (i.data->>'completedAt') is null`
/** What is somewhere else is fetched once it is back: whoever goes for it now goes in vain, and never again. */
const wanted = {
  pick: sql`${isAsked} and ${isThere}`,
  shipping: sql`i.state in ('shipped', 'renew-pending', 'overdue', 'renew-overdue', 'recall')
    and (i.data->>'completedAt') is null and (i.data->>'receivedAt') is null`,
} as const
/** As many as are printed in one go. */
const most = 200

/** Where things stand comes first on a pick list. */
const inOrder = sql`(select min(t.branch || ' ' || coalesce(t.location, '') || ' ' || t.call_number) from items t
  where t.bib_id = g.bib_id and not t.withdrawn) nulls last, g.opened_at, g.id`

/** What a list would hold now: nothing that was printed before. */
export async function toPrint(tx: Tx, list: PrintList): Promise<readonly Lending[]> {
  const { rows } = await sql<LendingRow>`select ${lendingColumns} from ${lendingTables}
    where ${wanted[list]} and g.${printed[list]} is null order by ${inOrder} limit ${most}`.execute(tx)
  return rows.map(lendingOf)
}

/** How many requests wait for something that is not at its place, or for somebody to select a record of ours. */
export async function notThere(tx: Tx): Promise<{ readonly away: number; readonly unlinked: number }> {
  const { rows } = await sql<{ away: number; unlinked: number }>`
    select count(*) filter (where g.bib_id is not null)::int as away,
      count(*) filter (where g.bib_id is null)::int as unlinked
    from ${lendingTables} where ${isAsked} and g.picked_at is null and not ${isThere}`.execute(tx)
  return rows[0]!
}

/**
 * Marks what a list would hold as printed, at one time, by which the list is found again. Of two who press at once the
 * second finds nothing.
 * @returns how many they are
 */
export async function print(
  tx: Tx,
  list: PrintList,
  { actor, via }: Pick<Cause, 'actor' | 'via'>,
  at: Date,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`update ill_lendings set ${printed[list]} = ${at} where id in (
      select g.id from ${lendingTables} where ${wanted[list]} and g.${printed[list]} is null
      order by ${inOrder} limit ${most} for update of g)
    and ${printed[list]} is null returning id`.execute(tx)
  if (rows.length > 0)
    await audit(tx, {
      actor: auditActor(actor, via),
      action: 'lending.print',
      subject: { kind: 'lending', id: list },
      detail: { count: rows.length },
    })
  return rows.length
}

/** A list that was printed. */
export interface PrintRun {
  readonly at: Date
  readonly count: number
}

/** The last lists that were printed, the newest first. */
export async function printRuns(tx: Tx, list: PrintList): Promise<readonly PrintRun[]> {
  const { rows } = await sql<PrintRun>`select ${printed[list]} as at, count(*)::int as count from ill_lendings
    where ${printed[list]} is not null group by 1 order by 1 desc limit 10`.execute(tx)
  return rows
}

/** What was printed on a list at a time. @throws Problem not-found */
export async function printedAt(tx: Tx, list: PrintList, at: Date): Promise<readonly Lending[]> {
  const { rows } = await sql<LendingRow>`select ${lendingColumns} from ${lendingTables}
    where date_trunc('milliseconds', g.${printed[list]}) = ${at} order by ${inOrder}`.execute(tx)
  if (rows.length === 0) throw new Problem('not-found', { what: 'list' })
  return rows.map(lendingOf)
}
