import { delimiters } from './shape.ts'

/**
 * The cells of a row. A quote means something at the start of a cell and inside of a quoted one, where two stand for
 * one; text behind the closing quote is kept.
 */
export function cellsOf(row: string, delimiter: string, quote: string): string[] {
  if (quote === '' || !row.includes(quote)) return row.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (row.startsWith(quote, at)) {
      at += 1
      for (;;) {
        const close = row.indexOf(quote, at)
        if (close === -1) {
          cell += row.slice(at)
          at = row.length
          break
        }
        cell += row.slice(at, close)
        at = close + 1
        if (!row.startsWith(quote, at)) break
        cell += quote
        at += 1
      }
    }
    const end = row.indexOf(delimiter, at)
    cells.push(cell + (end === -1 ? row.slice(at) : row.slice(at, end)))
    if (end === -1) return cells
    at = end + delimiter.length
  }
}

/** The delimiter that parts the first row of a table into most cells; a comma where none does. */
export function likeliestDelimiter(row: string, quote: string): string {
  const counted = Object.values(delimiters).map((delimiter) => ({
    delimiter,
    cells: cellsOf(row, delimiter, quote).length,
  }))
  return counted.reduce((best, one) => (one.cells > best.cells ? one : best)).delimiter
}
