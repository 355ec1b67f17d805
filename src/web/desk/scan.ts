import { printable } from '../text.ts'

/** What stands before the numbers we print, so that nobody takes a card for a book: item, patron, request. */
const prefixes = /^[IPR]-(?=.)/i

/** The longest number worth looking for. */
const longest = 100

/**
 * The numbers that a scanner's, or somebody's, input can mean, likeliest first: as it came, without our prefix, in
 * capitals. Control characters that scanners send along are taken off. None where nothing was scanned.
 */
export function numbersIn(scanned: string): string[] {
  const text = printable(scanned).replace(/\s+/g, ' ').trim().slice(0, longest)
  if (text === '') return []
  const bare = text.replace(prefixes, '')
  return [...new Set([text, bare, text.toUpperCase(), bare.toUpperCase()])]
}
