import { afterOpenDays, type Calendar } from '../../kit/calendar/index.ts'
import type { Length } from '../../workflow/index.ts'

const day = 86_400_000
/** Where nobody said on which days a library works. */
const usual: Calendar = { timeZone: 'UTC', closedWeekdays: [6, 7], closedDates: [] }

/** The time that is so much later, on a library's calendar. */
export function later(from: Date, length: Length, calendar: Calendar = usual): Date {
  if ('days' in length) return new Date(from.getTime() + length.days * day)
  return new Date(afterOpenDays(calendar, from.getTime(), length.openDays))
}
