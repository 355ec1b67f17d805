import { addDays, addOpenDays, type Calendar, dateIn, instantOf } from '../../kit/calendar/index.ts'
import type { RotaSettings } from '../rota/settings.ts'

/** What a lender's time to answer rests on. */
export interface AnswerTime {
  readonly calendar: Calendar
  /** YYYY-MM-DD: of no use to the reader after it. */
  readonly neededBy: string | null
  /** The next lender is asked by itself, so that somebody has to say when this one's time is over. */
  readonly automatic: boolean
}

/** A day is over just after midnight where the lender is. ISO 8601 in UTC. */
export const endOfDay = ({ timeZone }: Calendar, day: string): string =>
  new Date(instantOf(timeZone, addDays(day, 1))).toISOString()

/**
 * When a lender's time to answer ends that is asked now: with the day that was said, else after so many days on which it
 * is open; null where nobody waits for that.
 */
export function answerBy(
  { calendar, neededBy, automatic }: AnswerTime,
  asked: Date,
  said: string | undefined,
  { answerDays, untilNeeded }: RotaSettings,
): string | null {
  if (said !== undefined) return endOfDay(calendar, said)
  if (!automatic) return null
  const today = dateIn(calendar.timeZone, asked.getTime())
  const last = addOpenDays(calendar, today, answerDays)
  return endOfDay(calendar, untilNeeded && neededBy !== null && neededBy < last ? later(neededBy, today) : last)
}

/** We wait somewhat longer than the lender has time. */
export function expiresAt(
  { calendar }: AnswerTime,
  answerBy: string | null,
  { graceDays }: RotaSettings,
): string | null {
  if (answerBy === null) return null
  const last = dateIn(calendar.timeZone, new Date(answerBy).getTime() - 1)
  return endOfDay(calendar, graceDays === 0 ? last : addOpenDays(calendar, last, graceDays))
}

/** A timer that runs is over no sooner than a day the lender named. */
export const notBefore = (calendar: Calendar, expires: string | null, day: string | null): string | null =>
  expires === null || day === null ? expires : later(expires, endOfDay(calendar, day))

/** A timer that stood still since a time. */
export const resumed = (expires: string | null, stopped: string | null, now: Date): string | null =>
  expires === null || stopped === null
    ? expires
    : new Date(new Date(expires).getTime() + now.getTime() - new Date(stopped).getTime()).toISOString()

/** ISO 8601 texts of one kind sort as their times do. */
const later = (one: string, other: string) => (one > other ? one : other)
