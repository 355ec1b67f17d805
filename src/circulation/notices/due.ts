import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import type { CirculationSettings } from '../settings.ts'
import { branchesWriting } from './writing.ts'

/** A notice that is due: which one of how many, 1 is the first. */
export interface OverdueNotice {
  readonly loanId: string
  readonly itemId: number
  readonly bibId: number
  readonly patronId: string
  readonly branch: string
  readonly dueOn: string
  /** Days since it was due, at the branch that lent it. */
  readonly daysLate: number
  readonly number: number
}

export interface NoticesQuery {
  readonly now: number
  readonly most: number
  /** Loans that are left out. */
  readonly without?: readonly string[]
}

/**
 * Notices to be sent now, the longest overdue first: on days the branch is open, from the hour on at which notices go
 * out, and to readers who do not do without. One is due until `noticeSent` says that it went out; where several are, the last of them stands for all.
 */
export async function noticesDue(
  tx: Tx,
  settings: CirculationSettings,
  { now, most, without = [] }: NoticesQuery,
): Promise<OverdueNotice[]> {
  const steps = settings.overdue.notices
  if (steps.length === 0) return []
  const writing = await branchesWriting(tx, settings, now, -1)
  if (writing.length === 0) return []
  const { rows } = await sql<OverdueNotice>`
    select * from (
      select l.id as "loanId", l.item_id as "itemId", i.bib_id as "bibId", l.patron_id as "patronId", l.branch,
        l.due_on as "dueOn", w.today - l.due_on as "daysLate", l.notices,
        (select count(*) from unnest(${[...steps]}::int[]) step where l.due_on + step <= w.today) as number
      from unnest(${writing.map(({ branch }) => branch)}::text[], ${writing.map(({ today }) => today)}::date[])
          as w (branch, today)
        join loans l on l.branch = w.branch and l.due_on + ${steps[0]}::int <= w.today
        join items i on i.id = l.item_id
      where not exists (select from people p where p.id = l.patron_id and 'overdue' = any(p.notices_off))
        and l.patron_id is not null and l.returned_at is null and l.notices < ${steps.length} and l.id <> all(${[...without]}::uuid[])
    ) late
    where number > notices order by "dueOn", "loanId" limit ${most}`.execute(tx)
  return rows.map(({ loanId, itemId, bibId, patronId, branch, dueOn, daysLate, number }) => ({
    ...{ loanId, itemId, bibId, patronId, branch, dueOn },
    daysLate: Number(daysLate),
    number: Number(number),
  }))
}

/** Writes down that a notice went out. False where another did so before, or the loan is not overdue any more. */
export async function noticeSent(
  tx: Tx,
  { loanId, number, dueOn }: Pick<OverdueNotice, 'loanId' | 'number' | 'dueOn'>,
  { by, now }: { readonly by: Actor; readonly now: number },
): Promise<boolean> {
  const row = await tx
    .updateTable('loans')
    .set({ notices: number, noticed_at: new Date(now) })
    .where('id', '=', loanId)
    .where('returned_at', 'is', null)
    .where('notices', '<', number)
    .where('due_on', '=', dueOn)
    .returning('item_id')
    .executeTakeFirst()
  if (!row) return false
  await audit(tx, {
    actor: by,
    action: 'loan.notice',
    subject: { kind: 'item', id: row.item_id ?? 0 },
    detail: { loan: loanId, number },
  })
  return true
}
