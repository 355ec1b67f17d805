import { z } from 'zod'
import { dateIn, instantOf, isTimeZone, timeIn } from './zones.ts'

const weekday = z.int().min(1).max(7)

/** When a place is closed. Dates are YYYY-MM-DD, weekdays those of ISO 8601: 1 is Monday, 7 Sunday. */
export const Calendar = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/London'),
  closedWeekdays: z.array(weekday).refine((days) => new Set(days).size < 7, 'must leave a day on which it is open'),
  closedDates: z.array(z.iso.date()).max(10_000),
})
export interface Calendar {
  readonly timeZone: string
  readonly closedWeekdays: readonly number[]
  readonly closedDates: readonly string[]
}

/** A place that never closes. */
export const everyDay = (timeZone: string): Calendar => ({ timeZone, closedWeekdays: [], closedDates: [] })

const dayLength = 86_400_000
/** Days looked at before a calendar is taken for one without an open day. */
const patience = 4000

/** A date some days later, or earlier. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00Z`) + days * dayLength).toISOString().slice(0, 10)

/** How many days one date lies after another; negative where it lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / dayLength)

const weekdayOf = (date: string) => new Date(`${date}T00:00Z`).getUTCDay() || 7

export const isOpen = ({ closedWeekdays, closedDates }: Calendar, date: string): boolean =>
  !closedWeekdays.includes(weekdayOf(date)) && !closedDates.includes(date)

/** The date itself where the place is open then, else the next one on which it is. @throws RangeError it never is */
export const nextOpenDay = (calendar: Calendar, date: string): string => seek(calendar, date, 1)

/** The date itself where the place is open then, else the last one before on which it was. @throws RangeError */
export const previousOpenDay = (calendar: Calendar, date: string): string => seek(calendar, date, -1)

function seek(calendar: Calendar, from: string, step: 1 | -1): string {
  let date = from
  for (let looked = 0; looked < patience; looked++, date = addDays(date, step)) if (isOpen(calendar, date)) return date
  throw new RangeError(`the calendar has no open day within ${patience} days of ${from}`)
}

/**
 * The n-th open day after a date, which itself does not count; before it where n is negative. With 0 it is the date
 * itself or the next open day. @throws RangeError
 */
export function addOpenDays(calendar: Calendar, date: string, n: number): string {
  const step = n < 0 ? -1 : 1
  let reached = n === 0 ? nextOpenDay(calendar, date) : date
  for (let left = Math.abs(n); left > 0; left--) reached = seek(calendar, addDays(reached, step), step)
  return reached
}

/** How many open days lie after one date up to another, that one included; none where it is not later. */
export function openDaysBetween(calendar: Calendar, after: string, to: string): number {
  let open = 0
  for (let date = addDays(after, 1); date <= to; date = addDays(date, 1)) if (isOpen(calendar, date)) open++
  return open
}

/** The same time of day, n open days later, as clocks there show it: for timers. Epoch milliseconds. @throws RangeError */
export const afterOpenDays = (calendar: Calendar, instant: number, n: number): number =>
  instantOf(
    calendar.timeZone,
    addOpenDays(calendar, dateIn(calendar.timeZone, instant), n),
    timeIn(calendar.timeZone, instant),
  )
