import { DELIMITER, ESCAPE, isIndicator, isLetterOrDigit } from './layout.ts'

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

  /** Whether one of the fields is a data field. */
  hasData(): boolean {
    return this.tags.slice(0, this.count).some((tag) => !tag.startsWith('00'))
  }

  /**
   * Adds the field at `[start, end)` and looks at each of its bytes once. False where a record or field terminator is
   * among them: then the field is not what it was taken for, and nothing is added unless `anyway`. `delimiter` is the
   * byte before subfield codes, where it is not what it should be.
   */
  add(bytes: Uint8Array, tag: string, start: number, end: number, anyway = false, delimiter = DELIMITER): boolean {
    const { delimiters, count } = this
    let next = this.delimiterStarts[count]!
    const first = next
    let high = 0
    let remarks = 0
    const data = !tag.startsWith('00')
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      high |= byte
      if (byte >= 0x20 && byte !== delimiter) continue
      if (byte === delimiter && data) {
        delimiters[next++] = at
        if (!isLetterOrDigit(bytes[at + 1]!)) remarks |= IRREGULAR
      } else if (byte === ESCAPE) remarks |= ESCAPED
      else if (!anyway && (byte === 0x1d || byte === 0x1e)) return false
      else remarks |= IRREGULAR
    }
    if (high & 0x80) remarks |= HIGH
    if (end <= start) remarks |= IRREGULAR
    else if (
      data &&
      (delimiters[first] !== start + 2 ||
        next === first ||
        !isIndicator(bytes[start]!) ||
        !isIndicator(bytes[start + 1]!))
    )
      remarks |= IRREGULAR
    this.tags[count] = tag
    this.starts[count] = start
    this.ends[count] = end
    this.fieldRemarks[count] = remarks
    this.delimiterStarts[count + 1] = next
    this.remarks |= remarks
    this.count = count + 1
    return true
  }
}
