import { accessPoints } from './access-points.ts'
import type { Access } from './attributes.ts'
import type { FieldIndex } from './field-index.ts'
import { RecordBits } from './record-bits.ts'
import { includes, occurrences, type WordSet } from './word-sets.ts'

/** Where something was found: its first and last place. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** Records with a word of the set in the access point. */
export function recordsWith(index: FieldIndex, set: WordSet, use: number): RecordBits {
  const found = new RecordBits(index.records)
  const covered = index.covered(use)
  eachPlace(index, set, (place) => {
    if (covered[index.subfieldKind[index.subfieldAt[place]!]!]) found.add(index.fieldRecord[index.fieldAt(place)]!)
  })
  return found
}

/** Records that have anything in the access point. */
export function recordsCovered(index: FieldIndex, use: number): RecordBits {
  const found = new RecordBits(index.records)
  const covered = index.covered(use)
  for (let subfield = 0; subfield < index.subfieldKind.length; subfield++)
    if (covered[index.subfieldKind[subfield]!]) found.add(index.fieldRecord[index.subfieldField[subfield]!]!)
  return found
}

/** Calls `visit` with the first place of every occurrence of the words side by side in one field, as `access` wants. */
export function eachPhrase(
  index: FieldIndex,
  phrase: readonly WordSet[],
  access: Pick<Access, 'use' | 'firstIn' | 'complete'>,
  visit: (first: number) => void,
): void {
  if (phrase.length === 0) return
  const covered = index.covered(access.use)
  const isCovered = (place: number) => covered[index.subfieldKind[index.subfieldAt[place]!]!] === 1
  const counts = phrase.map((set) => occurrences(index, set))
  const rarest = counts.indexOf(Math.min(...counts))
  const isWhole = (accessPoints[access.use]?.as ?? 'text') !== 'text'
  eachPlace(index, phrase[rarest]!, (place) => {
    const first = place - rarest
    const last = first + phrase.length - 1
    if (first < 0 || last >= index.wordAt.length) return
    for (let at = 0; at < phrase.length; at++)
      if (!includes(phrase[at]!, index.wordAt[first + at]!) || !isCovered(first + at)) return
    if (index.fieldAt(first) !== index.fieldAt(last)) return
    if (isWhole || stands(index, access, { first, last }, isCovered)) visit(first)
  })
}

/** Records with the phrase. */
export function recordsWithPhrase(index: FieldIndex, phrase: readonly WordSet[], access: Access): RecordBits {
  const found = new RecordBits(index.records)
  eachPhrase(index, phrase, access, (first) => found.add(index.fieldRecord[index.fieldAt(first)]!))
  return found
}

function eachPlace(index: FieldIndex, set: WordSet, visit: (place: number) => void): void {
  const run = (from: number, to: number) => {
    for (let at = index.placesFrom[from]!; at < index.placesFrom[to]!; at++) visit(index.places[at]!)
  }
  if (set.only) for (const word of set.only) run(word, word + 1)
  else run(set.from, set.to)
}

/** Position and completeness. The field is what the access point covers of it: a title ends before its 245 $c. */
function stands(
  index: FieldIndex,
  { firstIn, complete }: Pick<Access, 'firstIn' | 'complete'>,
  { first, last }: Span,
  isCovered: (place: number) => boolean,
): boolean {
  if (firstIn === undefined && complete === undefined) return true
  const field = index.fieldAt(first)
  const article = index.fieldArticle[field]!
  if (firstIn === 'subfield' || complete === 'subfield') {
    const subfield = index.subfieldAt[first]!
    const begins =
      first === 0 || index.subfieldAt[first - 1] !== subfield || first === index.fieldStart[field]! + article
    const ends = index.subfieldAt[last] === subfield && index.subfieldAt[last + 1] !== subfield
    return begins && (complete === undefined || ends)
  }
  let before = 0
  for (let place = first - 1; place >= index.fieldStart[field]! && before <= article; place--)
    if (isCovered(place)) before++
  if (before !== 0 && before !== article) return false
  if (complete === undefined) return true
  for (let place = last + 1; place < index.fieldStart[field + 1]!; place++) if (isCovered(place)) return false
  return true
}
