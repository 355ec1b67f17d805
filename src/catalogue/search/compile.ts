import { type RawBuilder, sql } from 'kysely'
import { type Access, accessPoints, anyField, readAttributes, termText, termWords } from '../../bib/index.ts'
import type { Query, RpnQuery, TermNode } from '../../standards/query/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import {
  anyLexeme,
  type Heading,
  hasPairs,
  headingKey,
  headings,
  keyKinds,
  kindLexeme,
  pairLexeme,
  quotable,
} from '../indexing/index.ts'
import { type Condition, either, join } from './condition.ts'
import { kindsOfUse } from './kinds.ts'

/** Gives the records of a result set made before, as ids in ascending order. */
export type Earlier = (name: string) => readonly number[]

/** What one query may cost, and the diagnostic that says it costs more. */
const limits = {
  operands: { most: 100, refusal: condition.tooManyOperands },
  words: { most: 200, refusal: condition.tooManyWords },
  openWords: { most: 20, refusal: condition.tooManyTruncatedWords },
  /** Of all lexemes, for a word is looked for in each kind of its access point: PostgreSQL takes a tsquery of 2^20 bytes. */
  bytes: { most: 800_000, refusal: condition.tooManyCharacters },
} as const

/**
 * The condition that a record answers a query. What the catalogue has no index for is refused as Bib-1 diagnostics are.
 * @throws Problem bib1-diagnostic
 */
export function compile(
  query: RpnQuery,
  earlier: Earlier = (name) => refuse(condition.noSuchResultSet, name),
): Condition {
  return new Compiler(query.attributeSet, earlier).condition(query.root)
}

/** Words of a query that tell which of its answers come first. */
const mostRankedBy = 10

class Compiler {
  readonly #attributeSet: string
  readonly #earlier: Earlier
  readonly #spent = { operands: 0, words: 0, openWords: 0, bytes: 0 }
  #rankedBy = 0

  constructor(attributeSet: string, earlier: Earlier) {
    this.#attributeSet = attributeSet
    this.#earlier = earlier
  }

  condition(query: Query): Condition {
    switch (query.op) {
      case 'and':
      case 'or':
      case 'not':
        return join(query.op, this.condition(query.left), this.condition(query.right))
      case 'prox':
        return refuse(condition.unsupportedSearch, 'proximity')
      case 'set':
        this.#spend('operands', 1)
        return { rest: sql<boolean>`s.bib_id = any(${[...this.#earlier(query.name)]}::bigint[])` }
      case 'term':
        return this.#term(query)
    }
  }

  #term({ attributes, term }: TermNode): Condition {
    this.#spend('operands', 1)
    // Both flavours stand in one catalogue; MARC 21 has every access point that UNIMARC has.
    const access = readAttributes('marc21', this.#attributeSet, attributes)
    if (access.relation === 'always') return always(access.use)
    const { text, open } = this.#untruncated(termText(term), access)
    const words = termWords(text, access)
    this.#spend('words', words.length)
    if (open) this.#spend('openWords', words.length)
    if (words.length === 0) return refuse(condition.malformedTerm, text)
    for (const word of words) this.#spend('bytes', Buffer.byteLength(word) * lexemes(access.use, '').length)
    if (access.relation !== 'equal') return { rest: compared(access, words) }
    const rank = this.#ranking(words, open)
    if ((access.firstIn || access.complete) && !holdsValues(access.use))
      return { rest: ofHeading(access, words, open), rank }
    const found = access.structure === 'wordList' ? everyWord : phrase
    return { tsquery: found(access.use, words, open), rank }
  }

  /** The words wherever they stand: so they are weighed by where that is, and there are no more than were typed. */
  #ranking(words: readonly string[], open: boolean): string | undefined {
    const some = words.filter((word) => quotable(word) !== '').slice(0, mostRankedBy - this.#rankedBy)
    this.#rankedBy += some.length
    return some.length > 0 ? everyWord(anyField, some, open) : undefined
  }

  /** The text of a term, and whether its words may go on: right truncation, or masking that is no more than that. */
  #untruncated(text: string, { truncation }: Access): { text: string; open: boolean } {
    if (truncation === 'none') return { text, open: false }
    if (truncation === 'right') return { text, open: true }
    // ATR-BIB-1: 101 goes on at #, 104 (Z39.58) at ?, where # is one character.
    const mask = truncation === 'process' ? '#' : truncation === 'masking' ? '?' : undefined
    if (!mask) return refuse(condition.truncation, truncation === 'left' ? 2 : 3)
    const trimmed = text.trimEnd()
    const cut = trimmed.endsWith(mask) ? trimmed.slice(0, -1) : trimmed
    if (/[?#]/.test(cut)) return refuse(condition.truncation, truncation === 'process' ? 101 : 104)
    return { text: cut, open: cut !== trimmed }
  }

  #spend(what: keyof typeof limits, amount: number): void {
    const { most, refusal } = limits[what]
    this.#spent[what] += amount
    if (this.#spent[what] > most) refuse(refusal, most)
  }
}

/** Language, record type and level: a code each, though they are read as text. */
const codedUses = new Set([54, 1001, 1021])

/** Whether an access point holds values that are found whole anyway: position and completeness mean nothing there. */
const holdsValues = (use: number) => accessPoints[use]?.as !== undefined || codedUses.has(use)

const isAny = (use: number) => [1016, 1017, 1035].includes(use)

/** The lexemes a word may be stored as under a Use attribute. */
function lexemes(use: number, word: string): string[] {
  if (isAny(use)) return [anyLexeme(word)]
  return kindsOfUse(use).map((kind) => kindLexeme(kind, word))
}

const quoted = (lexeme: string, open: boolean): string => `'${quotable(lexeme)}'${open ? ':*' : ''}`

const everyWord = (use: number, words: readonly string[], open: boolean): string => {
  const every = words.map((word) => either(lexemes(use, word).map((lexeme) => quoted(lexeme, open))))
  return every.length === 1 ? every[0]! : `(${every.join(' & ')})`
}

/** Words one behind the other, in subfields of one kind; only the last may go on. */
function phrase(use: number, words: readonly string[], open: boolean): string {
  const columns = words.map((word) => lexemes(use, word))
  const rows = columns[0]!.map((_, kind) =>
    columns.map((column, at) => quoted(column[kind]!, open && at === words.length - 1)).join(' <-> '),
  )
  const found = either(rows.map((row) => (words.length === 1 ? row : `(${row})`)))
  if (isAny(use) || !kindsOfUse(use).every(hasPairs)) return found
  const whole = open ? words.slice(0, -1) : words
  const pairs = new Set(whole.slice(1).map((word, at) => quoted(pairLexeme(whole[at]!, word), false)))
  return pairs.size === 0 ? found : `(${[...pairs].join(' & ')} & ${found})`
}

/** Whether a record has anything at all under a Use attribute. */
function always(use: number): Condition {
  return isAny(use) ? {} : { tsquery: either(lexemes(use, '').map((lexeme) => quoted(lexeme, true))) }
}

const operators = {
  less: sql`<`,
  lessOrEqual: sql`<=`,
  greaterOrEqual: sql`>=`,
  greater: sql`>`,
} as const

/** Only years have an order. */
function compared({ use, relation }: Access, words: readonly string[]): RawBuilder<boolean> {
  if (accessPoints[use]?.as !== 'years') return refuse(condition.relation, relation)
  const year =
    /^\d{4}$/.test(words[0]!) && words.length === 1 ? Number(words[0]) : refuse(condition.illegalTerm, words[0])
  const operator = operators[relation as keyof typeof operators]
  return sql<boolean>`(s.year > 0 and s.year ${operator} ${year})`
}

/** Words that begin a heading, or are all of it. */
function ofHeading({ use, firstIn, complete }: Access, words: readonly string[], open: boolean): RawBuilder<boolean> {
  const heading = (Object.keys(headings) as Heading[]).find((one) => headings[one] === use)
  if (!heading || firstIn === 'subfield' || complete === 'subfield') {
    if (complete) return refuse(condition.completeness, complete === 'subfield' ? 2 : 3)
    return refuse(condition.position, firstIn === 'subfield' ? 2 : 1)
  }
  // Cut as long as those that are stored.
  const key = headingKey(words.join(' '))
  const longer = sql`key >= ${key} and key < ${key + last}`
  const test =
    complete && open
      ? // Only the last word goes on.
        sql`${longer} and strpos(substr(key, ${[...key].length + 1}), ' ') = 0`
      : complete
        ? sql`key = ${key}`
        : open
          ? longer
          : sql`(key = ${key} or (key >= ${`${key} `} and key < ${`${key} ${last}`}))`
  const kind = sql.lit(keyKinds[heading])
  return sql<boolean>`s.bib_id in (select bib_id from bib_keys where kind = ${kind} and ${test} and not hidden)`
}

/** The last character there is: what begins with a key sorts before the key and this. */
const last = '\u{10ffff}'
