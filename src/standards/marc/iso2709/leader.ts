import { digits, isLetterOrDigit, LEADER_LENGTH } from './layout.ts'
import { fourPrintable } from './words.ts'

/**
 * Printable ASCII, two indicators, subfield codes of two characters, entries of 3 + 4 + 5 + 0 (MARC 21, "Leader"). The
 * last character has no meaning, and many systems put something else than 0 there.
 */
export function hasRegularLeader(view: DataView, start: number): boolean {
  for (let at = start; at < start + LEADER_LENGTH; at += 4) if (!fourPrintable(view, at)) return false
  return (
    view.getUint16(start + 10) === 0x3232 && view.getUint16(start + 20) === 0x3435 && view.getUint8(start + 22) === 0x30
  )
}

/** Whether a leader may begin at `at`: at least two of its four fixed marks are there. Damaged leaders pass too. */
export function maybeLeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + LEADER_LENGTH > end) return false
  let marks = 0
  if (digits(bytes, at, 5) >= 0) marks++
  if (digits(bytes, at + 12, 5) >= 0) marks++
  if (bytes[at + 10] === 0x32 && bytes[at + 11] === 0x32) marks++
  if (bytes[at + 20] === 0x34 && bytes[at + 21] === 0x35) marks++
  return marks >= 2
}

/** Bytes that `surelyLeader` looks at: a leader and one directory entry. */
export const SURE_LENGTH = LEADER_LENGTH + 12

/** Whether a leader and a first directory entry stand at `at`, beyond reasonable doubt. */
export function surelyLeader(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    at + SURE_LENGTH <= end &&
    bytes[at + 20] === 0x34 &&
    bytes[at + 21] === 0x35 &&
    bytes[at + 10] === 0x32 &&
    bytes[at + 11] === 0x32 &&
    // The type of record is a letter, or blank: so a directory, all digits, is not taken for leaders
    (bytes[at + 6]! < 0x30 || bytes[at + 6]! > 0x39) &&
    digits(bytes, at, 5) >= 0 &&
    digits(bytes, at + 12, 5) >= 0 &&
    isLetterOrDigit(bytes[at + 24]!) &&
    isLetterOrDigit(bytes[at + 25]!) &&
    isLetterOrDigit(bytes[at + 26]!) &&
    digits(bytes, at + 27, 9) >= 0
  )
}

const entryMap = Buffer.from('45')

/** The first position in `[from, to)` where a leader surely begins, or -1. `to` bounds the leader and its first entry. */
export function findLeader(bytes: Buffer, from: number, to: number): number {
  for (let map = bytes.indexOf(entryMap, from + 20); map >= 0 && map < to; map = bytes.indexOf(entryMap, map + 1))
    if (surelyLeader(bytes, map - 20, to)) return map - 20
  return -1
}
