import { z } from 'zod'

/** What kind of symbol a bare one is taken for. */
const usual = 'ISIL'
const longest = 60

/**
 * The symbol of a library as `TYPE:value`, the type in capitals: `gb-ukoxu` becomes `ISIL:gb-ukoxu`. Two that differ in
 * case alone name one library. An ISIL (ISO 15511) may hold a colon itself, but behind its first hyphen only.
 */
export function normaliseSymbol(text: string): string {
  const symbol = text.trim()
  const [, type, value] = /^([a-z][a-z0-9]*)\s*:\s*(.*)$/is.exec(symbol) ?? []
  return type === undefined ? `${usual}:${symbol}` : `${type.toUpperCase()}:${value}`
}

/** The part behind the type. */
export const symbolValue = (symbol: string): string => symbol.slice(symbol.indexOf(':') + 1)

/** What is wrong with a normalised symbol, or undefined. */
export function symbolComplaint(symbol: string): string | undefined {
  const value = symbolValue(symbol)
  if (value === '') return 'Give the library’s symbol, such as an ISIL: GB-UkOxU.'
  if (symbol.length > longest) return `Use at most ${longest} characters.`
  // Case is folded here and in the database alike: of other letters they have different ideas.
  if (/[^\x21-\x7e]/.test(value)) return 'A symbol has no blanks in it, and no letters beyond A to Z.'
  if (symbol.startsWith(`${usual}:`) && !/^[a-z0-9]{1,4}-[a-z0-9:/-]{1,11}$/i.test(value))
    return 'An ISIL looks like GB-UkOxU. For a symbol of another kind write the kind first, as in OCLC:OXU.'
  return undefined
}

/** A symbol as it is written somewhere, made whole and checked. */
export const LibrarySymbol = z
  .string()
  .max(200, `Use at most ${longest} characters.`)
  .transform(normaliseSymbol)
  .check(({ value, issues }) => {
    const message = symbolComplaint(value)
    if (message) issues.push({ code: 'custom', input: value, message })
  })
