import { hash } from 'node:crypto'
import type { Kind } from '../../bib/index.ts'

/** PostgreSQL's limits of a tsvector: bytes of a lexeme, the largest position, and 255 positions of each, written out. */
const longestLexeme = 200
const lastPosition = 16_383
const longestPositions = 255 * '16383A,'.length
/** Of one record: a text of a megabyte makes no index entry of a megabyte. */
const mostLexemes = 20_000
/** PostgreSQL refuses a tsvector of 2^20 bytes. Counted at the worst: three bytes a character, filled up to four. */
const mostBytes = 1_000_000
const bytesOf = (lexeme: string): number => 3 * lexeme.length + 6 + bytesOfPosition
const bytesOfPosition = 2

/** Positions left free between fields, so that no phrase runs from one into the next. */
const gap = 8

/** What a word weighs in ranking, by the Use attributes of where it stands. */
type Weight = 'A' | 'B' | 'C' | ''
function weightOf({ uses }: Kind): Weight {
  if (uses.has(4)) return uses.has(21) ? 'C' : 'A'
  if (uses.has(21)) return 'C'
  return uses.has(1003) ? 'B' : ''
}

/** Whether words of a kind are found by a search of any field. */
const isInAny = ({ uses }: Kind): boolean => uses.has(1016)
/** Whether a kind has a narrower search than any field (1016, 1017 and 1035 mean the same). */
const isInNarrower = ({ uses }: Kind): boolean => uses.size > (uses.has(1016) ? 3 : 0)

/**
 * The lexeme of a word in subfields of one kind, and of a word anywhere. No word begins with a tilde, so a word cut
 * short for truncation is no kind's beginning.
 */
export const kindLexeme = (kind: Pick<Kind, 'name'>, word: string): string => cut(`~${kind.name}${word}`)
export const anyLexeme = (word: string): string => cut(word)

/** What records can be narrowed to by an index. The letters are stored: never reuse one. */
const facetLetters = { format: 'f', language: 'l', level: 'v' } as const
export type IndexedFacet = keyof typeof facetLetters
export const indexedFacets = Object.keys(facetLetters) as IndexedFacet[]

/** The lexeme of a value that records are narrowed to. No kind's name begins so. */
export const facetLexeme = (facet: IndexedFacet, value: string): string => cut(`~=${facetLetters[facet]}${value}`)

/** Whether two words of a kind, one behind the other, are looked up as such: those of titles. */
export const hasPairs = ({ uses }: Pick<Kind, 'uses'>): boolean => uses.has(4)

/**
 * The lexeme of two words one behind the other, which many others share: one of 4,096, so that few pages of the index
 * take them all. It leaves a phrase of frequent words with few records to be read and looked at.
 */
export const pairLexeme = (one: string, next: string): string =>
  `~+${hash('md5', `${[...one].slice(0, 100).join('')} ${[...next].slice(0, 100).join('')}`).slice(0, 3)}`

const cut = (word: string): string => (word.length > longestLexeme ? word.slice(0, longestLexeme) : word)

/** What words of a kind are stored as, worked out once. */
interface Stored {
  readonly name: string
  /** What comes before a word in a lexeme of its kind; undefined where any field is as narrow. */
  readonly prefix: string | undefined
  readonly any: boolean
  readonly pairs: boolean
  readonly weight: Weight
}

const known = new WeakMap<Kind, Stored>()
function storedOf(kind: Kind): Stored {
  const found = known.get(kind) ?? {
    name: kind.name,
    prefix: isInNarrower(kind) ? kindLexeme(kind, '') : undefined,
    any: isInAny(kind),
    pairs: hasPairs(kind),
    weight: weightOf(kind),
  }
  known.set(kind, found)
  return found
}

/** Collects the words of one record as a tsvector. */
export class Lexemes {
  /** Positions by lexeme, as they are written. */
  readonly #positions = new Map<string, string>()
  /** Words of each kind, by name, in the current field, which begins behind `#start`. */
  readonly #inField = new Map<string, number>()
  /** The last word of each kind that has pairs. */
  readonly #last = new Map<string, string>()
  #start = 0
  #at = 0
  #bytes = 0

  field(): void {
    this.#at += gap
    this.#start = this.#at
    this.#inField.clear()
    this.#last.clear()
  }

  add(kind: Kind, words: readonly string[]): void {
    const { name, prefix, any, pairs, weight } = storedOf(kind)
    // What is of another kind is not there for a phrase of this one: a title goes on behind its 245 $h.
    let ofKind = this.#start + (this.#inField.get(name) ?? 0)
    for (const word of words) {
      this.#at++
      if (any) this.#put(anyLexeme(word), this.#at, weight)
      if (prefix !== undefined) this.#put(cut(prefix + word), ++ofKind, '')
    }
    this.#inField.set(name, ofKind - this.#start)
    if (pairs) this.#addPairs(name, words)
  }

  #addPairs(name: string, words: readonly string[]): void {
    let last = this.#last.get(name)
    for (const word of words) {
      if (last !== undefined) this.#putBare(pairLexeme(last, word))
      last = word
    }
    if (last !== undefined) this.#last.set(name, last)
  }

  /** As PostgreSQL reads it: `'word':1A,17 'other':3`. */
  toString(): string {
    let text = ''
    for (const [lexeme, positions] of this.#positions)
      text += `${text && ' '}'${quotable(lexeme)}'${positions && `:${positions}`}`
    return text
  }

  #put(lexeme: string, at: number, weight: Weight): void {
    const before = this.#positions.get(lexeme)
    const position = Math.min(at, lastPosition) + weight
    if (before === undefined) {
      if (this.#positions.size < mostLexemes && this.#spend(bytesOf(lexeme))) this.#positions.set(lexeme, position)
    } else if (before.length < longestPositions && this.#spend(bytesOfPosition))
      this.#positions.set(lexeme, `${before},${position}`)
  }

  #putBare(lexeme: string): void {
    if (this.#positions.has(lexeme) || this.#positions.size >= mostLexemes) return
    if (this.#spend(bytesOf(lexeme))) this.#positions.set(lexeme, '')
  }

  #spend(bytes: number): boolean {
    if (this.#bytes + bytes > mostBytes) return false
    this.#bytes += bytes
    return true
  }
}

const special = /['\\]/
/** Inside quotes, PostgreSQL wants quotes and backslashes doubled; it takes no NUL at all. */
export const quotable = (lexeme: string): string =>
  (special.test(lexeme) ? lexeme.replace(/['\\]/g, '$&$&') : lexeme).replaceAll('\0', '')
