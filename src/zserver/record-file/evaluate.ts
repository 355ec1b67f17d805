import { type Access, readAttributes, termText, termWords } from '../../bib/index.ts'
import type { Flavour } from '../../standards/marc/index.ts'
import type { Proximity, Query, RpnQuery, Term, TermNode } from '../../standards/query/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import { comparedRecords } from './comparison.ts'
import type { FieldIndex } from './field-index.ts'
import { eachPhrase, recordsCovered, recordsWith, recordsWithPhrase, type Span } from './phrases.ts'
import { nearby } from './proximity.ts'
import { RecordBits } from './record-bits.ts'
import type { TermLists } from './term-lists.ts'
import { isOpen, masked, truncated, type WordSet } from './word-sets.ts'

/** What a query is evaluated against. `earlier` gives the records of a result set made before. */
export interface Evaluation {
  readonly flavour: Flavour
  readonly index: FieldIndex
  readonly lists: TermLists
  readonly earlier: (name: string) => RecordBits
}

/** The records that answer a query. */
export const evaluate = (evaluation: Evaluation, query: RpnQuery): RecordBits =>
  new Evaluator(evaluation, query.attributeSet).records(query.root)

/** What one query may cost, and the diagnostic that says it costs more. */
const limits = {
  operands: { most: 100, refusal: condition.tooManyOperands },
  words: { most: 200, refusal: condition.tooManyWords },
  /** Words for which the whole list of words is gone through. */
  openWords: { most: 20, refusal: condition.tooManyTruncatedWords },
  /** Places that proximity compares: nested, it multiplies them. */
  spans: { most: 1_000_000, refusal: condition.tooManyIndexTerms },
} as const

class Evaluator {
  readonly #evaluation: Evaluation
  readonly #attributeSet: string
  readonly #spent = { operands: 0, words: 0, openWords: 0, spans: 0 }

  constructor(evaluation: Evaluation, attributeSet: string) {
    this.#evaluation = evaluation
    this.#attributeSet = attributeSet
  }

  records(query: Query): RecordBits {
    switch (query.op) {
      case 'and':
        return this.records(query.left).and(this.records(query.right))
      case 'or':
        return this.records(query.left).or(this.records(query.right))
      case 'not':
        return this.records(query.left).not(this.records(query.right))
      case 'prox':
        return this.#nearRecords(query)
      case 'set':
        this.#spend('operands', 1)
        return this.#evaluation.earlier(query.name)
      case 'term':
        return this.#termRecords(query)
    }
  }

  #termRecords({ attributes, term }: TermNode): RecordBits {
    const { index, lists } = this.#evaluation
    const access = this.#access(attributes)
    const { use, relation } = access
    if (relation === 'always') return recordsCovered(index, use)
    if (relation !== 'equal') return comparedRecords(index, lists, use, relation, this.#words(term, access))
    const phrase = this.#wordSets(term, access)
    // A single word that our own folding cuts in two ("e-mail") must stand together, too.
    if (access.structure !== 'wordList' || access.firstIn || access.complete)
      return recordsWithPhrase(index, phrase, access)
    return phrase
      .map((set) => recordsWith(index, set, use))
      .reduce((all, some) => all.and(some), RecordBits.all(index.records))
  }

  #nearRecords(query: Proximity): RecordBits {
    const { index } = this.#evaluation
    const numbers = this.#pairs(query).map(({ first }) => index.fieldRecord[index.fieldAt(first)]!)
    const near = RecordBits.of(index.records, numbers)
    return query.exclusion ? this.records(query.left).and(this.records(query.right)).not(near) : near
  }

  /** Where both sides stand as near as is wanted, in order. */
  #pairs(query: Proximity): Span[] {
    const found: Span[] = []
    nearby(this.#evaluation.index, query, this.#spans(query.left), this.#spans(query.right), (pair) => {
      this.#spend('spans', 1)
      found.push(pair)
    })
    return inOrder(found)
  }

  /** Where the query is met, place by place and in order: what proximity compares. */
  #spans(query: Query): Span[] {
    const found: Span[] = []
    const add = (span: Span) => {
      this.#spend('spans', 1)
      found.push(span)
    }
    if (query.op === 'prox' && !query.exclusion) return this.#pairs(query)
    if (query.op === 'or') for (const side of [query.left, query.right]) this.#spans(side).forEach(add)
    else if (query.op !== 'term') refuse(condition.proximityOfSets)
    else {
      const access = this.#access(query.attributes)
      eachPhrase(this.#evaluation.index, this.#wordSets(query.term, access), access, add)
    }
    return inOrder(found)
  }

  #access(attributes: TermNode['attributes']): Access {
    this.#spend('operands', 1)
    return readAttributes(this.#evaluation.flavour, this.#attributeSet, attributes)
  }

  #wordSets(term: Term, access: Access): WordSet[] {
    const words = this.#words(term, access)
    const { index } = this.#evaluation
    const { truncation } = access
    return truncation === 'process' || truncation === 'masking'
      ? masked(index, words, truncation)
      : truncated(index, words, access)
  }

  /** The words of a term, with their masks where it has some. */
  #words(term: Term, access: Access): string[] {
    const text = termText(term)
    const hasMasks = access.truncation === 'process' || access.truncation === 'masking'
    const words = hasMasks ? text.split(/\s+/).filter(Boolean) : termWords(text, access)
    this.#spend('words', words.length)
    if (isOpen(access.truncation)) this.#spend('openWords', words.length)
    return words.length === 0 ? refuse(condition.malformedTerm, text) : words
  }

  #spend(what: keyof typeof limits, amount: number): void {
    const { most, refusal } = limits[what]
    this.#spent[what] += amount
    if (this.#spent[what] > most) refuse(refusal, most)
  }
}

const inOrder = (spans: Span[]): Span[] => spans.sort((a, b) => a.first - b.first)
