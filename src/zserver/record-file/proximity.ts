import type { Proximity } from '../../standards/query/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import type { FieldIndex } from './field-index.ts'
import type { Span } from './phrases.ts'

/** KnownProximityUnit values that a row of words can answer. */
const units = { word: 2, element: 8 } as const

/** Distances ProximityOperator can ask for, by relationType. */
const relations: Readonly<Record<number, (distance: number, wanted: number) => boolean>> = {
  1: (distance, wanted) => distance < wanted,
  2: (distance, wanted) => distance <= wanted,
  3: (distance, wanted) => distance === wanted,
  4: (distance, wanted) => distance >= wanted,
  5: (distance, wanted) => distance > wanted,
  6: (distance, wanted) => distance !== wanted,
}

/**
 * Calls `visit` for every pair of spans that stand as near in one field as the operator wants, as one span. Words side
 * by side are at distance 1; within the unit element, two spans of one field are at distance 0. Z39.50-2003 §3.7.2.
 * @param left, right ordered by first place
 */
export function nearby(
  index: FieldIndex,
  { unit, relation, distance, ordered }: Proximity,
  left: readonly Span[],
  right: readonly Span[],
  visit: (pair: Span) => void,
): void {
  const isWanted = relations[relation] ?? refuse(condition.proximityRelation, relation)
  if (unit.type !== 'known' || !Object.values<number>(units).includes(unit.value))
    refuse(condition.proximityUnit, unit.value)
  const apart = (one: Span, other: Span) => {
    if (unit.value === units.element) return 0
    return one.first <= other.first ? other.first - one.last : one.first - other.last
  }
  let from = 0
  for (const one of left) {
    const field = index.fieldAt(one.first)
    while (from < right.length && right[from]!.first < index.fieldStart[field]!) from++
    for (let at = from; at < right.length && right[at]!.first < index.fieldStart[field + 1]!; at++) {
      const other = right[at]!
      if (other.first === one.first || (ordered && other.first < one.first)) continue
      if (isWanted(apart(one, other), distance))
        visit({ first: Math.min(one.first, other.first), last: Math.max(one.last, other.last) })
    }
  }
}
