import { condition, refuse } from '../../standards/z3950/index.ts'
import type { SortOrder } from '../database.ts'
import type { FieldIndex } from './field-index.ts'
import type { TermLists } from './term-lists.ts'

/** The rank of a record without the field: behind all others, whichever way the order runs. */
export const unranked = 0xffffffff

/** For each record, the rank of its first field of an access point. */
export function ranksOf(index: FieldIndex, lists: TermLists, use: number): Uint32Array {
  const ranks = new Uint32Array(index.records).fill(unranked)
  const firstFields = new Uint32Array(index.records).fill(unranked)
  lists.fields(use).forEach(({ fields }, rank) => {
    for (const field of fields) {
      const record = index.fieldRecord[field]!
      if (field >= firstFields[record]!) continue
      firstFields[record] = field
      ranks[record] = rank
    }
  })
  return ranks
}

/** Puts record numbers in order; equal ones keep the order they had. `ranks` gives the ranks for a Use attribute. */
export function sorted(
  numbers: Uint32Array,
  keys: readonly (SortOrder & { readonly ranks: Uint32Array })[],
): Uint32Array {
  const abort = keys.find(({ missing, ranks }) => missing === 'abort' && numbers.some((n) => ranks[n] === unranked))
  if (abort) refuse(condition.illegalSort, typeof abort.by === 'string' ? abort.by : '')
  const compare = (left: number, right: number) => {
    for (const { ranks, descending } of keys) {
      const [a, b] = [ranks[left]!, ranks[right]!]
      if (a === b) continue
      if (a === unranked || b === unranked) return a - b
      return descending ? b - a : a - b
    }
    return 0
  }
  // Sorting a typed array is not stable in every engine; a plain one is, by ECMAScript 2019.
  return Uint32Array.from(Array.from(numbers).sort(compare))
}
