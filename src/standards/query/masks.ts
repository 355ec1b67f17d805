import type { Attribute } from './tree.ts'

/** Which masks are read in what somebody types: all, or only the `*` at the end of a word. */
export type Masks = 'all' | 'end'

/** A word as it is searched: its text, with what says how it is cut short. */
export interface MaskedWord {
  readonly text: string
  readonly truncation: Attribute
}

const right: Attribute = { type: 5, value: 1 }
const left: Attribute = { type: 5, value: 2 }
const both: Attribute = { type: 5, value: 3 }
/** Z39.58: `?` stands for any characters, `#` for one. */
const z3958: Attribute = { type: 5, value: 104 }

/** Letters that must be left beside the masks: fewer would find nearly everything. */
const fewest = 2

/**
 * What a typed word with masks means: `*` stands for any characters, `?` for one. A question mark at the end of a word is
 * one, and no mask. Undefined for a word without.
 */
export function maskedWord(word: string, masks: Masks): MaskedWord | undefined {
  // Z39.58's own masks are just characters to whoever types.
  if (/[#]/.test(word)) return undefined
  const trimmed = word.replace(/\?+$/, '')
  const inner = trimmed.replace(/^\*+|\*+$/g, '')
  if ((inner.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < fewest) return undefined
  const [before, after] = [trimmed.startsWith('*'), trimmed.endsWith('*')]
  if (masks === 'end') return after && !before && !inner.includes('*') ? { text: inner, truncation: right } : undefined
  if (/[*?]/.test(inner)) {
    const text = trimmed.replace(/\*+|\?/g, (mask) => (mask === '?' ? '#' : '?'))
    return { text, truncation: z3958 }
  }
  if (before && after) return { text: inner, truncation: both }
  if (before) return { text: inner, truncation: left }
  return after ? { text: inner, truncation: right } : undefined
}
