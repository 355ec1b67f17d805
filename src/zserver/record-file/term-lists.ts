import type { FieldIndex } from './field-index.ts'

/** The words of one field as its access point sees them, without a leading article: word numbers. */
type FieldKey = Uint32Array

/** Fields with the same key: one entry of a list of whole fields. */
export interface FieldEntry {
  readonly key: FieldKey
  readonly fields: readonly number[]
}

/** The sorted lists that scans, comparisons and sorting need; each is made when first asked for, and kept. */
export class TermLists {
  readonly #index: FieldIndex
  readonly #words = new Map<number, Uint32Array>()
  readonly #fields = new Map<number, readonly FieldEntry[]>()

  constructor(index: FieldIndex) {
    this.#index = index
  }

  /** Numbers of the words that occur in an access point, ascending. */
  words(use: number): Uint32Array {
    return kept(this.#words, use, () => {
      const index = this.#index
      const covered = index.covered(use)
      const occurs = new Uint8Array(index.words.length)
      for (let place = 0; place < index.wordAt.length; place++)
        if (covered[index.subfieldKind[index.subfieldAt[place]!]!]) occurs[index.wordAt[place]!] = 1
      return Uint32Array.from(index.words.keys()).filter((word) => occurs[word])
    })
  }

  /** The distinct whole fields of an access point in order. */
  fields(use: number): readonly FieldEntry[] {
    return kept(this.#fields, use, () => {
      const entries: { key: FieldKey; fields: number[] }[] = []
      const keyed = this.#fieldsOf(use).sort((a, b) => compareKeys(a.key, b.key) || a.field - b.field)
      for (const { key, field } of keyed) {
        const last = entries.at(-1)
        if (last && compareKeys(last.key, key) === 0) last.fields.push(field)
        else entries.push({ key, fields: [field] })
      }
      return entries
    })
  }

  /** The text of an entry: its folded words. */
  text(key: ArrayLike<number>): string {
    return Array.from(key, (word) => this.#index.words[word]!).join(' ')
  }

  #fieldsOf(use: number): { key: FieldKey; field: number }[] {
    const index = this.#index
    const covered = index.covered(use)
    const found: { key: FieldKey; field: number }[] = []
    for (let field = 0; field < index.fieldRecord.length; field++) {
      const key = fieldKey(index, covered, field)
      if (key.length > 0) found.push({ key, field })
    }
    return found
  }
}

/** The key of a field; empty where the access point does not cover any of it. */
export function fieldKey(index: FieldIndex, covered: Uint8Array, field: number): FieldKey {
  const key: number[] = []
  for (let place = index.fieldStart[field]!; place < index.fieldStart[field + 1]!; place++)
    if (covered[index.subfieldKind[index.subfieldAt[place]!]!]) key.push(index.wordAt[place]!)
  const article = index.fieldArticle[field]!
  return Uint32Array.from(article < key.length ? key.slice(article) : key)
}

/**
 * The words of a term as numbers that compare with keys. A word that is in no record stands half a step before the
 * one that follows it.
 */
export function termKey(index: FieldIndex, words: readonly string[]): number[] {
  return words.map((word) => {
    const at = index.find(word)
    return index.words[at] === word ? at : at - 0.5
  })
}

export function compareKeys(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const shorter = Math.min(left.length, right.length)
  for (let at = 0; at < shorter; at++) if (left[at] !== right[at]) return left[at]! - right[at]!
  return left.length - right.length
}

function kept<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = make()
  cache.set(key, made)
  return made
}
