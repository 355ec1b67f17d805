import { type Relation, relation } from './agreement.ts'
import type { Match } from './match.ts'
import { settle } from './settle.ts'

/** A record to be compared, with its keys. */
export interface Keyed {
  readonly match: Match
  readonly keys: readonly string[]
}

/**
 * Divides records into works: first by sure agreement, then whole works that say too little go to the one work they
 * can only belong to. Gives the places of the records, grouped. The division does not depend on their order.
 */
export function partition(records: readonly Keyed[]): number[][] {
  if (records.length === 1) return [[0]]
  const near = neighbourhoods(records)
  const related = memo(records)
  const sure = settle({
    count: records.length,
    neighbours: (record) => near[record]!.filter((other) => related(record, other) === 'same'),
    clash: (a, b) => related(a, b) === 'apart',
  })
  const workOf = new Array<number>(records.length)
  for (const [work, members] of sure.entries()) for (const member of members) workOf[member] = work
  const likely = sure.map((members, work) => {
    const others = members.flatMap((a) => near[a]!.filter((b) => related(a, b) === 'likely').map((b) => workOf[b]!))
    return [...new Set(others)].filter((other) => other !== work)
  })
  if (likely.every((others) => others.length === 0)) return sure
  const works = settle({
    count: sure.length,
    neighbours: (work) => likely[work]!,
    clash: (a, b) => sure[a]!.some((one) => sure[b]!.some((two) => contradicts(related(one, two)))),
  })
  return works.map((group) => group.flatMap((work) => sure[work]!))
}

const contradicts = (found: Relation): boolean => found === 'apart' || found === 'differ'

/** For every record, the others that share a key with it. */
function neighbourhoods(records: readonly Keyed[]): number[][] {
  const byKey = new Map<string, number[]>()
  for (const [place, { keys }] of records.entries())
    for (const key of keys) {
      const same = byKey.get(key)
      if (same) same.push(place)
      else byKey.set(key, [place])
    }
  return records.map(({ keys }, place) => {
    const near = new Set<number>()
    for (const key of keys) for (const other of byKey.get(key)!) if (other !== place) near.add(other)
    return [...near]
  })
}

/** Relations of pairs, each worked out once. */
function memo(records: readonly Keyed[]): (a: number, b: number) => Relation {
  const known = new Map<number, Relation>()
  return (a, b) => {
    const pair = a < b ? a * records.length + b : b * records.length + a
    const found = known.get(pair)
    if (found !== undefined) return found
    const fresh = relation(records[a]!.match, records[b]!.match)
    known.set(pair, fresh)
    return fresh
  }
}
