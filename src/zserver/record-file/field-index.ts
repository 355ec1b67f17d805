import type { AccessSink, Kind } from '../../bib/index.ts'
import { firstNot, Growing } from './columns.ts'

/**
 * The words of all records in one row, in the order they stand in. A *place* is an index into that row; a word's
 * places give its records, a phrase is checked by looking at the neighbours. An access point is a choice of kinds of
 * subfield, so one row serves them all. Everything but the list of words is in flat columns: 100,000 records of 1 kB
 * take some 12 bytes a word.
 */
export class FieldIndex {
  /** Distinct words in code unit order; a word's number is its index here, so comparing numbers compares words. */
  readonly words: readonly string[]
  readonly kinds: readonly Kind[]
  readonly records: number
  /** Word at each place. */
  readonly wordAt: Uint32Array
  /** Subfield at each place. */
  readonly subfieldAt: Uint32Array
  readonly subfieldKind: Uint32Array
  readonly subfieldField: Uint32Array
  /** First place of each field, and one more: the end. */
  readonly fieldStart: Uint32Array
  readonly fieldRecord: Uint32Array
  /** How many leading words of a field do not count for filing. */
  readonly fieldArticle: Uint32Array
  /** Places of word w, ascending: `places` from `placesFrom[w]` to `placesFrom[w + 1]`. */
  readonly places: Uint32Array
  readonly placesFrom: Uint32Array

  readonly #covered = new Map<number, Uint8Array>()

  constructor(columns: Omit<FieldIndex, 'places' | 'placesFrom' | 'covered' | 'fieldAt' | 'find'>) {
    this.words = columns.words
    this.kinds = columns.kinds
    this.records = columns.records
    this.wordAt = columns.wordAt
    this.subfieldAt = columns.subfieldAt
    this.subfieldKind = columns.subfieldKind
    this.subfieldField = columns.subfieldField
    this.fieldStart = columns.fieldStart
    this.fieldRecord = columns.fieldRecord
    this.fieldArticle = columns.fieldArticle
    ;[this.places, this.placesFrom] = invert(this.wordAt, this.words.length)
  }

  /** For each subfield kind, 1 where the Use attribute covers it. */
  covered(use: number): Uint8Array {
    const known = this.#covered.get(use)
    if (known) return known
    const made = Uint8Array.from(this.kinds, (kind) => (kind.uses.has(use) ? 1 : 0))
    this.#covered.set(use, made)
    return made
  }

  fieldAt(place: number): number {
    return this.subfieldField[this.subfieldAt[place]!]!
  }

  /** The number of the first word not before `word`. */
  find(word: string): number {
    return firstNot(this.words, (other) => other < word)
  }
}

/** A counting sort of the places by word. */
function invert(wordAt: Uint32Array, count: number): [places: Uint32Array, from: Uint32Array] {
  const from = new Uint32Array(count + 1)
  for (const word of wordAt) from[word + 1]!++
  for (let word = 0; word < count; word++) from[word + 1]! += from[word]!
  const next = from.slice()
  const places = new Uint32Array(wordAt.length)
  for (let place = 0; place < wordAt.length; place++) places[next[wordAt[place]!]!++] = place
  return [places, from]
}

/** Takes records field by field and makes the index of them. */
export class FieldIndexBuilder implements AccessSink {
  #records = 0
  readonly #numbers = new Map<string, number>()
  readonly #kindNumbers = new Map<Kind, number>()
  readonly #wordAt = new Growing()
  readonly #subfieldAt = new Growing()
  readonly #subfieldKind = new Growing()
  readonly #subfieldField = new Growing()
  readonly #fieldStart = new Growing()
  readonly #fieldRecord = new Growing()
  readonly #fieldArticle = new Growing()

  /** Begins the next record; the first one is number 0. */
  record(): void {
    this.#records++
  }

  field(articleWords: number): void {
    this.#fieldStart.push(this.#wordAt.length)
    this.#fieldRecord.push(this.#records - 1)
    this.#fieldArticle.push(articleWords)
  }

  subfield(kind: Kind, words: readonly string[]): void {
    if (words.length === 0) return
    const subfield = this.#subfieldKind.length
    this.#subfieldKind.push(numbered(this.#kindNumbers, kind))
    this.#subfieldField.push(this.#fieldRecord.length - 1)
    for (const word of words) {
      this.#wordAt.push(numbered(this.#numbers, word))
      this.#subfieldAt.push(subfield)
    }
  }

  build(): FieldIndex {
    // Words got their numbers in order of appearance: give them their alphabetical ones.
    const words = [...this.#numbers.keys()].sort()
    const alphabetical = new Uint32Array(words.length)
    words.forEach((word, number) => {
      alphabetical[this.#numbers.get(word)!] = number
    })
    this.#fieldStart.push(this.#wordAt.length)
    return new FieldIndex({
      words,
      kinds: [...this.#kindNumbers.keys()],
      records: this.#records,
      wordAt: this.#wordAt.done().map((word) => alphabetical[word]!),
      subfieldAt: this.#subfieldAt.done(),
      subfieldKind: this.#subfieldKind.done(),
      subfieldField: this.#subfieldField.done(),
      fieldStart: this.#fieldStart.done(),
      fieldRecord: this.#fieldRecord.done(),
      fieldArticle: this.#fieldArticle.done(),
    })
  }
}

function numbered<T>(numbers: Map<T, number>, value: T): number {
  const known = numbers.get(value)
  if (known !== undefined) return known
  numbers.set(value, numbers.size)
  return numbers.size - 1
}
