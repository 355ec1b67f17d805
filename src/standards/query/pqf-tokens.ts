import { syntaxProblem } from './syntax-problem.ts'

/** A word of a PQF query. A quoted word is never an operator. */
export interface Token {
  readonly text: string
  readonly quoted: boolean
  /** Character offset of its first character, quote included. */
  readonly position: number
}

const blank = /\s/
const closing: Readonly<Record<string, string>> = { '"': '"', '{': '}' }

/** Reads PQF words one after the other: blanks part them, quotes or braces group, a backslash takes the next character as it is. */
export class PqfTokens {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The next word, or undefined at the end. @throws Problem query-syntax when a quote is not closed */
  next(): Token | undefined {
    const text = this.#text
    while (this.#at < text.length && blank.test(text[this.#at]!)) this.#at++
    const position = this.#at
    if (position >= text.length) return undefined
    const end = closing[text[position]!]
    if (end !== undefined) this.#at++
    let word = ''
    while (this.#at < text.length) {
      const character = text[this.#at]!
      if (end === undefined ? blank.test(character) : character === end) break
      this.#at++
      if (character === '\\' && this.#at < text.length) word += text[this.#at++]
      else word += character
    }
    if (end !== undefined) {
      if (this.#at >= text.length) throw syntaxProblem(position, `the quote opened here is not closed: expected ${end}`)
      this.#at++
    }
    return { text: word, quoted: end !== undefined, position }
  }

  /** Where reading stands: the end of the text when `next` has returned undefined. */
  get position(): number {
    return this.#at
  }
}
