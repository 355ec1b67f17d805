import { digits, ENTRY_LENGTH, FIELD_TERMINATOR, isLetterOrDigit, LEADER_LENGTH } from './layout.ts'

/** A directory entry as found: -1 stands for a number that cannot be read. */
export interface Entry {
  /** Position of the entry in the buffer; its tag is the three bytes there. */
  readonly at: number
  /** The field's length, terminator included. */
  readonly length: number
  /** The field's start, counted from the base address. */
  readonly start: number
}

export interface Directory {
  readonly entries: readonly Entry[]
  /** Where the first entry stands: 24 behind the start of the record unless the leader has lost or gained bytes. */
  readonly start: number
  readonly end: number
  /** Where the data begin: behind the directory's terminator, if it has one. */
  readonly base: number
  /** Faults met on the way. */
  readonly unterminated: boolean
  /** Some entries are not of twelve characters. */
  readonly ragged: boolean
}

const readEntry = (bytes: Uint8Array, at: number): Entry => ({
  at,
  length: digits(bytes, at + 3, 4),
  start: digits(bytes, at + 7, 5),
})

const hasTag = (bytes: Uint8Array, at: number): boolean =>
  isLetterOrDigit(bytes[at]!) && isLetterOrDigit(bytes[at + 1]!) && isLetterOrDigit(bytes[at + 2]!)

/** Whether twelve characters at `at` can be an entry. */
const isEntry = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + ENTRY_LENGTH <= end && hasTag(bytes, at) && digits(bytes, at + 3, 9) >= 0

/** Whether the entry at `at` is followed by one that starts where it ends. */
const leadsOn = (bytes: Uint8Array, at: number, end: number): boolean =>
  isEntry(bytes, at, end) && isEntry(bytes, at + ENTRY_LENGTH, end) && numbersLeadOn(bytes, at)

/** The same, whatever the tags are. */
function numbersLeadOn(bytes: Uint8Array, at: number): boolean {
  const { start, length } = readEntry(bytes, at)
  return start >= 0 && length >= 0 && digits(bytes, at + ENTRY_LENGTH + 7, 5) === start + length
}

/**
 * Where the directory of the record at `start` begins. Behind 24 characters, or, where the leader has lost or gained
 * some, where the nearest entry stands that starts at 0 or leads to another.
 */
function findStart(bytes: Uint8Array, start: number, end: number): number {
  const proper = start + LEADER_LENGTH
  if (proper + 2 * ENTRY_LENGTH <= end && numbersLeadOn(bytes, proper)) return proper
  for (const shift of [0, -1, 1, -2, 2, -3, 3, -4, 4]) {
    const at = proper + shift
    if (leadsOn(bytes, at, end) || (isEntry(bytes, at, end) && digits(bytes, at + 7, 5) === 0)) return at
  }
  return proper
}

/** Finds the directory of the record in `bytes[start, end)`. Its terminator and the base address check each other. */
export function findDirectory(bytes: Buffer, start: number, end: number): Directory {
  const first = findStart(bytes, start, end)
  const terminator = bytes.indexOf(FIELD_TERMINATOR, first)
  const stated = digits(bytes, start + 12, 5)
  const candidates: { end: number; base: number }[] = []
  const offer = (directoryEnd: number, base: number) => {
    if (directoryEnd >= first && directoryEnd < end && base <= end) candidates.push({ end: directoryEnd, base })
  }
  if (terminator >= 0) offer(terminator, terminator + 1)
  if (stated > 0) offer(start + stated - 1, start + stated)
  // Where entries stop being entries the terminator was lost, or is another character now
  let run = first
  while (isEntry(bytes, run, end)) run += ENTRY_LENGTH
  if (bytes[run] !== FIELD_TERMINATOR) {
    offer(run, run)
    if (!isLetterOrDigit(bytes[run]!)) offer(run, run + 1)
  }
  let best: Directory | undefined
  let bestScore = Number.NEGATIVE_INFINITY
  for (const candidate of candidates) {
    const directory = readEntries(bytes, first, candidate.end, candidate.base)
    const score = rate(bytes, directory, stated > 0 ? start + stated : -1, end)
    if (score > bestScore) {
      best = directory
      bestScore = score
    }
  }
  return best ?? { entries: [], start: first, end: first, base: first, unterminated: true, ragged: false }
}

/** How well a directory explains what follows it: entries that can be read, and those whose field is where they say. */
function rate(bytes: Uint8Array, { entries, base, end: directoryEnd }: Directory, stated: number, end: number): number {
  let score = bytes[directoryEnd] === FIELD_TERMINATOR ? 2 : 0
  if (base === stated) score += 1
  for (const { at, length, start } of entries) {
    if (!hasTag(bytes, at)) score -= 1
    if (length < 0 || start < 0) {
      score -= 1
      continue
    }
    score += 1
    const behind = base + start + length
    if (length > 0 && behind <= end && bytes[behind - 1] === FIELD_TERMINATOR) score += 1
  }
  return score
}

/** Cuts `[first, end)` into entries: every twelve characters, or by their own numbers where some were lost or added. */
function readEntries(bytes: Uint8Array, first: number, end: number, base: number): Directory {
  const unterminated = bytes[end] !== FIELD_TERMINATOR
  const entries: Entry[] = []
  const ragged = (end - first) % ENTRY_LENGTH !== 0
  if (!ragged) {
    for (let at = first; at < end; at += ENTRY_LENGTH) entries.push(readEntry(bytes, at))
    return { entries, start: first, end, base, unterminated, ragged }
  }
  let expected = 0
  let at = first
  while (at + ENTRY_LENGTH / 2 < end) {
    const entry = readEntry(bytes, at)
    if (isEntry(bytes, at, end) && (entry.start === expected || leadsOn(bytes, at, end))) {
      entries.push(entry)
      expected = entry.start + entry.length
      at += ENTRY_LENGTH
      continue
    }
    const next = findNext(bytes, at, end)
    const start = next < end ? digits(bytes, next + 7, 5) : -1
    // Its number can be told from those beside it
    entries.push({ at, length: start > expected ? start - expected : -1, start: start > expected ? expected : -1 })
    if (start > 0) expected = start
    at = next
  }
  return { entries, start: first, end, base, unterminated, ragged }
}

/** Behind the broken entry at `at`: the nearest place where an entry leads to another, or ends the directory. */
function findNext(bytes: Uint8Array, at: number, end: number): number {
  for (const length of [12, 11, 13, 10, 14, 9, 15, 8, 16, 20, 21, 22, 23, 24, 25]) {
    const next = at + length
    if (leadsOn(bytes, next, end) || (isEntry(bytes, next, end) && next + ENTRY_LENGTH === end)) return next
  }
  const next = at + ENTRY_LENGTH
  return next + ENTRY_LENGTH / 2 < end ? next : end
}
