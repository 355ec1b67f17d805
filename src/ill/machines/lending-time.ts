import { addDays, addOpenDays, type Calendar, dateIn, instantOf } from '../../kit/calendar/index.ts'
import type { Length } from '../../workflow/index.ts'

/** The moment a day is over where the calendar is. */
export const endOf = ({ timeZone }: Calendar, date: string): Date => new Date(instantOf(timeZone, addDays(date, 1)))

/** The end of the last of so many days: what has a day to happen has all of it. Of one day, that of `from` itself. */
export function endOfLast(from: Date, length: Length, calendar: Calendar): Date {
  const date = dateIn(calendar.timeZone, from.getTime())
  const last = 'days' in length ? addDays(date, length.days - 1) : addOpenDays(calendar, date, length.openDays)
  return endOf(calendar, last)
}
