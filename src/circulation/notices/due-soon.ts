import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import type { CirculationSettings } from '../settings.ts'
import type { NoticesQuery } from './due.ts'
import { branchesWriting } from './writing.ts'

/** A loan whose reader is to be reminded. */
export interface Reminder {
  readonly loanId: string
  readonly itemId: number
  readonly bibId: number
  readonly patronId: string
  readonly dueOn: string
}

/**
 * Loans to remind of now, the first due before the others: once for each due date, on days the branch is open, from the
 * hour on at which notices go out, and to readers who do not do without. Where the branch was closed it is reminded of on
 * the next open day, up to that on which it is due. What was lent or renewed for no longer than that needs no reminder:
 * its reader has just heard the date.
 */
export async function remindersDue(
  tx: Tx,
  settings: CirculationSettings,
  { now, most, without = [] }: NoticesQuery,
): Promise<Reminder[]> {
  const days = settings.overdue.remindBefore
  if (days === 0) return []
  const writing = await branchesWriting(tx, settings, now, days)
  if (writing.length === 0) return []
  const { rows } = await sql<Reminder>`
    select l.id as "loanId", l.item_id as "itemId", i.bib_id as "bibId", l.patron_id as "patronId", l.due_on as "dueOn"
    from unnest(${writing.map(({ branch }) => branch)}::text[], ${writing.map(({ today }) => today)}::date[],
        ${writing.map(({ timeZone }) => timeZone)}::text[]) as w (branch, today, zone)
      join loans l on l.branch = w.branch and l.due_on between w.today and w.today + ${days}::int
      join items i on i.id = l.item_id
    where not exists (select from people p where p.id = l.patron_id and 'dueSoon' = any(p.notices_off))
      and l.patron_id is not null and l.returned_at is null and l.reminded_of is distinct from l.due_on
      and (coalesce(l.renewed_at, l.lent_at) at time zone w.zone)::date + ${days}::int < l.due_on
      and l.id <> all(${[...without]}::uuid[])
    order by l.due_on, l.id limit ${most}`.execute(tx)
  return rows
}

/** Writes down that a reminder went out. False where another did so before, or the loan has ended or is due another day. */
export async function reminderSent(
  tx: Tx,
  { loanId, dueOn }: Pick<Reminder, 'loanId' | 'dueOn'>,
  by: Actor,
): Promise<boolean> {
  const row = await tx
    .updateTable('loans')
    .set({ reminded_of: dueOn })
    .where('id', '=', loanId)
    .where('returned_at', 'is', null)
    .where('due_on', '=', dueOn)
    .where(sql<boolean>`reminded_of is distinct from due_on`)
    .returning('item_id')
    .executeTakeFirst()
  if (!row) return false
  await audit(tx, {
    actor: by,
    action: 'loan.remind',
    subject: { kind: 'item', id: row.item_id ?? 0 },
    detail: { loan: loanId, due: dueOn },
  })
  return true
}
