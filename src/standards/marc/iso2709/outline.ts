import { DELIMITER, ESCAPE, FIELD_TERMINATOR, isIndicator, isLetterOrDigit } from './layout.ts'

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
   * Finds the fields of `[from, to)` by their terminators alone; tags are still to come, by `identify`. `view` is over
   * `bytes`. Four bytes are looked at at once, and one by one only where a control character or a byte above 7F is
   * among them: this loop is half the cost of reading a record.
   */
  scan(bytes: Uint8Array, view: DataView, from: number, to: number): void {
    this.clear()
    const { delimiters, delimiterStarts, starts, ends, fieldRemarks } = this
    let count = 0
    let delimiterCount = 0
    let fieldStart = from
    let high = 0
    let remarks = 0
    let all = 0
    let at = from
    while (at < to) {
      let stop = to
      if (at + 4 <= to) {
        const word = view.getInt32(at, true)
        if (((((word - 0x20202020) & ~word) | word) & 0x80808080) === 0) {
          at += 4
          continue
        }
        stop = at + 4
      }
      for (; at < stop; at++) {
        const byte = bytes[at]!
        high |= byte
        if (byte >= 0x20) continue
        if (byte === DELIMITER) {
          delimiters[delimiterCount++] = at
          if (!isLetterOrDigit(bytes[at + 1]!)) remarks |= IRREGULAR
        } else if (byte === FIELD_TERMINATOR) {
          if (high & 0x80) remarks |= HIGH
          starts[count] = fieldStart
          ends[count] = at
          fieldRemarks[count] = remarks
          delimiterStarts[++count] = delimiterCount
          all |= remarks
          fieldStart = at + 1
          high = 0
          remarks = 0
        } else remarks |= byte === ESCAPE ? ESCAPED : IRREGULAR
      }
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
