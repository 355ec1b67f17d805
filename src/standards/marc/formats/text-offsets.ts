import type { TextPiece } from './xml-text.ts'

/**
 * Turns positions in a text, counted in characters from its start, into byte offsets. They have to be asked for in order:
 * one before the last is taken for the last.
 */
export class TextOffsets {
  readonly #size: (text: string) => number
  #piece: TextPiece = { text: '', offset: 0, end: 0 }
  /** Characters before the piece. */
  #start = 0
  /** A character of the piece whose byte is known. */
  #character = 0
  #byte = 0
  /** The byte that was asked for last. */
  #last = 0

  /** `size` gives the bytes that a text takes. */
  constructor(size: (text: string) => number) {
    this.#size = size
  }

  /** Goes on to the next piece. A position in the pieces before can still be asked for if it was the last one there. */
  begin(piece: TextPiece): void {
    this.#start += this.#piece.text.length
    this.#piece = piece
    this.#character = 0
    this.#byte = piece.offset
  }

  /** The byte of a character. */
  at(position: number): number {
    const character = position - this.#start
    if (character < 0) return this.#last
    if (character > this.#character) {
      this.#byte += this.#size(this.#piece.text.slice(this.#character, character))
      this.#character = character
    }
    this.#last = this.#byte
    return this.#last
  }

  /** Byte behind the piece. */
  get end(): number {
    return this.#piece.end
  }
}
