import type { TextPiece } from './xml-text.ts'

/** Turns positions in a text, counted in characters from its start, into byte offsets. They have to be asked for in order. */
export class TextOffsets {
  readonly #size: (text: string) => number
  #piece: TextPiece = { text: '', offset: 0 }
  /** Characters before the piece. */
  #start = 0
  /** A character of the piece whose byte is known. */
  #character = 0
  #byte = 0
  /** The byte that `settle` gave last. */
  #settled = 0

  /** `size` gives the bytes that a text takes. */
  constructor(size: (text: string) => number) {
    this.#size = size
  }

  /** Goes on to the next piece of the text. */
  begin(piece: TextPiece): void {
    this.#start += this.#piece.text.length
    this.#piece = piece
    this.#character = 0
    this.#byte = piece.offset
  }

  /** The byte of a character of the current piece. A character before the last one asked for is taken for that one. */
  at(position: number): number {
    const character = position - this.#start
    if (character > this.#character) {
      this.#byte += this.#size(this.#piece.text.slice(this.#character, character))
      this.#character = character
    }
    return this.#byte
  }

  /** The byte of a character that may be in an earlier piece: it must have been settled before that piece ended. */
  settle(position: number): number {
    const character = position - this.#start
    if (character >= 0) this.#settled = this.#piece.offset + this.#size(this.#piece.text.slice(0, character))
    return this.#settled
  }
}
