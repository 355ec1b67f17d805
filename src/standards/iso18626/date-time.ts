const form = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i
const canonicalForm = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/**
 * A date and time as peers write them, as xs:dateTime with a zone: with a space for the T, without seconds, without a
 * zone (then it is UTC, as the standard demands) or with one that has no colon; a day alone is its beginning.
 * Undefined where it is none, or no day of the calendar.
 */
export function readDateTime(text: string): string | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    form.exec(text) ?? []
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${colon(zone.toUpperCase())}`
  return isDateTime(written) ? written : undefined
}

const colon = (zone: string): string =>
  zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.length > 3 ? zone.slice(-2) : '00'}`

/** Whether a text is an xs:dateTime with a zone, and such a time exists. */
export function isDateTime(text: string): boolean {
  const [, year, month, day, hour, minute, second, , zone] = canonicalForm.exec(text) ?? []
  if (year === undefined || year === '0000' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return false
  if (zone !== 'Z' && (Number(zone!.slice(1, 3)) > 13 || Number(zone!.slice(4)) > 59) && !/14:00$/.test(zone!))
    return false
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day)
}
