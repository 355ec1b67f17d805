import { addDays, dateIn, isOpen, timeIn } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { withCalendars } from '../calendars.ts'
import { type CirculationSettings, calendarOf } from '../settings.ts'

/** A branch that writes letters now. */
interface Writing {
  readonly branch: string
  /** The day it is there. */
  readonly today: string
  readonly timeZone: string
}

/**
 * The branches that write letters now and have something out that is due within so many days, by any clock: they are
 * open today, and it is the hour at which notices go out.
 */
export async function branchesWriting(
  tx: Tx,
  rules: CirculationSettings,
  now: number,
  days: number,
): Promise<readonly Writing[]> {
  const settings = await withCalendars(tx, rules)
  // Where the day begins first most is due: whether each is by its own clock is seen after that.
  const rows = await tx
    .selectFrom('loans')
    .select('branch')
    .distinct()
    .where('returned_at', 'is', null)
    .where('due_on', '<=', addDays(dateIn('Etc/GMT-14', now), days))
    .execute()
  return rows.flatMap(({ branch }) => {
    const calendar = calendarOf(settings, branch)
    const { timeZone } = calendar
    const today = dateIn(timeZone, now)
    const hour = Number(timeIn(timeZone, now).slice(0, 2))
    return hour >= settings.notices.hour && isOpen(calendar, today) ? [{ branch, today, timeZone }] : []
  })
}
