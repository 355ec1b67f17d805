import { pipeline } from 'node:stream/promises'
import { csvRow } from '../standards/table/index.ts'
import type { Exchange } from './route.ts'

/** Rows of a file of a list; the page says so where there are more. */
export const mostInFile = 50_000
/** Rows that are fetched at a time. */
export const atOnceInFile = 500

/** A column of a file: its head, and what stands in it. */
export type CsvColumn<Row> = readonly [head: string, cell: (row: Row) => string]

/**
 * Sends a list as a CSV file in UTF-8, piece by piece: spreadsheets calculate nothing in it.
 * @param name of the file, without its ending
 * @param pages its rows; what is more than `mostInFile` is left out
 */
export async function sendCsv<Row>(
  { res, signal }: Pick<Exchange, 'res' | 'signal'>,
  name: string,
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): Promise<void> {
  res.attachment(`${name}.csv`).type('text/csv; charset=utf-8').set('Cache-Control', 'private, no-store')
  await pipeline(
    async function* () {
      // The mark tells spreadsheets that it is UTF-8.
      yield `\ufeff${csvRow(columns.map(([head]) => head))}`
      let left = mostInFile
      for await (const rows of pages) {
        yield rows
          .slice(0, left)
          .map((row) => csvRow(columns.map(([, cell]) => cell(row))))
          .join('')
        left -= rows.length
        if (left <= 0) return
      }
    },
    res,
    { signal },
  )
}
