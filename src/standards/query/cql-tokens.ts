import { syntaxProblem } from './syntax-problem.ts'

/** A piece of a CQL query: a name or term, a comparitor symbol, a parenthesis or a slash. */
export interface CqlToken {
  readonly kind: 'text' | 'symbol'
  /** Of a text, what stands between its quotes, with all escapes but those of quotes. */
  readonly text: string
  /** A quoted text is never a keyword. */
  readonly quoted: boolean
  /** Character offset of its first character, quote included. */
  readonly position: number
}

const blanks = /\s*/y
const symbols = /[()/]|<>|<=|>=|==|[<>=]/y
const bareText = /[^\s()=<>"/]+/y
/** Atoms of which only one can match at any character: linear. */
const quotedText = /"((?:[^"\\]|\\[\s\S])*)"/y

/** Cuts a CQL query into its pieces, one after the other. */
export class CqlTokens {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The next piece, or undefined at the end. @throws Problem query-syntax when a quote is not closed */
  next(): CqlToken | undefined {
    this.#match(blanks)
    const position = this.#at
    if (position >= this.#text.length) return undefined
    const symbol = this.#match(symbols)
    if (symbol) return { kind: 'symbol', text: symbol[0], quoted: false, position }
    const bare = this.#match(bareText)
    if (bare) return { kind: 'text', text: normalised(bare[0]), quoted: false, position }
    const quoted = this.#match(quotedText)
    if (quoted) return { kind: 'text', text: normalised(quoted[1]!), quoted: true, position }
    throw syntaxProblem(position, 'the quote opened here is not closed: expected "')
  }

  /** Where reading stands: the end of the text when `next` has returned undefined. */
  get position(): number {
    return this.#at
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at = pattern.lastIndex
    return match ?? undefined
  }
}

/** One spelling of every text: quotes need no escape once they are read, and a last backslash stands for itself. */
const normalised = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\([\s\S]?)/g, (pair, escaped) => (escaped === '"' ? '"' : escaped === '' ? '\\\\' : pair))
    : text
