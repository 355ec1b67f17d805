import type { Decoded, Source } from '../../../standards/marc/index.ts'
import { type TableEncoding, type TableRow, TableRows, textForm } from '../../../standards/table/index.ts'
import { columnsOf } from './columns.ts'
import { type TableMapping, tableForm } from './mapping.ts'
import { type ItemField, type RowContext, recordOfRow } from './row-record.ts'

export interface TableOptions {
  readonly mapping: TableMapping
  /** Instead of the mapping's. */
  readonly encoding?: TableEncoding | undefined
  readonly items?: ItemField | undefined
  /** Day of entry, YYYY-MM-DD. */
  readonly entered: string
  readonly agency?: string | undefined
}

/** A row that makes no record. */
export interface RejectedRow {
  readonly rejected: true
  readonly reason: string
  readonly ordinal: number
  readonly offset: number
  readonly raw: Uint8Array
}

/**
 * Reads a CSV or TSV file as brief records, in constant memory: the rows that end in a chunk together. Rows without
 * anything in them are passed over and not counted; nor is the first one where it names the columns.
 * @throws Problem import-columns-missing
 */
export async function* readTable(
  source: Source,
  options: TableOptions,
): AsyncGenerator<readonly (Decoded | RejectedRow)[]> {
  const reader = new TableReader(options)
  for await (const chunk of source) yield reader.push(chunk)
  yield reader.end()
}

/**
 * Looks at the beginning of a table.
 * @throws Problem import-columns-missing when it does not have the columns
 */
export function checkTable(head: Uint8Array, options: TableOptions): void {
  const reader = new TableReader(options)
  reader.push(head)
  reader.end()
}

/**
 * Reads single rows of a table anew, given its beginning: the first row at least, and what shows how it is to be cut.
 * Undefined for the row that names the columns.
 */
export function tableRowReader(
  head: Uint8Array,
  options: TableOptions,
): (row: Uint8Array) => Decoded | RejectedRow | undefined {
  const reader = new TableReader(options)
  reader.push(head)
  reader.end()
  return (row) => reader.row(row)
}

/** Bytes up to the first row that is a record: a mark and the names of the columns. */
export function tableHeadLength(head: Uint8Array, options: TableOptions): number {
  const reader = new TableReader(options)
  const [first] = [...reader.push(head), ...reader.end()]
  return first?.offset ?? head.length
}

/** A line end, as wide as the table's characters. */
export function tableLineEnd(head: Uint8Array, { mapping, encoding }: TableOptions): Buffer {
  const { width, littleEndian } = textForm(head, encoding ?? mapping.encoding)
  const end = Buffer.from('\r\n', width === 1 ? 'latin1' : 'utf16le')
  return width === 1 || littleEndian ? end : end.swap16()
}

class TableReader {
  readonly #options: TableOptions
  readonly #rows: TableRows
  #context: RowContext | undefined
  #ordinal = 0

  constructor(options: TableOptions) {
    this.#options = options
    this.#rows = new TableRows(tableForm(options.mapping, options.encoding))
  }

  push(chunk: Uint8Array): (Decoded | RejectedRow)[] {
    return this.#records(this.#rows.push(chunk))
  }

  end(): (Decoded | RejectedRow)[] {
    return this.#records(this.#rows.end())
  }

  row(bytes: Uint8Array): Decoded | RejectedRow | undefined {
    const row = this.#rows.row(bytes)
    return row && this.#record(row)
  }

  #records(rows: readonly TableRow[]): (Decoded | RejectedRow)[] {
    return rows.flatMap((row) => this.#record(row) ?? [])
  }

  #record({ offset, raw, cells, encoding, lossy, fault }: TableRow): Decoded | RejectedRow | undefined {
    const { mapping } = this.#options
    if (!this.#context) {
      const { items, entered, agency } = this.#options
      this.#context = { mapping, columns: columnsOf(mapping, cells), items, entered, agency }
      if (mapping.header) return undefined
    }
    const ordinal = ++this.#ordinal
    const refuse = (reason: string): RejectedRow => ({ rejected: true, reason, ordinal, offset, raw })
    if (fault === 'too-long') return refuse('the row is longer than the longest that is read')
    if (fault === 'quote-open') return refuse('a quote in this row is never closed')
    const record = recordOfRow(cells, this.#context)
    if (!record) return refuse('the row has no title')
    const lossyFields = lossy ? record.fields.filter(isLossy).map(([tag]) => tag) : []
    return {
      record,
      encoding,
      lossy: lossyFields.length > 0,
      lossyFields: [...new Set(lossyFields)],
      diagnostics: [],
      ordinal,
      offset,
      raw,
    }
  }
}

const isLossy = (field: readonly string[]): boolean => field.some((part) => part.includes('\ufffd'))
