import type { Entry } from './directory.ts'
import type { Segment } from './segments.ts'

/** `entries[0..]` stand for `segments[0..]`: one for one, one entry for several segments, or several for one. */
export interface Pairing {
  readonly entries: readonly number[]
  readonly segments: readonly number[]
}

/** What the alignment knows of an entry. */
export interface Claim extends Entry {
  readonly control: boolean
}

const DROPPED_ENTRY = 2.5
const DROPPED_SEGMENT = 2.5
/** An entry behind the last data of a record that is shorter than its directory says. */
const CUT_OFF = 0.4
/** Bytes that a record must be short of before its end is taken to be lost. */
const SHORT = 8
const JOINED = 2
const WRONG_SHAPE = 1.5
/** The largest table of entries by segments that is filled; beyond it entries are taken one by one. */
const MOST_CELLS = 400_000

const lengthOf = (segment: Segment): number => segment.end - segment.start + 1

/** What it costs to say that a length in the directory belongs to data of `actual` bytes. */
function misfit(stated: number, actual: number): number {
  if (stated === actual) return 0
  if (stated < 0) return 0.5
  return 0.6 + Math.min(0.9, Math.abs(stated - actual) / 20)
}

function shapeCost(claim: Claim, segment: Segment): number {
  if (claim.control) return segment.shape === 'control' ? 0 : WRONG_SHAPE
  return segment.shape === 'data' ? 0 : WRONG_SHAPE
}

/**
 * Pairs directory entries with the data between terminators, both in the order of the data, so that lengths and shapes
 * agree as far as they can: a lost terminator leaves two entries for one segment, a stray one two segments for an entry.
 */
export function align(claims: readonly Claim[], segments: readonly Segment[]): Pairing[] {
  let front = 0
  const least = Math.min(claims.length, segments.length)
  while (front < least && agrees(claims[front]!, segments[front]!)) front++
  let back = 0
  while (back < least - front && agrees(claims.at(-1 - back)!, segments.at(-1 - back)!)) back++
  const pairs: Pairing[] = []
  for (let i = 0; i < front; i++) pairs.push({ entries: [i], segments: [i] })
  pairs.push(...alignMiddle(claims, segments, front, claims.length - back, segments.length - back))
  for (let i = back; i > 0; i--) pairs.push({ entries: [claims.length - i], segments: [segments.length - i] })
  return pairs
}

const agrees = (claim: Claim, segment: Segment): boolean =>
  claim.length === lengthOf(segment) && shapeCost(claim, segment) === 0

/** How many entries and segments a step of the alignment takes. */
const steps = [
  [1, 1],
  [1, 0],
  [0, 1],
  [2, 1],
  [3, 1],
  [1, 2],
  [1, 3],
] as const

function alignMiddle(
  claims: readonly Claim[],
  segments: readonly Segment[],
  from: number,
  claimsTo: number,
  segmentsTo: number,
): Pairing[] {
  const rows = claimsTo - from
  const columns = segmentsTo - from
  if (rows * columns > MOST_CELLS) return oneByOne(from, Math.min(rows, columns))
  const stated = claims.reduce((sum, { length }) => sum + Math.max(0, length), 0)
  const actual = segments.reduce((sum, segment) => sum + lengthOf(segment), 0)
  const atEnd = segmentsTo === segments.length && stated - actual > SHORT
  const width = columns + 1
  const cost = new Float64Array((rows + 1) * width).fill(Number.POSITIVE_INFINITY)
  const taken = new Uint8Array((rows + 1) * width)
  cost[0] = 0
  for (let i = 0; i <= rows; i++)
    for (let j = 0; j <= columns; j++) {
      const here = cost[i * width + j]!
      if (here === Number.POSITIVE_INFINITY) continue
      for (const [step, [entries, parts]] of steps.entries()) {
        if (i + entries > rows || j + parts > columns) continue
        const there = (i + entries) * width + j + parts
        const cutOff = atEnd && j === columns && parts === 0
        const total = here + (cutOff ? CUT_OFF : stepCost(claims, from + i, entries, segments, from + j, parts))
        if (total < cost[there]!) {
          cost[there] = total
          taken[there] = step
        }
      }
    }
  const pairs: Pairing[] = []
  let i = rows
  let j = columns
  while (i > 0 || j > 0) {
    const [entries, parts] = steps[taken[i * width + j]!]!
    i -= entries
    j -= parts
    pairs.push({ entries: range(from + i, entries), segments: range(from + j, parts) })
  }
  return pairs.reverse()
}

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i)

const oneByOne = (from: number, count: number): Pairing[] =>
  range(from, count).map((i) => ({ entries: [i], segments: [i] }))

function stepCost(
  claims: readonly Claim[],
  entry: number,
  entries: number,
  segments: readonly Segment[],
  segment: number,
  parts: number,
): number {
  const claim = claims[entry]!
  const first = segments[segment]!
  if (parts === 0) return DROPPED_ENTRY
  if (entries === 0) return first.blank ? 0.2 : DROPPED_SEGMENT
  if (entries === 1 && parts === 1) return misfit(claim.length, lengthOf(first)) + shapeCost(claim, first)
  if (parts > 1) {
    let actual = 0
    let fields = 0
    for (let k = 0; k < parts; k++) {
      actual += lengthOf(segments[segment + k]!)
      if (k > 0 && segments[segment + k]!.shape === 'data') fields++
    }
    // What follows a stray terminator seldom looks like a field of its own
    return JOINED + 1.5 * misfit(claim.length, actual) + shapeCost(claim, first) + WRONG_SHAPE * fields
  }
  let stated = 0
  for (let k = 0; k < entries; k++) {
    const { length } = claims[entry + k]!
    stated = stated < 0 || length < 0 ? -1 : stated + length
  }
  // The terminator was replaced, or it was lost
  const actual = lengthOf(first)
  return JOINED + 1.5 * Math.min(misfit(stated, actual), misfit(stated < 0 ? -1 : stated - entries + 1, actual))
}
