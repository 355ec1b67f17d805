import { Problem } from '../../problems.ts'
import { attributeSetOid, bib1, isOid } from './attribute-sets.ts'
import { PqfTokens, type Token } from './pqf-tokens.ts'
import { syntaxProblem } from './syntax-problem.ts'
import type { Attribute, Operation, Proximity, Query, RpnQuery, Term } from './tree.ts'

/** Deepest nesting of operators. A query travels inside a PDU, whose own depth is capped at 64. */
export const maxQueryDepth = 48
/** Most attributes of a term. Each leaf below them carries them all: thousands of both would fill the memory. */
export const maxAttributes = 100
const maxLength = 65_536

const termTypes = ['general', 'numeric', 'string', 'oid', 'datetime', 'null'] as const
type TermType = Term['type']

/** What the operators around a leaf say of it. */
interface Scope {
  readonly attributes: readonly Attribute[]
  readonly termType: TermType
  readonly depth: number
}

/**
 * Reads a PQF query: `[@attrset SET] structure`, where a structure is `@and|@or|@not A B`, `@prox … A B`,
 * `@attr [SET] type=value A`, `@term TYPE A`, `@set NAME` or a term. An `@attr` before an operator goes to every leaf
 * below; a nearer one of the same type wins.
 * @throws Problem query-empty, query-syntax with `position` and what was expected
 */
export function parsePqf(text: string): RpnQuery {
  if (text.length > maxLength)
    throw syntaxProblem(maxLength, `expected at most ${maxLength} characters, found ${text.length}`)
  if (text.trim() === '') throw new Problem('query-empty')
  return new Parser(text).query()
}

class Parser {
  readonly #tokens: PqfTokens
  #ahead: Token | undefined

  constructor(text: string) {
    this.#tokens = new PqfTokens(text)
    this.#ahead = this.#tokens.next()
  }

  query(): RpnQuery {
    let attributeSet = bib1
    if (this.#isKeyword('@attrset')) {
      this.#take('@attrset')
      attributeSet = this.#attributeSet(this.#take('the name or OID of an attribute set'))
    }
    const root = this.#structure({ attributes: [], termType: 'general', depth: 0 })
    if (this.#ahead)
      throw syntaxProblem(this.#ahead.position, `expected the end of the query, found ${show(this.#ahead)}`)
    return { attributeSet, root }
  }

  #structure(outer: Scope): Query {
    let scope = outer
    for (;;) {
      const token = this.#take('an operator or a term')
      if (token.quoted || !token.text.startsWith('@')) return this.#leaf(token, scope)
      switch (token.text) {
        case '@attr':
          scope = { ...scope, attributes: nearer(scope.attributes, this.#attribute()) }
          if (scope.attributes.length > maxAttributes)
            throw syntaxProblem(token.position, `expected at most ${maxAttributes} attributes for one term`)
          break
        case '@term':
          scope = { ...scope, termType: this.#oneOf(termTypes) }
          break
        case '@set':
          return { op: 'set', name: this.#take('the name of a result set').text }
        case '@and':
        case '@or':
        case '@not': {
          const op = token.text.slice(1) as Operation['op']
          return { op, ...this.#operands(token, scope) }
        }
        case '@prox':
          return { ...this.#proximity(), ...this.#operands(token, scope) }
        default:
          throw syntaxProblem(
            token.position,
            `expected @and, @or, @not, @prox, @attr, @term, @set or a term, found ${show(token)}`,
          )
      }
    }
  }

  #operands(operator: Token, scope: Scope): { left: Query; right: Query } {
    const depth = scope.depth + 1
    if (depth > maxQueryDepth)
      throw syntaxProblem(operator.position, `expected at most ${maxQueryDepth} nested operators`)
    const left = this.#structure({ ...scope, depth })
    const right = this.#structure({ ...scope, depth })
    return { left, right }
  }

  #attribute(): Attribute {
    let token = this.#take('type=value or an attribute set')
    let set: string | undefined
    if (!token.text.includes('=')) {
      set = this.#attributeSet(token)
      token = this.#take('type=value')
    }
    const match = /^(\d{1,9})=(.+)$/s.exec(token.text)
    if (!match) throw syntaxProblem(token.position, `expected type=value, found ${show(token)}`)
    const [, type, value] = match as unknown as [string, string, string]
    return {
      ...(set === undefined ? {} : { set }),
      type: Number(type),
      value: /^\d{1,9}$/.test(value) ? Number(value) : value,
    }
  }

  #proximity(): Omit<Proximity, 'left' | 'right'> {
    // `void` stands for a field left out; the standard's default is no exclusion.
    const exclusion = this.#oneOf(['0', '1', 'void'] as const) === '1'
    const distance = this.#integer('the distance')
    const ordered = this.#oneOf(['0', '1'] as const) === '1'
    const relation = this.#integer('the relation')
    const kind = this.#oneOf(['known', 'k', 'private', 'p'] as const)
    const value = this.#integer('the unit')
    const type = kind.startsWith('k') ? 'known' : 'private'
    return { op: 'prox', exclusion, distance, ordered, relation, unit: { type, value } }
  }

  #leaf(token: Token, { attributes, termType }: Scope): Query {
    return { op: 'term', attributes, term: termOf(token, termType) }
  }

  #attributeSet(token: Token): string {
    const oid = attributeSetOid(token.text)
    if (!oid) throw syntaxProblem(token.position, `expected the name or OID of an attribute set, found ${show(token)}`)
    return oid
  }

  #integer(what: string): number {
    const token = this.#take(what)
    if (!/^-?\d{1,9}$/.test(token.text))
      throw syntaxProblem(token.position, `expected ${what}, a number, found ${show(token)}`)
    return Number(token.text)
  }

  #oneOf<T extends string>(allowed: readonly T[]): T {
    const expected = allowed.join(', ')
    const token = this.#take(expected)
    const found = allowed.find((value) => value === token.text)
    if (!found) throw syntaxProblem(token.position, `expected one of ${expected}, found ${show(token)}`)
    return found
  }

  #isKeyword(keyword: string): boolean {
    return this.#ahead !== undefined && !this.#ahead.quoted && this.#ahead.text === keyword
  }

  #take(expected: string): Token {
    const token = this.#ahead
    if (!token) throw syntaxProblem(this.#tokens.position, `expected ${expected}, found the end of the query`)
    this.#ahead = this.#tokens.next()
    return token
  }
}

function termOf(token: Token, type: TermType): Term {
  switch (type) {
    case 'null':
      return { type }
    case 'numeric': {
      const value = Number(token.text)
      if (!/^-?\d+$/.test(token.text) || !Number.isSafeInteger(value))
        throw syntaxProblem(token.position, `expected a whole number, found ${show(token)}`)
      return { type, value: value === 0 ? 0 : value }
    }
    case 'oid':
      if (!isOid(token.text)) throw syntaxProblem(token.position, `expected an OID, found ${show(token)}`)
      return { type, value: token.text }
    default:
      return { type, value: token.text }
  }
}

/** The attributes with one more, in place of an outer one of the same type and set. */
function nearer(outer: readonly Attribute[], inner: Attribute): readonly Attribute[] {
  return [...outer.filter(({ type, set }) => type !== inner.type || set !== inner.set), inner]
}

function show({ text }: Token): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`
}
