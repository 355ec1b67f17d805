import type { Directory, Entry } from './directory.ts'
import { DELIMITER, FIELD_TERMINATOR } from './layout.ts'

/** Data between two field terminators: `[start, end)`, terminator excluded. */
export interface Segment {
  readonly start: number
  readonly end: number
  /** `data` is shaped like a data field: two indicators, then a delimiter; `control` has no delimiter at all. */
  readonly shape: 'data' | 'control' | 'other'
  readonly blank: boolean
}

/** The data between terminators in `[from, to)`. */
export function segmentsOf(bytes: Buffer, from: number, to: number): Segment[] {
  const segments: Segment[] = []
  let at = from
  while (at < to) {
    const terminator = bytes.subarray(at, to).indexOf(FIELD_TERMINATOR)
    const end = terminator < 0 ? to : at + terminator
    segments.push(segmentOf(bytes, at, end))
    at = end + 1
  }
  return segments
}

function segmentOf(bytes: Buffer, start: number, end: number): Segment {
  let blank = true
  let delimited = false
  let first = start
  // No field begins with these: something put a line end or a NUL behind every terminator
  while (first < end && (bytes[first] === 0x0a || bytes[first] === 0x0d || bytes[first] === 0)) first++
  for (let at = first; at < end; at++) {
    if (bytes[at]! > 0x20) blank = false
    if (bytes[at] === DELIMITER) delimited = true
    if (delimited && !blank) break
  }
  const data = first + 3 <= end && bytes[first + 2] === DELIMITER
  return { start: first, end, shape: data ? 'data' : delimited ? 'other' : 'control', blank: blank && !delimited }
}

/** Part of the data fields that must be shaped as such before lengths are believed without terminators. */
const BELIEVED = 0.7

/**
 * The data of a record whose field terminators are all gone: replaced by another character, or lost so that each field
 * is one byte shorter than its entry says. Undefined where neither gives fields shaped like fields.
 */
export function segmentsByLength(bytes: Buffer, { entries, base, end }: Directory, to: number): Segment[] | undefined {
  const ways = [
    cutByLength(bytes, entries, base, to, 0),
    cutByLength(bytes, entries, base, to, 1),
    cutByLength(bytes, entries, end, to, 1),
  ]
  return ways.find((segments) => {
    const data = segments.filter((_, i) => !entries[i]!.tag.startsWith('00'))
    return data.length > 0 && data.filter(({ shape }) => shape === 'data').length >= BELIEVED * data.length
  })
}

function cutByLength(bytes: Buffer, entries: readonly Entry[], base: number, to: number, lost: number): Segment[] {
  return entries.map(({ start, length }, i) => {
    const from = Math.min(to, base + Math.max(0, start) - i * lost)
    return segmentOf(bytes, from, Math.max(from, Math.min(to, from + length - 1)))
  })
}
