import type { Access } from '../../bib/index.ts'
import { foldWord } from '../../bib/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import type { FieldIndex } from './field-index.ts'

/** The words a searched word may be in the index: a run of word numbers, of which `only` these where given. */
export interface WordSet {
  readonly from: number
  readonly to: number
  readonly only?: ReadonlySet<number>
}

export const includes = ({ from, to, only }: WordSet, word: number): boolean =>
  word >= from && word < to && (only === undefined || only.has(word))

/** How often the words of a set occur. */
export function occurrences(index: FieldIndex, set: WordSet): number {
  if (!set.only) return index.placesFrom[set.to]! - index.placesFrom[set.from]!
  let sum = 0
  for (const word of set.only) sum += index.placesFrom[word + 1]! - index.placesFrom[word]!
  return sum
}

export function exactly(index: FieldIndex, word: string): WordSet {
  const from = index.find(word)
  return { from, to: index.words[from] === word ? from + 1 : from }
}

/** All words that begin with `start`: a run of the sorted list. */
export function beginning(index: FieldIndex, start: string): WordSet {
  // U+FFFF is no character, so nothing that begins with `start` sorts behind it.
  return { from: index.find(start), to: index.find(`${start}\uffff`) }
}

/** The words a test accepts. Reads the whole list: 300,000 words take a few milliseconds. */
function matching(index: FieldIndex, within: WordSet, accepts: (word: string) => boolean): WordSet {
  const only = new Set<number>()
  for (let word = within.from; word < within.to; word++) if (accepts(index.words[word]!)) only.add(word)
  return { ...within, only }
}

const everyWord = (index: FieldIndex): WordSet => ({ from: 0, to: index.words.length })

/** Whether a truncation has the whole list of words gone through. */
export const isOpen = (truncation: Access['truncation']): boolean => truncation !== 'none' && truncation !== 'right'

/** Applies Bib-1 truncation 1, 2, 3 or 100 to the words of a term; in a phrase only its ends are open. */
export function truncated(
  index: FieldIndex,
  words: readonly string[],
  { truncation, structure }: Pick<Access, 'truncation' | 'structure'>,
): WordSet[] {
  const each = structure === 'wordList'
  return words.map((word, at) => {
    const right = (truncation === 'right' || truncation === 'both') && (each || at === words.length - 1)
    const left = (truncation === 'left' || truncation === 'both') && (each || at === 0)
    if (left && right) return matching(index, everyWord(index), (candidate) => candidate.includes(word))
    if (left) return matching(index, everyWord(index), (candidate) => candidate.endsWith(word))
    return right ? beginning(index, word) : exactly(index, word)
  })
}

/** A part of a masked word: literal text, or a gap of `least` to `most` characters. */
type Part = string | { readonly least: number; readonly most: number }

/**
 * Words with masks. Truncation 101: `#` is any characters. 104 (Z39.58, ISO 8777): `?` is any characters, `?n` up to n,
 * `#` exactly one.
 */
export function masked(index: FieldIndex, words: readonly string[], truncation: 'process' | 'masking'): WordSet[] {
  return words.map((word) => {
    const parts = maskParts(foldWord(word), truncation)
    const [first] = parts
    if (!parts.some((part) => typeof part === 'string')) refuse(condition.truncatedWordTooShort, word)
    const within = typeof first === 'string' ? beginning(index, first) : everyWord(index)
    return matching(index, within, (candidate) => fits(parts, candidate))
  })
}

function maskParts(word: string, truncation: 'process' | 'masking'): Part[] {
  // Neighbouring gaps are one gap: a run of a thousand `?` costs no more than one.
  const pieces = word.match(truncation === 'process' ? /#+|[^#]+/g : /(?:\?\d{0,3})+|#|[^?#]+/g) ?? []
  return pieces.flatMap((piece): Part[] => {
    if (truncation === 'process' && piece[0] === '#') return [{ least: 0, most: Infinity }]
    if (piece === '#') return [{ least: 1, most: 1 }]
    if (truncation === 'masking' && piece[0] === '?')
      return [
        {
          least: 0,
          most: piece
            .slice(1)
            .split('?')
            .reduce((sum, n) => sum + (n ? Number(n) : Infinity), 0),
        },
      ]
    const literal = piece.replace(/[^\p{L}\p{N}\p{M}]/gu, '')
    return literal ? [literal] : []
  })
}

/**
 * Whether a word has the shape of the parts. Keeps every position reached so far instead of trying one way after the
 * other, so that many gaps cost their number times the length and never more.
 */
function fits(parts: readonly Part[], word: string): boolean {
  let reached = new Set([0])
  for (const part of parts) {
    const next = new Set<number>()
    if (typeof part === 'string') {
      for (const at of reached) if (word.startsWith(part, at)) next.add(at + part.length)
    } else {
      // A gap without end reaches everything behind its first starting point.
      const starts = part.most === Infinity ? [Math.min(...reached)] : reached
      for (const at of starts)
        for (let to = at + part.least; to <= Math.min(word.length, at + part.most); to++) next.add(to)
    }
    if (next.size === 0) return false
    reached = next
  }
  return reached.has(word.length)
}
