import { type Relation, relation } from './agreement.ts'
import { evidenceOf, type Match } from './match.ts'
import { settle } from './settle.ts'

/** Up to so many records every pair is compared; beyond, only those that share some evidence. */
const fewEnoughForAllPairs = 24
/** Beyond so many different records of one title only those are put together that say exactly the same. */
const mostCompared = 500

/**
 * Divides records into works: first by sure agreement, then whole works that say too little go to the one work they
 * can only belong to. Gives the places of the records, grouped. The division does not depend on their order.
 */
export function partition(records: readonly Match[]): number[][] {
  const [first, second] = records
  if (!first || !second) return records.map((_, place) => [place])
  // Most neighbourhoods are pairs: there is nothing a pair could clash with.
  if (records.length === 2) return agree(first, second) ? [[0, 1]] : [[0], [1]]
  const alike = new Map<string, number[]>()
  for (const [place, { signature }] of records.entries()) {
    const same = alike.get(signature)
    if (same) same.push(place)
    else alike.set(signature, [place])
  }
  const places = [...alike.values()]
  const different = places.map(([place]) => records[place!]!)
  const groups = different.length > mostCompared ? different.map((_, at) => [at]) : divide(different)
  return groups.flatMap((group) => {
    const members = group.flatMap((at) => places[at]!)
    // Records that say exactly the same may still say too little, a bare short title.
    return group.length > 1 || agree(different[group[0]!]!, different[group[0]!]!)
      ? [members]
      : members.map((place) => [place])
  })
}

function agree(a: Match, b: Match): boolean {
  const found = relation(a, b)
  return found === 'same' || found === 'likely'
}

/** What makes records clash as far as sure agreement goes, and as far as likeliness does. */
const sureKind = ({ edition, issns }: Match): string => `${edition}|${issns.join()}`
const likelyKind = (match: Match): string =>
  [sureKind(match), match.year, JSON.stringify(match.authors), JSON.stringify(match.titles)].join('|')

/** Divides records of which no two say exactly the same. */
function divide(records: readonly Match[]): number[][] {
  const few = records.length <= fewEnoughForAllPairs
  const near = few ? everyPair(records.length) : sharingEvidence(records)
  const same: number[][] = records.map(() => [])
  const likely: number[][] = records.map(() => [])
  for (const [place, others] of near.entries())
    for (const other of others) {
      if (other < place) continue
      const found = relation(records[place]!, records[other]!)
      const ties = found === 'same' ? same : found === 'likely' ? likely : undefined
      if (!ties) continue
      ties[place]!.push(other)
      ties[other]!.push(place)
    }
  const sureKinds = records.map(sureKind)
  const sure = settle({
    count: records.length,
    neighbours: (place) => same[place]!,
    clash: (a, b) => relation(records[a]!, records[b]!) === 'apart',
    kind: (place) => sureKinds[place]!,
  })
  return likely.every((others) => others.length === 0) ? sure : joinLikely(records, sure, likely)
}

/** Puts works together that only likeliness connects. */
function joinLikely(records: readonly Match[], sure: number[][], likely: readonly (readonly number[])[]): number[][] {
  const workOf = new Array<number>(records.length)
  for (const [work, members] of sure.entries()) for (const member of members) workOf[member] = work
  const neighbours = sure.map((members, work) => {
    const others = new Set(members.flatMap((member) => likely[member]!.map((other) => workOf[other]!)))
    others.delete(work)
    return [...others]
  })
  const kinds = sure.map(
    (members) => new Map(members.map((member) => [likelyKind(records[member]!), records[member]!])),
  )
  const names = kinds.map((kind) => [...kind.keys()].sort().join('\n'))
  const works = settle({
    count: sure.length,
    neighbours: (work) => neighbours[work]!,
    clash: (a, b) => [...kinds[a]!.values()].some((one) => [...kinds[b]!.values()].some((two) => contradict(one, two))),
    kind: (work) => names[work]!,
  })
  return works.map((group) => group.flatMap((work) => sure[work]!))
}

function contradict(a: Match, b: Match): boolean {
  const found: Relation = relation(a, b)
  return found === 'apart' || found === 'differ'
}

const everyPair = (count: number): number[][] =>
  Array.from({ length: count }, (_, place) =>
    Array.from({ length: count - 1 }, (_, other) => (other < place ? other : other + 1)),
  )

/**
 * For every record, the others that share an identifier, year, author or telling title with it. Of two that share the
 * author only and both have a year, the years differ: they need not be compared.
 */
function sharingEvidence(records: readonly Match[]): number[][] {
  const sharing = new Map<string, number[]>()
  const keys = records.map((match, place) => {
    const dated = match.year === undefined ? 'undated' : 'dated'
    const own = evidenceOf(match).map((one) => (one.startsWith('author ') ? `${dated} ${one}` : one))
    for (const key of own) {
      const same = sharing.get(key)
      if (same) same.push(place)
      else sharing.set(key, [place])
    }
    return own
  })
  return keys.map((own, place) => {
    const near = new Set<number>()
    for (const key of own) {
      if (!key.startsWith('dated ')) for (const other of sharing.get(key)!) near.add(other)
      // Undated ones meet both, dated ones the undated.
      const counterpart = key.startsWith('dated ') ? `un${key}` : key.startsWith('undated ') ? key.slice(2) : undefined
      if (counterpart) for (const other of sharing.get(counterpart) ?? []) near.add(other)
    }
    near.delete(place)
    return [...near]
  })
}
