import { DELIMITER, ESCAPE, FIELD_TERMINATOR, isIndicator, isLetterOrDigit } from './layout.ts'
import { hasHigh, summarize } from './words.ts'

/** What is remarkable about a field, as bits. */
export const HIGH = 1
export const ESCAPED = 2
export const IRREGULAR = 4

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
   * Looks for what is remarkable in the data of the fields, whose places are known; `view` is over `bytes`. False if a
   * terminator stands inside a field. Most records are plain, which their bytes prove all together, four at a time.
   */
  survey(bytes: Uint8Array, view: DataView): boolean {
    const { count, starts, ends } = this
    const from = starts[0]!
    const to = ends[count - 1]! + 1
    const delimiters = this.delimiterStarts[count]!
    const sum = summarize(bytes, view, from, to)
    if (sum.controls !== count + delimiters) return this.#surveyBytes(bytes)
    if (sum.high) {
      this.remarks |= HIGH
      for (let i = 0; i < count; i++) if (hasHigh(bytes, view, starts[i]!, ends[i]!)) this.fieldRemarks[i]! |= HIGH
    }
    return true
  }

  #surveyBytes(bytes: Uint8Array): boolean {
    for (let i = 0; i < this.count; i++) {
      let remarks = 0
      for (let at = this.starts[i]!; at < this.ends[i]!; at++) {
        const byte = bytes[at]!
        if (byte === FIELD_TERMINATOR) return false
        if (byte >= 0x80) remarks |= HIGH
        else if (byte === ESCAPE) remarks |= ESCAPED
        else if (byte < 0x20 && byte !== DELIMITER) remarks |= IRREGULAR
      }
      this.fieldRemarks[i]! |= remarks
      this.remarks |= remarks
    }
    return true
  }

  /** Whether the i-th field, whose place is known, begins as the format wants it and has such subfield codes. */
  isRegular(bytes: Uint8Array, i: number, control: boolean): boolean {
    const start = this.starts[i]!
    const first = this.delimiterStarts[i]!
    const last = this.delimiterStarts[i + 1]!
    if (control) return first === last && this.ends[i]! > start
    if (first === last || this.delimiters[first] !== start + 2) return false
    if (!isIndicator(bytes[start]!) || !isIndicator(bytes[start + 1]!)) return false
    for (let k = first; k < last; k++) if (!isLetterOrDigit(bytes[this.delimiters[k]! + 1]!)) return false
    return true
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
      } else if (byte === ESCAPE) remarks |= ESCAPED
      else if (byte < 0x20) remarks |= IRREGULAR
    }
    if (high & 0x80) remarks |= HIGH
    this.starts[count] = start
    this.ends[count] = end
    this.tags[count] = tag
    this.delimiterStarts[count + 1] = next
    if (!this.isRegular(bytes, count, control)) remarks |= IRREGULAR
    this.fieldRemarks[count] = remarks
    this.remarks |= remarks
    this.count = count + 1
  }
}
