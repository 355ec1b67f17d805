import type { Field, MarcRecord } from '../../standards/marc/index.ts'
import { diffParts, type Part, sharedParts } from './diff-field.ts'
import { exact } from './identity.ts'

/** One line of a comparison. `LDR` is the leader's tag. */
export type Difference =
  | { readonly kind: 'unchanged'; readonly tag: string; readonly before: Field; readonly after: Field }
  | { readonly kind: 'removed'; readonly tag: string; readonly before: Field }
  | { readonly kind: 'added'; readonly tag: string; readonly after: Field }
  | {
      readonly kind: 'changed'
      readonly tag: string
      readonly before: Field
      readonly after: Field
      /** The field in pieces: what stayed, went and came. */
      readonly parts: readonly Part[]
    }

/**
 * Compares two records field by field, in the order of their tags. Fields that are equal match whatever their order;
 * of the rest with one tag, those that share most become `changed`. Lengths and addresses in the leader say nothing.
 * Time grows with the size of the records, not with its square: where very many fields of a tag differ, they are paired
 * as they come.
 */
export function diffRecords(before: MarcRecord, after: MarcRecord): Difference[] {
  const [ours, theirs] = [grouped(before), grouped(after)]
  const tags = [...new Set([...ours.keys(), ...theirs.keys()])].sort()
  const budget = { left: mostComparisons }
  return [
    compared(leaderField(before.leader), leaderField(after.leader)),
    ...tags.flatMap((tag) => diffTag(ours.get(tag) ?? [], theirs.get(tag) ?? [], budget)),
  ]
}

/** Whether a comparison found nothing. */
export const isSame = (differences: readonly Difference[]): boolean =>
  differences.every(({ kind }) => kind === 'unchanged')

/** The leader as a field, without what is reckoned anew whenever the record is written. */
export const leaderField = (leader: string): Field => ['LDR', `     ${leader.slice(5, 12)}     ${leader.slice(17)}`]

function grouped(record: MarcRecord): Map<string, Field[]> {
  const groups = new Map<string, Field[]>()
  for (const field of record.fields) {
    const group = groups.get(field[0])
    if (group) group.push(field)
    else groups.set(field[0], [field])
  }
  return groups
}

/** Subfields looked at, in one comparison of two records, to find which fields are one field changed. */
const mostComparisons = 500_000

/** What is left of the above. */
interface Budget {
  left: number
}

function diffTag(before: readonly Field[], after: readonly Field[], budget: Budget): Difference[] {
  const waiting = new Map<string, number[]>()
  // From behind, so that the first of equal fields is the first to be taken
  for (let at = after.length - 1; at >= 0; at--) {
    const key = exact(after[at]!)
    const places = waiting.get(key)
    if (places) places.push(at)
    else waiting.set(key, [at])
  }
  const partners = before.map((field) => waiting.get(exact(field))?.pop())
  const taken = new Set(partners)
  const left = before.map((_, at) => at).filter((at) => partners[at] === undefined)
  const right = after.map((_, at) => at).filter((at) => !taken.has(at))
  for (const [ours, theirs] of pairs(left, right, before, after, budget)) {
    partners[ours] = theirs
    taken.add(theirs)
  }
  return [
    ...before.map((field, at): Difference => {
      const partner = partners[at]
      return partner === undefined
        ? { kind: 'removed', tag: field[0], before: field }
        : compared(field, after[partner]!)
    }),
    ...after.flatMap((field, at): Difference[] =>
      taken.has(at) ? [] : [{ kind: 'added', tag: field[0], after: field }],
    ),
  ]
}

/** Which of the fields that differ are one field changed: those that share most first. */
function pairs(
  left: readonly number[],
  right: readonly number[],
  before: readonly Field[],
  after: readonly Field[],
  budget: Budget,
): [number, number][] {
  if (left.length === 0 || right.length === 0) return []
  if (left.length === 1 && right.length === 1) return [[left[0]!, right[0]!]]
  const cost =
    right.length * left.reduce((sum, at) => sum + before[at]!.length, 0) +
    left.length * right.reduce((sum, at) => sum + after[at]!.length, 0)
  budget.left -= cost
  if (budget.left < 0) return left.slice(0, right.length).map((ours, at): [number, number] => [ours, right[at]!])
  const weighed = left
    .flatMap((ours) => right.map((theirs) => ({ ours, theirs, shared: sharedParts(before[ours]!, after[theirs]!) })))
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared)
  const used = new Set<string>()
  return weighed.flatMap(({ ours, theirs }): [number, number][] => {
    if (used.has(`a${ours}`) || used.has(`b${theirs}`)) return []
    used.add(`a${ours}`).add(`b${theirs}`)
    return [[ours, theirs]]
  })
}

function compared(before: Field, after: Field): Difference {
  const tag = before[0]
  if (exact(before) === exact(after)) return { kind: 'unchanged', tag, before, after }
  return { kind: 'changed', tag, before, after, parts: diffParts(before, after) }
}
