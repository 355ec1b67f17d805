import { align, type Claim, type Pairing } from './align.ts'
import { type Directory, type Entry, findDirectory } from './directory.ts'
import type { Findings } from './findings.ts'
import {
  BLANK,
  DELIMITER,
  digits,
  isIndicator,
  isLetterOrDigit,
  LEADER_LENGTH,
  LONGEST_STATED,
  RECORD_TERMINATOR,
} from './layout.ts'
import { hasRegularLeader } from './leader.ts'
import type { Outline } from './outline.ts'
import { type Segment, segmentsByLength, segmentsOf } from './segments.ts'

/** A field of the outline to be: where its data are, and its place in the directory. */
interface Found {
  readonly entry: number
  readonly start: number
  readonly end: number
}

/**
 * Outlines the damaged record `bytes` and reports every fault. The directory and the terminators are two
 * accounts of the same fields: where they differ, the fields are those between terminators, with the tags that explain
 * them best. `view` is over `bytes`. Gives the leader, or undefined where no field can be told.
 */
export function recover(bytes: Buffer, view: DataView, outline: Outline, findings: Findings): string | undefined {
  const end = bytes.length
  outline.clear()
  if (end < LEADER_LENGTH) {
    findings.add('record-not-found', 0, undefined, `${end} bytes`)
    return undefined
  }
  const directory = findDirectory(bytes, 0, end)
  if (directory.entries.length === 0) {
    findings.add(digits(bytes, 0, 5) < 0 ? 'record-not-found' : 'no-fields', 0)
    return undefined
  }
  checkLeader(bytes, view, directory, findings)
  const terminated = bytes[end - 1] === RECORD_TERMINATOR
  if (!terminated) findings.add('record-terminator-missing', end)
  const dataEnd = terminated ? end - 1 : end
  // Leader/10: records of some systems have no indicators, and then no subfields either
  outline.indicators = bytes[10] === 0x30 && bytes[11] === 0x30 ? 0 : 2
  checkDirectory(bytes, directory, dataEnd, findings)
  const found = locate(bytes, directory, dataEnd, findings)
  const delimiter = findDelimiter(bytes, directory, found)
  if (delimiter !== DELIMITER)
    findings.add('delimiter-replaced', directory.base, undefined, String.fromCharCode(delimiter))
  for (const { entry, start: from, end: to } of found) {
    outline.add(bytes, readTag(directory.entries[entry]!, findings), from, to, delimiter)
  }
  if (outline.count === 0) {
    findings.add('no-fields', 0)
    return undefined
  }
  return readLeader(bytes, directory.start)
}

function checkLeader(bytes: Buffer, view: DataView, directory: Directory, findings: Findings): void {
  const { length } = bytes
  if (digits(bytes, 0, 5) !== length)
    findings.add('length-wrong', 0, undefined, `${bytes.toString('latin1', 0, 5)} for ${length}`)
  if (length > LONGEST_STATED) findings.add('record-too-long', 0, undefined, `${length}`)
  if (!hasRegularLeader(view, 0) || directory.start !== LEADER_LENGTH)
    findings.add('leader-wrong', 0, undefined, bytes.toString('latin1', 0, directory.start))
  if (digits(bytes, 12, 5) !== directory.base)
    findings.add('base-wrong', 12, undefined, bytes.toString('latin1', 12, 17))
}

function checkDirectory(
  bytes: Buffer,
  { entries, unterminated, ragged, end: directoryEnd, base }: Directory,
  dataEnd: number,
  findings: Findings,
): void {
  if (unterminated) findings.add('directory-terminator-missing', directoryEnd)
  if (ragged) findings.add('directory-wrong', LEADER_LENGTH)
  for (const { at, tag, length, start: from } of entries) {
    if (length < 0 || from < 0) findings.add('entry-wrong', at, undefined, bytes.toString('latin1', at, at + 12))
    else if (base + from + length > dataEnd) findings.add('entry-past-end', at, tag)
  }
}

/** The entry's tag in three characters that can be shown; `?` for those that cannot, or are lost. */
function readTag({ at, tag }: Entry, findings: Findings): string {
  const shown = tag
    .replace(/[^ -~]/g, '?')
    .slice(-3)
    .padEnd(3, '?')
  if (!/^[0-9A-Za-z]{3}$/.test(tag)) findings.add('tag-wrong', at, shown, JSON.stringify(tag))
  return shown
}

/** 24 printable characters, whatever stands before the directory. */
function readLeader(bytes: Buffer, directoryStart: number): string {
  return bytes
    .toString('latin1', 0, directoryStart)
    .replace(/[^ -~]/g, ' ')
    .slice(-LEADER_LENGTH)
    .padStart(LEADER_LENGTH, ' ')
}

/**
 * The byte before subfield codes: where no data field has a delimiter, the character that most of them have in its place
 * instead.
 */
function findDelimiter(bytes: Buffer, { entries }: Directory, found: readonly Found[]): number {
  const data = found.filter(({ entry }) => !entries[entry]!.tag.startsWith('00'))
  const counts = new Map<number, number>()
  for (const { start, end } of data) {
    if (bytes.subarray(start, end).includes(DELIMITER)) return DELIMITER
    const byte = start + 3 < end && isLetterOrDigit(bytes[start + 3]!) ? bytes[start + 2]! : BLANK
    if (byte > BLANK && !isLetterOrDigit(byte)) counts.set(byte, (counts.get(byte) ?? 0) + 1)
  }
  const [byte, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [DELIMITER, 0]
  return count > 1 && count * 5 >= data.length * 4 ? byte : DELIMITER
}

/** Whether a data field may begin at `at`: two indicators, a delimiter and a code. */
const beginsField = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + 3 < end &&
  bytes[at + 2] === DELIMITER &&
  isIndicator(bytes[at]!) &&
  isIndicator(bytes[at + 1]!) &&
  isLetterOrDigit(bytes[at + 3]!)

/** Finds the fields, in the order of the directory. */
function locate(bytes: Buffer, directory: Directory, dataEnd: number, findings: Findings): Found[] {
  const { entries, base } = directory
  let segments = segmentsOf(bytes, base, dataEnd)
  if (segments.length * 3 < entries.length) {
    const unterminated = segmentsByLength(bytes, directory, dataEnd)
    if (unterminated) {
      findings.add('field-terminator-missing', base, undefined, 'all fields')
      segments = unterminated
    }
  }
  // Fields may stand in another order than their entries
  const order = entries.map((_, i) => i)
  if (entries.every(({ start }) => start >= 0) && pointsAtSegments(entries, segments, base))
    order.sort((a, b) => entries[a]!.start - entries[b]!.start || a - b)
  const claims = order.map((i): Claim => ({ ...entries[i]!, control: entries[i]!.tag.startsWith('00') }))
  const found: Found[] = []
  const misplaced: number[] = []
  for (const pair of align(claims, segments)) place(pair)
  const first = misplaced[0]
  if (first !== undefined)
    findings.add('entry-misplaced', entries[first]!.at, entries[first]!.tag, `${misplaced.length} entries`)
  checkOverlaps()
  return found.sort((a, b) => a.entry - b.entry)

  function place({ entries: taken, segments: parts }: Pairing): void {
    const numbers = taken.map((i) => order[i]!)
    const [entry] = numbers
    const [part] = parts
    if (entry === undefined) {
      const { blank, start } = segments[part!]!
      findings.add(blank ? 'control-character' : 'field-without-entry', start)
      return
    }
    if (part === undefined) {
      for (const i of numbers) findings.add('entry-without-field', entries[i]!.at, entries[i]!.tag)
      return
    }
    const from = segments[part]!.start
    const to = segments[parts.at(-1)!]!.end
    if (to === dataEnd) findings.add('field-terminator-missing', dataEnd, entries[entry]!.tag)
    if (numbers.length > 1) {
      split(numbers, from, to)
      return
    }
    const { start, length } = entries[entry]!
    if (base + start !== from || length !== to + 1 - from) misplaced.push(entry)
    found.push({ entry, start: from, end: to })
  }

  /** Parts the data of several entries where the terminators between them were lost. */
  function split(numbers: readonly number[], from: number, to: number): void {
    let at = from
    const lost = numbers.reduce((sum, i) => sum + entries[i]!.length, 0) !== to + 1 - from
    for (const [k, entry] of numbers.entries()) {
      const tag = entries[entry]!.tag
      if (k === numbers.length - 1) {
        found.push({ entry, start: at, end: to })
        findings.add('field-split', at, tag)
        break
      }
      const cut = cutAt(at, to, at + Math.max(0, entries[entry]!.length) - (lost ? 1 : 0))
      // Where the terminator was replaced, what replaced it belongs to neither field
      found.push({ entry, start: at, end: lost ? cut : Math.max(at, cut - 1) })
      findings.add('field-terminator-missing', cut, tag)
      at = cut
    }
  }

  /** Where the next field begins: at the stated place, or the nearest that looks like the beginning of a data field. */
  function cutAt(from: number, to: number, stated: number): number {
    const near = Math.min(Math.max(stated, from), to)
    for (let distance = 0; distance <= to - from; distance++) {
      if (near + distance < to && beginsField(bytes, near + distance, to)) return near + distance
      if (near - distance > from && beginsField(bytes, near - distance, to)) return near - distance
    }
    return near
  }

  function checkOverlaps(): void {
    // Beyond that, starts begin at 0 again
    if (dataEnd - base > LONGEST_STATED) return
    const sorted = entries
      .filter(({ start, length }) => start >= 0 && length >= 0)
      .sort((a, b) => a.start - b.start || a.at - b.at)
    for (let i = 1; i < sorted.length; i++)
      if (sorted[i]!.start < sorted[i - 1]!.start + sorted[i - 1]!.length)
        findings.add('entry-overlap', sorted[i]!.at, sorted[i]!.tag)
  }
}

/**
 * Whether more entries point at data between two terminators, each at its own, than agree with them one after the other:
 * so they do in an unsorted directory, and not where starts have overflowed.
 */
function pointsAtSegments(entries: readonly Entry[], segments: readonly Segment[], base: number): boolean {
  const ends = new Map(segments.map(({ start, end }) => [start, end]))
  const hit = new Set<number>()
  for (const { start, length } of entries) if (ends.get(base + start) === base + start + length - 1) hit.add(start)
  const inOrder = entries.filter(({ length }, i) => {
    const segment = segments[i]
    return segment && segment.end + 1 - segment.start === length
  })
  return hit.size > inOrder.length && hit.size * 2 > entries.length
}
