import { digits, ENTRY_LENGTH, FIELD_TERMINATOR, LEADER_LENGTH, LONGEST_STATED, RECORD_TERMINATOR } from './layout.ts'
import { findLeader, maybeLeader, SURE_LENGTH, surelyLeader } from './leader.ts'

/** The largest record that is read, in bytes. */
export const RECORD_LIMIT = 1 << 20

/** What may stand between records without meaning anything: NUL, tab, line ends, end of file of old systems, blank. */
const filler = new Set([0x00, 0x09, 0x0a, 0x0d, 0x1a, 0x20])

/** Bytes that are looked at behind a terminator: the next leader, with some filler before it. */
const SEEN_BEHIND = LEADER_LENGTH + 64

/** Terminators inside one record that are put up with. */
const MOST_INNER_TERMINATORS = 16

/** Where the next leader begins at or behind `at`: behind filler, line ends and a byte order mark. */
export function skipFiller(bytes: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end && !maybeLeader(bytes, next, end)) {
    if (filler.has(bytes[next]!)) next++
    else if (bytes[next] === 0xef && bytes[next + 1] === 0xbb && bytes[next + 2] === 0xbf) next += 3
    else break
  }
  // A leader of blanks is not filler when its directory follows
  const directory = next - at >= LEADER_LENGTH && next + ENTRY_LENGTH <= end && digits(bytes, next + 3, 4) > 0
  return directory && digits(bytes, next + 7, 5) === 0 ? next - LEADER_LENGTH : next
}

/**
 * Where a record ends, or how many bytes must be there before that can be said (`orTerminator`: or a record terminator
 * more). `over` marks a record cut off at the limit.
 */
export type Cut =
  | { readonly end: number; readonly over?: boolean }
  | { readonly needed: number; readonly orTerminator?: boolean }

/**
 * Says where the damaged record at `start` ends: at its record terminator, in doubt the one that a new leader follows;
 * before a leader that surely begins inside it. `bytes` is what has come of the source; `final` says that no more will.
 * The answer does not depend on how much has come behind the record.
 */
export function cutRecord(bytes: Buffer, start: number, final: boolean): Cut {
  const available = bytes.length
  const limit = start + RECORD_LIMIT
  const stated = statedLength(bytes, start)
  // Enough to see what stands where the leader says that the record ends
  const needed = start + stated + SURE_LENGTH
  if (stated > 0 && !final && available < needed) return { needed }
  let terminator = findTerminator(bytes, start, limit)
  if (stated > 0 && (terminator < 0 || terminator > start + stated)) {
    const next = [start + stated, start + stated - 1].find((end) => surelyLeader(bytes, end, available))
    if (next !== undefined) return { end: findLeader(bytes, start + LEADER_LENGTH, next + SURE_LENGTH) }
  }
  if (terminator < 0) {
    if (!final && available < limit) return { needed: limit, orTerminator: true }
    const inner = findLeader(bytes, start + LEADER_LENGTH, Math.min(available, limit))
    if (inner >= 0) return { end: inner }
    return available > limit ? { end: limit, over: true } : { end: available }
  }
  const inner = findLeader(bytes, start + LEADER_LENGTH, terminator)
  if (inner >= 0) return { end: inner }
  // Whatever stands before it: a terminator where the leader has one, and then a new record
  if (stated > 0 && bytes[start + stated - 1] === RECORD_TERMINATOR && beginsBehind(bytes, start + stated))
    return { end: start + stated }
  for (let passed = 0; passed < MOST_INNER_TERMINATORS; passed++) {
    const behind = terminator + 1
    if (!final && available < behind + SEEN_BEHIND) return { needed: behind + SEEN_BEHIND }
    if (endsHere(bytes, start, stated, terminator)) break
    const furthest = start + Math.max(2 * (behind - start), LONGEST_STATED)
    const next = findTerminator(bytes, behind, furthest)
    if (next < 0 && !final && available < furthest) return { needed: furthest, orTerminator: true }
    if (next < 0) break
    terminator = next
  }
  return { end: terminator + 1 }
}

/** Whether a record surely begins at `at`, or the source ends there. */
const beginsBehind = (bytes: Uint8Array, at: number): boolean =>
  at === bytes.length || surelyLeader(bytes, at, bytes.length)

/** The record length in the leader, if it can be one; else 0. */
function statedLength(bytes: Uint8Array, start: number): number {
  const stated = digits(bytes, start, 5)
  return stated > LEADER_LENGTH + 1 && stated < LONGEST_STATED ? stated : 0
}

/** The first record terminator in `[from, to)`, or -1. */
export function findTerminator(bytes: Uint8Array, from: number, to: number): number {
  const found = bytes.subarray(from, to).indexOf(RECORD_TERMINATOR)
  return found < 0 ? -1 : from + found
}

/** Whether the terminator at `terminator` is the record's own, not a stray byte in its data. */
function endsHere(bytes: Buffer, start: number, stated: number, terminator: number): boolean {
  const behind = skipFiller(bytes, terminator + 1, Math.min(bytes.length, terminator + 1 + SEEN_BEHIND))
  if (behind >= bytes.length || maybeLeader(bytes, behind, bytes.length)) return true
  if (stated > 0 && start + stated > terminator + 1 && bytes[start + stated - 1] === RECORD_TERMINATOR) return false
  return missingFields(bytes, start, terminator) <= 0
}

/** Directory entries for which no field terminator stands before `terminator`. */
function missingFields(bytes: Buffer, start: number, terminator: number): number {
  const directoryEnd = bytes.indexOf(FIELD_TERMINATOR, start + LEADER_LENGTH)
  if (directoryEnd < 0 || directoryEnd > terminator) return 1
  let missing = Math.floor((directoryEnd - start - LEADER_LENGTH) / ENTRY_LENGTH)
  for (let at = directoryEnd + 1; at < terminator && missing > 0; at++) if (bytes[at] === FIELD_TERMINATOR) missing--
  return missing
}
