import { addDays } from './calendar.ts'

/** Weekdays of ISO 8601 in their order, Monday first, as tables and forms write them. */
export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** "Sat Sun". */
export const writeWeekdays = (days: readonly number[]): string =>
  [...days]
    .sort()
    .map((day) => weekdayNames[day - 1]!.slice(0, 3))
    .join(' ')

/** Weekdays by name, beginning of a name, or number; or the word that is none. */
export function readWeekdays(text: string): { readonly days: number[] } | { readonly wrong: string } {
  const days = new Set<number>()
  for (const word of text.split(/[\s,;]+/).filter(Boolean)) {
    const named = weekdayNames.findIndex((name) => word.length > 2 && name.toLowerCase().startsWith(word.toLowerCase()))
    const day = /^[1-7]$/.test(word) ? Number(word) : named + 1
    if (day === 0) return { wrong: word.slice(0, 40) }
    days.add(day)
  }
  return { days: [...days].sort() }
}

/** Dates a text may hold. */
const mostDates = 2000

/** Dates, three or more in a row as an interval of ISO 8601: "2027-05-01 2027-12-24/2027-12-31". */
export function writeDates(dates: readonly string[], separator = ' '): string {
  const rows: string[][] = []
  for (const date of [...new Set(dates)].sort()) {
    const row = rows.at(-1)
    if (row && addDays(row.at(-1)!, 1) === date) row.push(date)
    else rows.push([date])
  }
  return rows.flatMap((row) => (row.length < 3 ? row : [`${row[0]}/${row.at(-1)}`])).join(separator)
}

const date = String.raw`(\d{4}-\d\d-\d\d)`
const range = new RegExp(`^${date}(?:/${date})?$`)
const isDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** Dates and intervals in their order; or the part that is none, and what is wrong with it. */
export function readDates(text: string): { readonly dates: string[] } | { readonly wrong: string } {
  const dates = new Set<string>()
  const parts = text.replace(/\s*(?:\/|–|\bto\b)\s*(?=\d)/g, '/').split(/[\s,;]+/)
  for (const part of parts.filter(Boolean)) {
    const [, first, last = first] = range.exec(part) ?? []
    if (!first || !last || !isDate(first) || !isDate(last) || last < first) return { wrong: part.slice(0, 40) }
    for (let day = first; day <= last; day = addDays(day, 1)) {
      dates.add(day)
      if (dates.size > mostDates) return { wrong: `more than ${mostDates} days` }
    }
  }
  return { dates: [...dates].sort() }
}
