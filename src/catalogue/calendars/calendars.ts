import { sql } from 'kysely'
import { type Calendar, machineTimeZone } from '../../kit/calendar/index.ts'
import { storableJson, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'

/** A calendar as it is kept: a branch’s own, or, without a branch, the house’s for all branches that have none. */
export interface BranchCalendar {
  readonly branch: string | null
  readonly calendar: Calendar
  readonly version: number
}

/** What holds where nobody said anything: Monday to Friday, in the time zone of this machine. */
export const usualCalendar = (): Calendar => ({
  timeZone: machineTimeZone(),
  closedWeekdays: [6, 7],
  closedDates: [],
})

/** The days on which a branch works, for its timers and due dates; without a branch, those of the house. */
export async function branchCalendar(tx: Tx, branch?: string | null): Promise<Calendar> {
  const row = await tx
    .selectFrom('branch_calendars')
    .select('calendar')
    .where(({ or, eb }) => or([eb('branch', '=', branch ?? null), eb('branch', 'is', null)]))
    .orderBy(sql`branch is null`)
    .limit(1)
    .executeTakeFirst()
  return row?.calendar ?? usualCalendar()
}

/** Every calendar somebody made, the house’s first. */
export async function branchCalendars(tx: Tx): Promise<BranchCalendar[]> {
  return await tx
    .selectFrom('branch_calendars')
    .select(['branch', 'calendar', 'version'])
    .orderBy(sql`branch nulls first`)
    .execute()
}

/**
 * Stores the calendar of a branch, or of the house.
 * @param expected the version that was seen; 0 where there was none
 * @throws Problem not-found, version-conflict
 */
export async function saveBranchCalendar(
  tx: Tx,
  branch: string | null,
  expected: number,
  calendar: Calendar,
  actor: Actor,
): Promise<void> {
  const version = await held(tx, branch)
  if (version !== expected) throw new Problem('version-conflict', { what: 'calendar', id: branch ?? '', version })
  const stored = storableJson(calendar)
  await tx
    .insertInto('branch_calendars')
    .values({ branch, calendar: stored })
    .onConflict((oc) =>
      oc
        .expression(sql`coalesce(branch, '')`)
        .doUpdateSet({ calendar: stored, version: expected + 1, changed_at: sql<Date>`now()` }),
    )
    .execute()
  await audit(tx, { actor, action: 'calendar.save', subject: subjectOf(branch), detail: told(calendar) })
}

/** Takes a branch’s own calendar away: the house’s holds again. @throws Problem not-found */
export async function removeBranchCalendar(tx: Tx, branch: string, actor: Actor): Promise<void> {
  if ((await held(tx, branch)) === 0) return
  await tx.deleteFrom('branch_calendars').where('branch', '=', branch).execute()
  await audit(tx, { actor, action: 'calendar.remove', subject: subjectOf(branch) })
}

/** The version of a calendar, which stays as it is until the transaction ends; 0 where there is none. */
async function held(tx: Tx, branch: string | null): Promise<number> {
  if (branch === null) await sql`select pg_advisory_xact_lock(hashtextextended('house calendar', 0))`.execute(tx)
  else {
    const found = await tx
      .selectFrom('branches')
      .select('code')
      .where('code', '=', branch)
      .forUpdate()
      .executeTakeFirst()
    if (!found) throw new Problem('not-found', { what: 'branch' })
  }
  const row = await tx
    .selectFrom('branch_calendars')
    .select('version')
    .where('branch', branch === null ? 'is' : '=', branch)
    .executeTakeFirst()
  return row?.version ?? 0
}

const subjectOf = (branch: string | null) => ({ kind: 'calendar', id: branch ?? 'house' })
const told = ({ timeZone, closedWeekdays, closedDates }: Calendar) => ({
  timeZone,
  closedWeekdays,
  closedDates: closedDates.length,
})
