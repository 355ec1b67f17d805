/** A date of XML Schema, with or without a time and a zone; some leave the colon of the zone out, or the `T`. */
const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

/**
 * When something is due: an instant (milliseconds) where the time has a zone, else the day (YYYY-MM-DD) that is written
 * there. Undefined where it is no time.
 */
export function readTime(text: string): { readonly at: number } | { readonly day: string } | undefined {
  const [, day, time, zone] = written.exec(text.trim()) ?? []
  if (day === undefined || Number.isNaN(Date.parse(day))) return undefined
  if (time === undefined || zone === undefined) return { day }
  const at = Date.parse(`${day}T${time}${zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`)
  return Number.isNaN(at) ? undefined : { at }
}
