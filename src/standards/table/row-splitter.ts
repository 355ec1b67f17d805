import type { TextForm } from './text-form.ts'

/** The bytes of a row, its line end left out. */
export interface RawRow {
  readonly offset: number
  readonly bytes: Uint8Array
  /** A row beyond the limit has its beginning only; one whose quote is never closed ends with its line. */
  readonly fault?: 'too-long' | 'quote-open'
}

export interface RowShape extends Pick<TextForm, 'width' | 'littleEndian' | 'mark'> {
  readonly delimiter: string
  /** "" where quotes are text like any other. */
  readonly quote: string
  /** Bytes of a row. */
  readonly limit: number
}

const [lf, cr] = [0x0a, 0x0d]

/** Where the next character stands: a quote means something at the start of a cell and inside of a quoted one only. */
type State = 'start' | 'plain' | 'quoted' | 'closed'

/**
 * Cuts chunks of bytes into the rows of a table. A line end ends a row, unless it stands between quotes. A quote that
 * is never closed costs its own line, not the rest of the file.
 */
export class RowSplitter {
  readonly #shape: RowShape
  readonly #delimiter: number
  readonly #quote: number
  #held: Buffer = Buffer.alloc(0)
  /** Of the first byte held. */
  #offset = 0
  /** Bytes held that were looked at. */
  #seen = 0
  #state: State = 'start'
  #started = false
  /** Whether the row before ended in CR: an LF right behind belongs to it. */
  #afterCr = false
  /** Whether what comes up to the next line end is the rest of a row beyond the limit. */
  #skipping = false

  constructor(shape: RowShape) {
    this.#shape = shape
    this.#delimiter = shape.delimiter.charCodeAt(0)
    this.#quote = shape.quote === '' ? -1 : shape.quote.charCodeAt(0)
  }

  /** The rows that end in this chunk. */
  push(chunk: Uint8Array): RawRow[] {
    this.#held = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk])
    if (!this.#started) {
      if (this.#held.length < this.#shape.mark) return []
      this.#started = true
      this.#drop(this.#shape.mark)
    }
    return this.#rows(false)
  }

  /** The last row, where no line end follows it. */
  end(): RawRow[] {
    return this.#rows(true)
  }

  #rows(atEnd: boolean): RawRow[] {
    const rows: RawRow[] = []
    for (;;) {
      const found = this.#lineEnd()
      if (found !== undefined) {
        if (!this.#skipping) rows.push({ offset: this.#offset, bytes: this.#held.subarray(0, found) })
        this.#pass(found)
        continue
      }
      const isOver = this.#held.length > this.#shape.limit
      if (this.#state === 'quoted' && (atEnd || isOver) && this.#held.length > 0) {
        rows.push(this.#quoteOpen())
        continue
      }
      if (isOver) {
        if (!this.#skipping)
          rows.push({ offset: this.#offset, bytes: this.#held.subarray(0, this.#shape.limit), fault: 'too-long' })
        this.#skipping = true
        this.#drop(this.#seen)
      }
      if (atEnd && this.#held.length > 0 && !this.#skipping) {
        rows.push({ offset: this.#offset, bytes: this.#held })
        this.#drop(this.#held.length)
      }
      return rows
    }
  }

  /** Goes on looking at what is held; gives where the row ends, or undefined where it does not yet. */
  #lineEnd(): number | undefined {
    const { width } = this.#shape
    const held = this.#held
    let state = this.#state
    let at = this.#seen
    for (; at + width <= held.length; at += width) {
      const unit = this.#unit(at)
      if (at === 0 && this.#afterCr) {
        this.#afterCr = false
        if (unit === lf) {
          this.#drop(width)
          return this.#lineEnd()
        }
      }
      if (state === 'quoted') {
        if (unit === this.#quote) state = 'closed'
      } else if (unit === lf || unit === cr) {
        this.#state = state
        this.#seen = at
        return at
      } else if (unit === this.#delimiter) state = 'start'
      else if (unit === this.#quote && (state === 'start' || state === 'closed') && !this.#skipping) state = 'quoted'
      else if (state !== 'plain') state = 'plain'
    }
    this.#state = state
    this.#seen = at
    return undefined
  }

  #unit(at: number): number {
    const { width, littleEndian } = this.#shape
    const held = this.#held
    if (width === 1) return held[at]!
    return littleEndian ? held[at]! | (held[at + 1]! << 8) : (held[at]! << 8) | held[at + 1]!
  }

  /** Passes over a row and the line end behind it. */
  #pass(end: number): void {
    this.#afterCr = this.#unit(end) === cr
    this.#skipping = false
    this.#drop(end + this.#shape.width)
  }

  /** The line with the quote that is not closed; what follows is looked at anew. */
  #quoteOpen(): RawRow {
    const { width } = this.#shape
    let end = 0
    while (end + width <= this.#held.length && this.#unit(end) !== lf && this.#unit(end) !== cr) end += width
    const row: RawRow = { offset: this.#offset, bytes: this.#held.subarray(0, end), fault: 'quote-open' }
    if (end + width <= this.#held.length) this.#pass(end)
    else this.#drop(this.#held.length)
    return row
  }

  #drop(bytes: number): void {
    this.#held = this.#held.subarray(bytes)
    this.#offset += bytes
    this.#seen = 0
    this.#state = 'start'
  }
}
