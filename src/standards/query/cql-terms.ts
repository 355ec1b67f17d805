import { plain } from './cql-names.ts'
import { unsupported } from './cql-unsupported.ts'

/** A character of a term with what it does: stand for itself, mask, or anchor. */
type Piece = { readonly literal: string } | { readonly special: '*' | '?' | '^' }

/** A term as CQL writes it, of plain text: nothing in it masks or anchors. */
export const cqlTerm = (text: string): string => text.replace(/[\\*?^]/g, '\\$&')

/** A term, or a word of one, read: its text, which parts of it are masks, and whether it is anchored. */
export class TermText {
  readonly #pieces: readonly Piece[]
  readonly anchoredStart: boolean
  readonly anchoredEnd: boolean

  private constructor(pieces: readonly Piece[], anchoredStart: boolean, anchoredEnd: boolean) {
    this.#pieces = pieces
    this.anchoredStart = anchoredStart
    this.anchoredEnd = anchoredEnd
  }

  /** @throws Problem query-unsupported 26 (what is escaped needs none) or 32 (an anchor inside the term) */
  static read(written: string, isMasked: boolean): TermText {
    if (!isMasked) return new TermText([{ literal: plain(written) }], false, false)
    const pieces = [...written.matchAll(/\\([\s\S])|([*?^])|[^\\*?^]+/g)].map(([whole, escaped, special]): Piece => {
      if (escaped !== undefined)
        return /[\\*?^"]/.test(escaped) ? { literal: escaped } : unsupported(26, `\\${escaped}`)
      return special === undefined ? { literal: whole } : { special: special as '*' | '?' | '^' }
    })
    const start = isAnchor(pieces[0])
    const end = pieces.length > 1 && isAnchor(pieces.at(-1))
    const inner = pieces.slice(start ? 1 : 0, end ? -1 : undefined)
    if (inner.some(isAnchor)) unsupported(32, '^')
    return new TermText(inner, start, end)
  }

  /** Without masks and anchors. */
  get text(): string {
    return this.#pieces.map((piece) => ('literal' in piece ? piece.literal : '')).join('')
  }

  get isMasked(): boolean {
    return this.#pieces.some((piece) => 'special' in piece)
  }

  get isAnchored(): boolean {
    return this.anchoredStart || this.anchoredEnd
  }

  /** A single `*`: whatever there is. */
  get isAnything(): boolean {
    return this.#pieces.length > 0 && this.#pieces.every((piece) => 'special' in piece && piece.special === '*')
  }

  /** Bib-1 truncation 1, 2 or 3 where only a `*` at the ends masks, else 104; undefined without masks. */
  get truncation(): number | undefined {
    if (!this.isMasked) return undefined
    const [first, last] = [this.#pieces[0]!, this.#pieces.at(-1)!]
    const left = 'special' in first && first.special === '*'
    const right = 'special' in last && last.special === '*' && this.#pieces.length > 1
    const inside = this.#pieces.slice(left ? 1 : 0, right ? -1 : undefined)
    if (inside.length === 0 || inside.some((piece) => 'special' in piece)) return 104
    return left ? (right ? 3 : 2) : 1
  }

  /** As Z39.58 masks it, for truncation 104: `?` is any characters, `#` exactly one. Neither can stand for itself. */
  get z3958(): string {
    return this.#pieces
      .map((piece) => ('literal' in piece ? piece.literal.replace(/[?#]/g, ' ') : piece.special === '*' ? '?' : '#'))
      .join('')
  }

  /** Its words, parted at blanks. The anchors stay with the first and the last. */
  words(): TermText[] {
    const words: Piece[][] = [[]]
    for (const piece of this.#pieces) {
      if ('special' in piece) {
        words.at(-1)!.push(piece)
        continue
      }
      const [head, ...rest] = piece.literal.split(/\s+/)
      if (head) words.at(-1)!.push({ literal: head })
      for (const part of rest) words.push(part ? [{ literal: part }] : [])
    }
    const found = words.filter((word) => word.length > 0)
    return found.map(
      (word, at) => new TermText(word, this.anchoredStart && at === 0, this.anchoredEnd && at === found.length - 1),
    )
  }
}

const isAnchor = (piece: Piece | undefined): boolean =>
  piece !== undefined && 'special' in piece && piece.special === '^'
