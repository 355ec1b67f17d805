import type { Access } from '../../bib/index.ts'
import { accessPoints } from '../../bib/index.ts'
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

/**
 * Calls `visit` for every occurrence of the words side by side in one field, as `access` wants. What the access point
 * does not cover is not there: a title goes on behind its 245 $h.
 */
export function eachPhrase(
  index: FieldIndex,
  phrase: readonly WordSet[],
  access: Pick<Access, 'use' | 'firstIn' | 'complete'>,
  visit: (span: Span) => void,
): void {
  if (phrase.length === 0) return
  const field = new CoveredField(index, access.use)
  const counts = phrase.map((set) => occurrences(index, set))
  const rarest = counts.indexOf(Math.min(...counts))
  const isWhole = (accessPoints[access.use]?.as ?? 'text') !== 'text'
  eachPlace(index, phrase[rarest]!, (place) => {
    if (!field.covers(place)) return
    let first = place
    for (let at = rarest - 1; at >= 0; at--) {
      first = field.before(first)
      if (first < 0 || !includes(phrase[at]!, index.wordAt[first]!)) return
    }
    let last = place
    for (let at = rarest + 1; at < phrase.length; at++) {
      last = field.after(last)
      if (last < 0 || !includes(phrase[at]!, index.wordAt[last]!)) return
    }
    const span = { first, last }
    if (isWhole || stands(index, field, access, span)) visit(span)
  })
}

/** Records with the phrase. */
export function recordsWithPhrase(index: FieldIndex, phrase: readonly WordSet[], access: Access): RecordBits {
  const found = new RecordBits(index.records)
  eachPhrase(index, phrase, access, ({ first }) => found.add(index.fieldRecord[index.fieldAt(first)]!))
  return found
}

/** Steps along the places of a field that an access point covers. */
class CoveredField {
  readonly #index: FieldIndex
  readonly #covered: Uint8Array

  constructor(index: FieldIndex, use: number) {
    this.#index = index
    this.#covered = index.covered(use)
  }

  covers(place: number): boolean {
    return this.#covered[this.#index.subfieldKind[this.#index.subfieldAt[place]!]!] === 1
  }

  /** The covered place before one in its field, or -1. */
  before(place: number): number {
    const start = this.#index.fieldStart[this.#index.fieldAt(place)]!
    for (let at = place - 1; at >= start; at--) if (this.covers(at)) return at
    return -1
  }

  /** The covered place after one in its field, or -1. */
  after(place: number): number {
    const end = this.#index.fieldStart[this.#index.fieldAt(place) + 1]!
    for (let at = place + 1; at < end; at++) if (this.covers(at)) return at
    return -1
  }
}

function eachPlace(index: FieldIndex, set: WordSet, visit: (place: number) => void): void {
  const run = (from: number, to: number) => {
    for (let at = index.placesFrom[from]!; at < index.placesFrom[to]!; at++) visit(index.places[at]!)
  }
  if (set.only) for (const word of set.only) run(word, word + 1)
  else run(set.from, set.to)
}

/** Position and completeness. The first word of a field may also be the one behind its article. */
function stands(
  index: FieldIndex,
  field: CoveredField,
  { firstIn, complete }: Pick<Access, 'firstIn' | 'complete'>,
  { first, last }: Span,
): boolean {
  if (firstIn === undefined && complete === undefined) return true
  const number = index.fieldAt(first)
  const article = index.fieldArticle[number]!
  if (firstIn === 'subfield' || complete === 'subfield') {
    const subfield = index.subfieldAt[first]!
    const begins = index.subfieldAt[first - 1] !== subfield || first === index.fieldStart[number]! + article
    const ends = index.subfieldAt[last] === subfield && index.subfieldAt[last + 1] !== subfield
    return begins && (complete === undefined || ends)
  }
  let before = 0
  for (let at = field.before(first); at >= 0 && before <= article; at = field.before(at)) before++
  return (before === 0 || before === article) && (complete === undefined || field.after(last) < 0)
}
