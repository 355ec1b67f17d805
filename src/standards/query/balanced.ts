import type { Operation, Query } from './tree.ts'

/** Queries joined by one operator, half of them on either side, so that a long run makes no deep tree. */
export function balanced(op: Operation['op'], queries: readonly Query[]): Query {
  if (queries.length === 1) return queries[0]!
  // All but the first are taken away.
  if (op === 'not') return { op, left: queries[0]!, right: balanced('or', queries.slice(1)) }
  const half = Math.ceil(queries.length / 2)
  return { op, left: balanced(op, queries.slice(0, half)), right: balanced(op, queries.slice(half)) }
}
