import { type Relation, relation } from './agreement.ts'
import { evidenceOf, type Match } from './match.ts'
import { settle } from './settle.ts'

/** Up to so many records every pair is compared; beyond, only those that share some evidence. */
const fewEnoughForAllPairs = 24

/**
 * Divides records into works: first by sure agreement, then whole works that say too little go to the one work they
 * can only belong to. Gives the places of the records, grouped. The division does not depend on their order.
 */
export function partition(records: readonly Match[]): number[][] {
  if (records.length === 1) return [[0]]
  const few = records.length <= fewEnoughForAllPairs
  const near = few ? everyPair(records.length) : sharingEvidence(records)
  const table = few ? records.map((one) => records.map((two) => relation(one, two))) : undefined
  const between = (a: number, b: number): Relation => table?.[a]?.[b] ?? relation(records[a]!, records[b]!)
  const related = (kind: Relation, place: number): number[] =>
    near[place]!.filter((other) => between(place, other) === kind)

  const same = records.map((_, place) => related('same', place))
  const sure = settle({
    count: records.length,
    neighbours: (place) => same[place]!,
    clash: (a, b) => between(a, b) === 'apart',
  })
  const workOf = new Array<number>(records.length)
  for (const [work, members] of sure.entries()) for (const member of members) workOf[member] = work
  const likely = sure.map((members, work) => {
    const others = members.flatMap((member) => related('likely', member).map((other) => workOf[other]!))
    return [...new Set(others)].filter((other) => other !== work)
  })
  if (likely.every((others) => others.length === 0)) return sure
  const works = settle({
    count: sure.length,
    neighbours: (work) => likely[work]!,
    clash: (a, b) => sure[a]!.some((one) => sure[b]!.some((two) => contradicts(between(one, two)))),
  })
  return works.map((group) => group.flatMap((work) => sure[work]!))
}

const contradicts = (found: Relation): boolean => found === 'apart' || found === 'differ'

const everyPair = (count: number): number[][] =>
  Array.from({ length: count }, (_, place) =>
    Array.from({ length: count - 1 }, (_, other) => (other < place ? other : other + 1)),
  )

/** For every record, the others that share an identifier, author, year or telling title with it. */
function sharingEvidence(records: readonly Match[]): number[][] {
  const evidence = records.map(evidenceOf)
  const places = new Map<string, number[]>()
  for (const [place, found] of evidence.entries())
    for (const one of found) {
      const same = places.get(one)
      if (same) same.push(place)
      else places.set(one, [place])
    }
  return evidence.map((found, place) => {
    const near = new Set(found.flatMap((one) => places.get(one)!))
    near.delete(place)
    return [...near]
  })
}
