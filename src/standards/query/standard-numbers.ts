/**
 * Standard numbers as people type or scan them, cleaned for a query. Nothing is refused: what does not look like the
 * number is searched as typed.
 */

/**
 * The forms an ISBN is catalogued under: 13 digits, then 10 where it has them. Records made before 2007 carry the
 * short form only, and most targets compare characters.
 */
export function isbnForms(typed: string): readonly string[] {
  const run = /\d[\dXx\s.\p{Pd}]*/u
    .exec(typed)?.[0]
    .replace(/[^\dXx]/g, '')
    .toUpperCase()
  if (run === undefined) return [typed.trim()]
  if (isIsbn10(run)) return [isbn13(`978${run.slice(0, 9)}`), run]
  if (isIsbn13(run) && run.startsWith('978')) return [run, isbn10(run.slice(3, 12))]
  return [run]
}

/** The forms an ISSN is catalogued under: with its hyphen, then, as some servers index it, without. */
export function issnForms(typed: string): readonly string[] {
  const match = /(\d{4})\s*\p{Pd}?\s*(\d{3}[\dXx])/u.exec(typed)
  if (!match) return [typed.trim()]
  const [first, last] = [match[1]!, match[2]!.toUpperCase()]
  return [`${first}-${last}`, first + last]
}

/**
 * The forms an LCCN is catalogued under: as the Library of Congress normalises it (no blanks, no suffix after a slash, the
 * serial part of six digits), then as typed, which is how records have it.
 */
export function lccnForms(typed: string): readonly string[] {
  const raw = typed.trim().replace(/\s+/g, ' ')
  const [stem] = raw.replace(/\s/g, '').split('/') as [string]
  const match = /^([A-Za-z]*\d+)-(\d{1,6})$/.exec(stem)
  const form = match ? match[1]!.toLowerCase() + match[2]!.padStart(6, '0') : stem || raw
  return form === raw ? [form] : [form, raw]
}

/** A year: the four digits where there is exactly one such group, as in "c2001" or "[1999]". */
export function yearForm(typed: string): string {
  const years = typed.match(/(?<!\d)\d{4}(?!\d)/g)
  return years?.length === 1 ? years[0] : typed.trim()
}

/**
 * A span of years, as in "1969-1975", "1969–75", "1969-" (and later) or "-1975" (and before); undefined for anything else.
 * Years the wrong way round are put right. Two digits below those of the first year may be a month: they end no span.
 */
export function yearSpan(typed: string): { readonly from?: string; readonly to?: string } | undefined {
  const match = /^(\d{4})?\s*(?:\p{Pd}|\.\.+)\s*(\d{4}|\d{2})?$/u.exec(typed.trim())
  const [, from, end] = match ?? []
  if (from === undefined) return end?.length === 4 ? { to: end } : undefined
  if (end === undefined) return { from }
  const to = from.slice(0, from.length - end.length) + end
  if (from <= to) return { from, to }
  return end.length === 4 ? { from: to, to: from } : undefined
}

/** A Dewey class without the marks at which its number may be cut short: `823/.914` is written `823.914`. */
export const deweyForm = (typed: string): string =>
  typed
    .trim()
    .replace(/^ddc\s*(?=\d)/i, '')
    .replace(/(?<=\d)[/'′](?=[.\d])/g, '')

function isIsbn10(text: string): boolean {
  return /^\d{9}[\dX]$/.test(text) && isbn10(text.slice(0, 9)) === text
}

function isIsbn13(text: string): boolean {
  return /^97[89]\d{10}$/.test(text) && isbn13(text.slice(0, 12)) === text
}

function isbn10(nine: string): string {
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0)
  const check = (11 - (sum % 11)) % 11
  return nine + (check === 10 ? 'X' : check)
}

function isbn13(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1), 0)
  return twelve + ((10 - (sum % 10)) % 10)
}
