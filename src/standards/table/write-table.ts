/** What spreadsheets take for a formula, however many apostrophes stand before it. */
const formula = /^'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/
const fused = /^'+\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/

/** A text that no spreadsheet calculates: an apostrophe tells it not to. */
export const defused = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** The text as it was before `defused`. */
export const restored = (text: string): string => (fused.test(text) ? text.slice(1) : text)

/** A row of a CSV file (RFC 4180). Texts are defused, numbers are not. */
export const csvRow = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(defused(cell.replaceAll('\0', ''))))).join(',')}\r\n`

const quoted = (text: string): string => (/[",';\t\r\n|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
