import type { ServiceDateTime } from '../../../standards/iso10161/index.ts'

/** ISO-Date of a day: `20261127`. */
export const isoDate = (day: string): string => day.replaceAll('-', '')

/** The same where there may be none. */
export const isoDateOf = (day: string | undefined): string | undefined => (day === undefined ? undefined : isoDate(day))

/** The day of an ISO-Date; undefined where it is none, as with peers that send empty fields. */
export function dayOf(date: string | undefined): string | undefined {
  const [, year, month, day] = /^\s*(\d{4})-?(\d\d)-?(\d\d)\s*$/.exec(date ?? '') ?? []
  const found = `${year}-${month}-${day}`
  const time = Date.parse(`${found}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(found) ? found : undefined
}

/** The day of an instant, by the clock its service-date-time is written in. */
export const sentOn = (sentAt: string): string => new Date(sentAt).toISOString().slice(0, 10)

type DateTime = ServiceDateTime['dateTimeOfThisService']

const dateTime = (instant: string | Date): DateTime => {
  const [date, time] = new Date(instant).toISOString().split('T') as [string, string]
  return { date: isoDate(date), time: time.slice(0, 8).replaceAll(':', '') }
}

/**
 * The standard has local times and no time zones: ours are of UTC, to the second. What is asked of them is which of two
 * messages is the same, and that two of one day differ.
 */
export const serviceDateTime = (sentAt: string, repeatedAt: Date | undefined): ServiceDateTime =>
  repeatedAt
    ? { dateTimeOfThisService: dateTime(repeatedAt), dateTimeOfOriginalService: dateTime(sentAt) }
    : { dateTimeOfThisService: dateTime(sentAt) }

/** When a service was first invoked, and whether this repeats it; undefined where that is no date. */
export function invoked({ dateTimeOfThisService, dateTimeOfOriginalService }: ServiceDateTime) {
  const first = dateTimeOfOriginalService && instantOf(dateTimeOfOriginalService)
  const sentAt = first ?? instantOf(dateTimeOfThisService)
  return sentAt === undefined ? undefined : { sentAt, ...(first !== undefined && { repeat: true }) }
}

function instantOf({ date, time }: DateTime): string | undefined {
  const day = dayOf(date)
  if (day === undefined) return undefined
  const [, hours = '00', minutes = '00', seconds = '00'] = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(time ?? '') ?? []
  return `${day}T${hours}:${minutes}:${seconds}.000Z`
}
