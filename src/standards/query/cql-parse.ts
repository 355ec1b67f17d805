import { Problem } from '../../problems.ts'
import { type CqlToken, CqlTokens } from './cql-tokens.ts'
import {
  type CqlBoolean,
  type CqlModifier,
  type CqlNode,
  type CqlQuery,
  type CqlRelation,
  type CqlSortKey,
  comparitorSymbols,
  cqlKeywords,
} from './cql-tree.ts'
import { unsupported } from './cql-unsupported.ts'
import { maxQueryDepth } from './pqf-parse.ts'
import { syntaxProblem } from './syntax-problem.ts'

const maxLength = 65_536
/** Most operators of a query, in all. Each makes the tree one deeper: `a and b and c` groups to the left. */
export const maxCqlOperators = 200
const maxModifiers = 20
const maxSortKeys = 20

/** Where clauses begin in the text that they were read from. */
export type CqlPlaces = Map<CqlNode, number>

/**
 * Reads a CQL query of version 1.1, 1.2 or 2.0.
 * @param places is told where each clause begins
 * @throws Problem query-empty, query-syntax with `position` and what was expected, query-unsupported when there are
 *   more than `maxCqlOperators` operators
 */
export function parseCql(text: string, places: CqlPlaces = new Map()): CqlQuery {
  if (text.length > maxLength)
    throw syntaxProblem(maxLength, `expected at most ${maxLength} characters, found ${text.length}`)
  if (text.trim() === '') throw new Problem('query-empty')
  return new Parser(text, places).query()
}

class Parser {
  readonly #tokens: CqlTokens
  readonly #places: CqlPlaces
  #ahead: CqlToken | undefined
  #operators = 0

  constructor(text: string, places: CqlPlaces) {
    this.#places = places
    this.#tokens = new CqlTokens(text)
    this.#ahead = this.#tokens.next()
  }

  query(): CqlQuery {
    const root = this.#scope(0)
    const sort = this.#isKeyword('sortby') ? this.#sortKeys() : []
    if (this.#ahead) throw this.#expected('an operator or the end of the query')
    return { root, sort }
  }

  /** Prefix assignments, then clauses joined by operators. */
  #scope(depth: number): CqlNode {
    if (depth > maxQueryDepth)
      throw syntaxProblem(this.#position, `expected at most ${maxQueryDepth} nested parentheses and prefixes`)
    if (this.#isSymbol('>')) return this.#prefixed(depth)
    let left = this.#clause(depth)
    for (;;) {
      const op = this.#operator()
      if (!op) return left
      if (++this.#operators > maxCqlOperators) unsupported(38, `more than ${maxCqlOperators} operators`)
      this.#take()
      left = { op, modifiers: this.#modifiers(), left, right: this.#clause(depth) }
    }
  }

  #prefixed(depth: number): CqlNode {
    this.#take()
    const first = this.#text('a prefix or a URI')
    if (!this.#isSymbol('=')) return { op: 'prefix', uri: first, query: this.#scope(depth + 1) }
    this.#take()
    const uri = this.#text('a URI')
    return { op: 'prefix', prefix: first, uri, query: this.#scope(depth + 1) }
  }

  #clause(depth: number): CqlNode {
    if (this.#isSymbol('(')) {
      this.#take()
      const inner = this.#scope(depth + 1)
      if (!this.#isSymbol(')')) throw this.#expected('an operator or )')
      this.#take()
      return inner
    }
    if (this.#operator()) throw this.#expected('a term')
    const position = this.#position
    const first = this.#text('a term')
    const relation = this.#relation()
    const clause: CqlNode = relation
      ? { op: 'clause', index: first, relation, term: this.#text('a term') }
      : { op: 'clause', term: first }
    this.#places.set(clause, position)
    return clause
  }

  /** A comparitor may be any name, so a second word in a row is one. */
  #relation(): CqlRelation | undefined {
    const token = this.#ahead
    if (!token) return undefined
    const isNamed = token.kind === 'text' && (token.quoted || !cqlKeywords.has(token.text.toLowerCase()))
    if (!isNamed && !comparitorSymbols.has(token.text)) return undefined
    this.#take()
    return { comparitor: token.text, modifiers: this.#modifiers() }
  }

  #modifiers(): CqlModifier[] {
    const found: CqlModifier[] = []
    while (this.#isSymbol('/')) {
      const { position } = this.#take()
      if (found.length >= maxModifiers) throw syntaxProblem(position, `expected at most ${maxModifiers} modifiers`)
      const name = this.#text('the name of a modifier')
      if (this.#ahead?.kind !== 'symbol' || !comparitorSymbols.has(this.#ahead.text)) {
        found.push({ name })
        continue
      }
      const { text: comparitor } = this.#take()
      found.push({ name, comparison: { comparitor, value: this.#text('the value of a modifier') } })
    }
    return found
  }

  #sortKeys(): CqlSortKey[] {
    this.#take()
    const keys: CqlSortKey[] = []
    do {
      if (keys.length >= maxSortKeys) throw syntaxProblem(this.#position, `expected at most ${maxSortKeys} sort keys`)
      keys.push({ index: this.#text('an index to sort by'), modifiers: this.#modifiers() })
    } while (this.#ahead?.kind === 'text')
    return keys
  }

  #operator(): CqlBoolean['op'] | undefined {
    return (['and', 'or', 'not', 'prox'] as const).find((op) => this.#isKeyword(op))
  }

  #isKeyword(keyword: string): boolean {
    const token = this.#ahead
    return token?.kind === 'text' && !token.quoted && token.text.toLowerCase() === keyword
  }

  #isSymbol(symbol: string): boolean {
    return this.#ahead?.kind === 'symbol' && this.#ahead.text === symbol
  }

  #text(expected: string): string {
    if (this.#ahead?.kind !== 'text') throw this.#expected(expected)
    return this.#take().text
  }

  #take(): CqlToken {
    const token = this.#ahead!
    this.#ahead = this.#tokens.next()
    return token
  }

  get #position(): number {
    return this.#ahead?.position ?? this.#tokens.position
  }

  #expected(what: string): Problem {
    const found = this.#ahead ? `"${this.#ahead.text.slice(0, 40)}"` : 'the end of the query'
    return syntaxProblem(this.#position, `expected ${what}, found ${found}`)
  }
}
