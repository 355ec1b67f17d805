import { DELIMITER, ESCAPE, FIELD_TERMINATOR, isIndicator, isLetterOrDigit } from './layout.ts'

/** What is remarkable about a field, as bits. */
export const HIGH = 1
export const ESCAPED = 2
export const IRREGULAR = 4

const HIGH_BITS = 0x80808080 | 0

/** The last one to three bytes, with blanks behind them. */
function lastWord(bytes: Uint8Array, at: number, to: number): number {
  let word = 0x20202020
  for (let k = 0; at + k < to; k++) word = (word & ~(0xff << (8 * k))) | (bytes[at + k]! << (8 * k))
  return word
}

/**
 * Where the fields of a record and their subfields are, before any text is made. The arrays are reused from record to
 * record: only the first `count` entries hold.
 */
export class Outline {
  count = 0
  /** Bits of all fields together. */
  remarks = 0
  /** Indicators of a data field: 2, or none where the leader says so. */
  indicators: 0 | 2 = 2
  readonly tags: string[] = []
  readonly starts: number[] = []
  /** Behind the last byte of data: at the terminator, where there is one. */
  readonly ends: number[] = []
  readonly fieldRemarks: number[] = []
  /** The delimiters of field i are `delimiters[delimiterStarts[i] .. delimiterStarts[i + 1])`, as positions. */
  readonly delimiterStarts: number[] = [0]
  readonly delimiters: number[] = []

  clear(): void {
    this.count = 0
    this.remarks = 0
    this.indicators = 2
  }

  /**
   * Finds the fields of `[from, to)` by their terminators alone; tags are still to come, by `identify`. `view` is over
   * `bytes`. Four bytes are looked at at once, and one by one only those that may be control characters: this loop is a
   * third of the cost of reading a record.
   */
  scan(bytes: Uint8Array, view: DataView, from: number, to: number): void {
    this.clear()
    const { delimiters, delimiterStarts, starts, ends, fieldRemarks } = this
    let count = 0
    let delimiterCount = 0
    let fieldStart = from
    /** Bytes of the field so far, or-ed together four by four. */
    let seen = 0
    let remarks = 0
    let all = 0
    for (let at = from; at < to; at += 4) {
      const word = at + 4 <= to ? view.getInt32(at, true) : lastWord(bytes, at, to)
      let ofField = word
      // Marks bytes below 20 by their highest bit; a blank behind one may be marked too
      let low = (word - 0x20202020) & ~word & HIGH_BITS
      while (low !== 0) {
        const shift = 24 - Math.clz32(low & -low)
        low &= low - 1
        const place = at + (shift >> 3)
        const byte = (word >>> shift) & 0xff
        if (byte >= 0x20) continue
        if (byte === DELIMITER) {
          delimiters[delimiterCount++] = place
          if (!isLetterOrDigit(bytes[place + 1]!)) remarks |= IRREGULAR
        } else if (byte === FIELD_TERMINATOR) {
          const before = (1 << shift) - 1
          if ((seen | (ofField & before)) & HIGH_BITS) remarks |= HIGH
          starts[count] = fieldStart
          ends[count] = place
          fieldRemarks[count] = remarks
          delimiterStarts[++count] = delimiterCount
          all |= remarks
          fieldStart = place + 1
          seen = 0
          ofField = word & ~before
          remarks = 0
        } else remarks |= byte === ESCAPE ? ESCAPED : IRREGULAR
      }
      seen |= ofField
    }
    this.count = count
    this.remarks = all
  }

  /** Says which field the i-th is, which decides what is regular in it. */
  identify(bytes: Uint8Array, i: number, tag: string, control: boolean): void {
    this.tags[i] = tag
    const start = this.starts[i]!
    const first = this.delimiterStarts[i]!
    const delimited = this.delimiterStarts[i + 1]! > first
    const regular = control
      ? !delimited && this.ends[i]! > start
      : delimited &&
        this.delimiters[first] === start + 2 &&
        isIndicator(bytes[start]!) &&
        isIndicator(bytes[start + 1]!)
    if (regular) return
    this.fieldRemarks[i]! |= IRREGULAR
    this.remarks |= IRREGULAR
  }

  /**
   * Adds the field at `[start, end)`, whatever is in it. `delimiter` is the byte before subfield codes, where it is not
   * what it should be.
   */
  add(bytes: Uint8Array, tag: string, start: number, end: number, delimiter = DELIMITER): void {
    const { count } = this
    const control = tag.startsWith('00')
    let next = this.delimiterStarts[count]!
    let high = 0
    let remarks = 0
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      high |= byte
      if (byte === delimiter && !control) {
        this.delimiters[next++] = at
        if (!isLetterOrDigit(bytes[at + 1]!)) remarks |= IRREGULAR
      } else if (byte === ESCAPE) remarks |= ESCAPED
      else if (byte < 0x20) remarks |= IRREGULAR
    }
    if (high & 0x80) remarks |= HIGH
    this.starts[count] = start
    this.ends[count] = end
    this.fieldRemarks[count] = remarks
    this.delimiterStarts[count + 1] = next
    this.remarks |= remarks
    this.count = count + 1
    this.identify(bytes, count, tag, control)
  }
}
