import type { Encoding } from '../marc/index.ts'
import { cellsOf, likeliestDelimiter } from './cells.ts'
import { type RawRow, RowSplitter } from './row-splitter.ts'
import { largestRow, type TableEncoding } from './shape.ts'
import { type TextForm, textForm } from './text-form.ts'

export interface TableForm {
  /** Undefined where it is to be found out. */
  readonly delimiter?: string | undefined
  /** "" where quotes are text like any other. */
  readonly quote: string
  readonly encoding?: TableEncoding | undefined
}

/** A row with something in it. */
export interface TableRow {
  /** Of its beginning, from 1. */
  readonly line: number
  /** Byte at which it begins. */
  readonly offset: number
  readonly raw: Uint8Array
  readonly cells: readonly string[]
  readonly encoding: Encoding
  readonly lossy: boolean
  readonly fault?: RawRow['fault']
}

/** Bytes of a beginning that shows how the rest is to be cut. */
const enoughToJudge = 4096
const delimiterLine = /^sep=([^\r\n])$/i

/**
 * Cuts a CSV or TSV file into rows of cells (RFC 4180, and what spreadsheets make of it), in constant memory. Rows
 * without anything in them are left out; so is a first line "sep=;".
 */
export class TableRows {
  readonly #shape: TableForm
  #head: Uint8Array = new Uint8Array()
  #begun: { readonly form: TextForm; readonly splitter: RowSplitter; readonly delimiter: string } | undefined
  #line = 1
  #any = false

  constructor(shape: TableForm) {
    this.#shape = shape
  }

  /** The rows that end in this chunk. */
  push(chunk: Uint8Array): TableRow[] {
    if (this.#begun) return this.#read(this.#begun.splitter.push(chunk))
    this.#head = Buffer.concat([this.#head, chunk])
    return this.#head.length < enoughToJudge ? [] : this.#begin()
  }

  /** The last row, where no line end follows it. */
  end(): TableRow[] {
    const first = this.#begun ? [] : this.#begin()
    return [...first, ...this.#read(this.#begun!.splitter.end())]
  }

  /** One row anew, once the beginning was pushed. */
  row(bytes: Uint8Array): TableRow | undefined {
    return this.#read([{ offset: 0, bytes }])[0]
  }

  #begin(): TableRow[] {
    const { quote, encoding } = this.#shape
    const form = textForm(this.#head, encoding)
    const delimiter = this.#shape.delimiter ?? this.#likeliest(form)
    const splitter = new RowSplitter({ ...form, delimiter, quote, limit: largestRow })
    this.#begun = { form, splitter, delimiter }
    return this.#read(splitter.push(this.#head))
  }

  /** As a line "sep=;" says, which some spreadsheets look for; or by the first row that says anything. */
  #likeliest(form: TextForm): string {
    const lines = form.decode(this.#head.subarray(form.mark, form.mark + largestRow)).text.split(/[\r\n]+/)
    const first = lines.find((line) => line.trim() !== '') ?? ''
    return delimiterLine.exec(first)?.[1] ?? likeliestDelimiter(first, this.#shape.quote)
  }

  #read(rows: readonly RawRow[]): TableRow[] {
    const { form, delimiter } = this.#begun!
    return rows.flatMap(({ offset, bytes: raw, fault }): TableRow[] => {
      const { text, encoding, lossy } = form.decode(raw)
      const line = this.#line
      this.#line += 1 + (text.match(/\r\n|\r|\n/g)?.length ?? 0)
      const cells = cellsOf(text, delimiter, this.#shape.quote)
      if (cells.every((cell) => cell.trim() === '')) return []
      const isFirst = !this.#any
      this.#any = true
      if (isFirst && delimiterLine.test(text)) return []
      return [{ line, offset, raw, cells, encoding, lossy, ...(fault && { fault }) }]
    })
  }
}

/** The rows of a whole table, in commas or whatever else its first row is parted by. */
export function readTableRows(bytes: Uint8Array, form: TableForm = { quote: '"' }): TableRow[] {
  const rows = new TableRows(form)
  return [...rows.push(bytes), ...rows.end()]
}
