import { digits, ENTRY_LENGTH, FIELD_TERMINATOR, isLetterOrDigit, LEADER_LENGTH, tagAt } from './layout.ts'

/** A directory entry as found: -1 stands for a number that cannot be read. */
export interface Entry {
  /** Position of the entry in the buffer. */
  readonly at: number
  /** As found: three characters, unless the entry has lost or gained some. */
  readonly tag: string
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
  tag: tagAt(bytes, at),
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
 * Entries that are tried, from a place where the directory may begin. Read one character off, numbers are ten times as
 * great and lead on too, until a tag with another first digit comes.
 */
const CHAIN = 40

/**
 * Where the directory of the record at `start` begins. Behind 24 characters, or, where the leader has lost or gained
 * some, where the longest chain of entries does: each starting where the one before it ends.
 */
function findStart(bytes: Uint8Array, start: number, end: number): number {
  const proper = start + LEADER_LENGTH
  let best = proper
  let longest = 0
  for (const shift of [0, -1, 1, -2, 2, -3, 3, -4, 4]) {
    const at = proper + shift
    let links = 0
    while (links < CHAIN && at + (links + 2) * ENTRY_LENGTH <= end && numbersLeadOn(bytes, at + links * ENTRY_LENGTH))
      links++
    if (links === 0 && isEntry(bytes, at, end) && digits(bytes, at + 7, 5) === 0) links = 0.5
    if (links > longest) {
      best = at
      longest = links
    }
  }
  return best
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
  if (stated > 0) {
    offer(start + stated - 1, start + stated)
    if (bytes[start + stated - 1] !== FIELD_TERMINATOR) offer(start + stated - 1, start + stated - 1)
  }
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
    const directory = readEntries(bytes, first, candidate.end, candidate.base, end)
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
    const behind = base + start + length
    score += length < 0 || start < 0 || behind > end ? -1 : 1
    if (length > 0 && behind <= end && bytes[behind - 1] === FIELD_TERMINATOR) score += 1
  }
  return score
}

/** Cuts `[first, end)` into entries: every twelve characters, or by their own numbers where some were lost or added. */
function readEntries(bytes: Uint8Array, first: number, end: number, base: number, recordEnd: number): Directory {
  const unterminated = bytes[end] !== FIELD_TERMINATOR
  const entries: Entry[] = []
  const ragged = (end - first) % ENTRY_LENGTH !== 0
  if (!ragged) {
    for (let at = first; at < end; at += ENTRY_LENGTH) entries.push(readEntry(bytes, at))
    return { entries, start: first, end, base, unterminated, ragged }
  }
  return { entries: cutRagged(bytes, first, end, base, recordEnd), start: first, end, base, unterminated, ragged }
}

/** Lengths an entry can have that has lost or gained characters, and that of a sound one. */
const RAGGED_LENGTHS = [12, 11, 13, 10, 14, 9, 15, 8, 16]
const BROKEN = -3

/** Cuts a directory that is not of twelve characters an entry so that most of its entries make sense. */
function cutRagged(bytes: Uint8Array, first: number, end: number, base: number, recordEnd: number): Entry[] {
  const count = end - first
  const best = new Float64Array(count + 1).fill(Number.NEGATIVE_INFINITY)
  const from = new Uint8Array(count + 1)
  best[0] = 0
  for (let i = 0; i < count; i++) {
    if (best[i] === Number.NEGATIVE_INFINITY) continue
    for (const length of RAGGED_LENGTHS) {
      const next = Math.min(count, i + length)
      const worth =
        best[i]! +
        (length === ENTRY_LENGTH && next === i + length
          ? worthOf(bytes, first + i, end, base, recordEnd)
          : worthOfBroken(bytes, first + i, first + next, base))
      if (worth <= best[next]!) continue
      best[next] = worth
      from[next] = next - i
    }
  }
  const cuts: number[] = []
  for (let at = count; at > 0; at -= from[at]!) cuts.push(at - from[at]!)
  cuts.reverse()
  const entries = cuts.map((cut, i): Entry => {
    const length = (cuts[i + 1] ?? count) - cut
    return length === ENTRY_LENGTH ? readEntry(bytes, first + cut) : readBroken(bytes, first + cut, length, base)
  })
  // What a broken entry said can be told from those beside it
  return entries.map((entry, i) => {
    if (entry.start >= 0) return entry
    const before = entries[i - 1]
    const behind = entries[i + 1]
    const start = before ? before.start + before.length : 0
    const length = behind ? behind.start - start : -1
    return start >= 0 && length > 0 ? { ...entry, length, start } : entry
  })
}

/** How much sense twelve characters make as an entry. */
function worthOf(bytes: Uint8Array, at: number, end: number, base: number, recordEnd: number): number {
  if (!isEntry(bytes, at, end)) return BROKEN
  const { start, length } = readEntry(bytes, at)
  const behind = base + start + length
  let worth = behind <= recordEnd ? 1 : -2
  if (length > 0 && bytes[behind - 1] === FIELD_TERMINATOR) worth += 2
  if (leadsOn(bytes, at, end)) worth += 1
  return worth
}

const pointsAtField = (bytes: Uint8Array, base: number, start: number, length: number): boolean =>
  start >= 0 && length > 0 && bytes[base + start + length - 1] === FIELD_TERMINATOR

/** A broken entry is the less bad, the more of it is still right. */
function worthOfBroken(bytes: Uint8Array, at: number, next: number, base: number): number {
  const start = digits(bytes, next - 5, 5)
  if (next - 9 > at && pointsAtField(bytes, base, start, digits(bytes, next - 9, 4))) return BROKEN + 2.5
  return start > 0 && bytes[base + start - 1] === FIELD_TERMINATOR && hasTag(bytes, at) ? BROKEN + 1.5 : BROKEN
}

/** An entry of another length than twelve: where its numbers are right it is the tag that is broken. */
function readBroken(bytes: Uint8Array, at: number, length: number, base: number): Entry {
  const numbers = at + length - 9
  const entry = { at, length: digits(bytes, numbers, 4), start: digits(bytes, numbers + 4, 5) }
  if (numbers > at && pointsAtField(bytes, base, entry.start, entry.length)) {
    const tag = String.fromCharCode(...bytes.subarray(at, numbers))
    const whole = String.fromCharCode(...bytes.subarray(at, at + 3))
    // Lengths begin with zeros: a zero lost or gained was rather the length's than the tag's
    const zero = tag.length === 2 ? whole.endsWith('0') : tag.length === 4 && tag.endsWith('0')
    return { ...entry, tag: zero ? whole : tag }
  }
  return { at, tag: tagAt(bytes, at), length: -1, start: -1 }
}
