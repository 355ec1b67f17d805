import { branchCalendars } from '../catalogue/index.ts'
import { type Calendar, dateIn } from '../kit/calendar/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { type CirculationSettings, calendarOf } from './settings.ts'

/** Where the calendar of a branch comes from: people made it in the program, or it stands in the configuration. */
export type CalendarSource = 'own' | 'file' | 'house' | 'file-house'

/** The rules with the calendars that people keep in the program: these go before those of the file. */
export async function withCalendars(tx: Tx, settings: CirculationSettings): Promise<CirculationSettings> {
  const kept = await branchCalendars(tx)
  if (kept.length === 0) return settings
  const calendars = { ...settings.calendars }
  let { calendar } = settings
  for (const one of kept)
    if (one.branch === null) calendar = one.calendar
    else calendars[one.branch] = one.calendar
  return { ...settings, calendar, calendars }
}

/** The calendar of a branch as it is now. */
export const calendarAt = async (tx: Tx, settings: CirculationSettings, branch: string): Promise<Calendar> =>
  calendarOf(await withCalendars(tx, settings), branch)

/** What the clocks of places show; without a branch, those of the house. */
export interface HouseClock {
  timeZone(branch?: string | null): string
  /** The date (YYYY-MM-DD) it is there. */
  today(branch?: string | null): string
}

/** The clocks of the house and its branches at an instant. Epoch milliseconds. */
export async function houseClock(tx: Tx, settings: CirculationSettings, now: number): Promise<HouseClock> {
  const inUse = await withCalendars(tx, settings)
  const timeZone = (branch?: string | null) =>
    (branch === undefined || branch === null ? inUse.calendar : calendarOf(inUse, branch)).timeZone
  return { timeZone, today: (branch) => dateIn(timeZone(branch), now) }
}

/** The date (YYYY-MM-DD) it is at a branch; without one, where the house is. Epoch milliseconds. */
export const todayAt = async (
  tx: Tx,
  settings: CirculationSettings,
  branch: string | null | undefined,
  now: number,
): Promise<string> => (await houseClock(tx, settings, now)).today(branch)

/** A calendar that is in use, and whose it is. */
export interface CalendarInUse {
  readonly calendar: Calendar
  readonly source: CalendarSource
  /** Of the one that was made for it in the program; 0 where there is none. */
  readonly version: number
}

/** The calendar that holds for a branch, or, without one, for all that have none of their own. */
export async function calendarInUse(
  tx: Tx,
  settings: CirculationSettings,
  branch: string | undefined,
): Promise<CalendarInUse> {
  const kept = await branchCalendars(tx)
  const own = kept.find((one) => one.branch === (branch ?? null))
  if (own) return { calendar: own.calendar, source: 'own', version: own.version }
  if (branch !== undefined && Object.hasOwn(settings.calendars, branch))
    return { calendar: calendarOf(settings, branch), source: 'file', version: 0 }
  const house = kept.find((one) => one.branch === null)
  return house
    ? { calendar: house.calendar, source: 'house', version: 0 }
    : { calendar: settings.calendar, source: 'file-house', version: 0 }
}
