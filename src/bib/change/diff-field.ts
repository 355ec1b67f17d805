import { type Field, isControl, type Subfield, subfields } from '../../standards/marc/index.ts'

/** A piece of a changed field: its indicators, one subfield, or (of a control field) a run of characters. */
export interface Part {
  readonly kind: 'same' | 'removed' | 'added'
  /** Subfield code; `indicators` for the two of them; absent in control fields and the leader. */
  readonly code?: string
  readonly text: string
}

/** More than this is not looked at piece by piece, but as one. */
const mostCells = 40_000

/** A field changed into another of the same tag, in pieces, in reading order. */
export function diffParts(before: Field, after: Field): Part[] {
  if (isControl(before) || before[0] === 'LDR') return diffText(before[1], after[1])
  const indicators: Part[] =
    before[1] === after[1]
      ? [{ kind: 'same', code: 'indicators', text: before[1] }]
      : [
          { kind: 'removed', code: 'indicators', text: before[1] },
          { kind: 'added', code: 'indicators', text: after[1] },
        ]
  return [...indicators, ...diffSubfields(subfields(before), subfields(after))]
}

const equal = (one: Subfield, other: Subfield): boolean => one[0] === other[0] && one[1] === other[1]

/** The longest common subsequence of two lists of subfields. */
function diffSubfields(before: readonly Subfield[], after: readonly Subfield[]): Part[] {
  let start = 0
  while (start < before.length && start < after.length && equal(before[start]!, after[start]!)) start++
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    equal(before[before.length - 1 - end]!, after[after.length - 1 - end]!)
  )
    end++
  const part = (kind: Part['kind'], [code, text]: Subfield): Part => ({ kind, code, text })
  return [
    ...before.slice(0, start).map((same) => part('same', same)),
    ...diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end), part),
    ...before.slice(before.length - end).map((same) => part('same', same)),
  ]
}

function diffMiddle(
  before: readonly Subfield[],
  after: readonly Subfield[],
  part: (kind: Part['kind'], subfield: Subfield) => Part,
): Part[] {
  const removed = before.map((subfield) => part('removed', subfield))
  const added = after.map((subfield) => part('added', subfield))
  if (before.length * after.length > mostCells) return [...removed, ...added]
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] = equal(before[i]!, after[j]!)
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const parts: Part[] = []
  let [i, j] = [0, 0]
  while (i < before.length && j < after.length)
    if (equal(before[i]!, after[j]!)) {
      parts.push(part('same', before[i]!))
      i++
      j++
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) parts.push(removed[i++]!)
    else parts.push(added[j++]!)
  return [...parts, ...removed.slice(i), ...added.slice(j)]
}

/** Coded texts of one length position by position; of others what their beginnings and ends do not share. */
function diffText(before: string, after: string): Part[] {
  return before.length === after.length && before.length <= 100 ? byPosition(before, after) : byEnds(before, after)
}

function byPosition(before: string, after: string): Part[] {
  const parts: Part[] = []
  for (let at = 0; at < before.length; ) {
    const same = before[at] === after[at]
    let end = at + 1
    while (end < before.length && (before[end] === after[end]) === same) end++
    if (same) parts.push({ kind: 'same', text: before.slice(at, end) })
    else parts.push({ kind: 'removed', text: before.slice(at, end) }, { kind: 'added', text: after.slice(at, end) })
    at = end
  }
  return parts
}

function byEnds(before: string, after: string): Part[] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const parts: Part[] = [
    { kind: 'same', text: before.slice(0, start) },
    { kind: 'removed', text: before.slice(start, before.length - end) },
    { kind: 'added', text: after.slice(start, after.length - end) },
    { kind: 'same', text: before.slice(before.length - end) },
  ]
  return parts.filter(({ text }) => text !== '')
}

/** Of two fields with one tag, how much of the shorter one the other says too: 0 nothing, 1 all of it. */
export function sharedParts(before: Field, after: Field): number {
  if (isControl(before)) return 0.5
  const said = new Map<string, number>()
  for (const [code, text] of subfields(before)) said.set(`${code}${text}`, (said.get(`${code}${text}`) ?? 0) + 1)
  let shared = 0
  for (const [code, text] of subfields(after)) {
    const times = said.get(`${code}${text}`) ?? 0
    // A source or relator code says nothing of its own.
    if (times > 0 && !'0124'.includes(code)) shared++
    said.set(`${code}${text}`, times - 1)
  }
  return shared / Math.max(1, Math.min(before.length, after.length) / 2 - 1)
}
