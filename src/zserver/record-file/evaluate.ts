import type { Flavour } from '../../standards/marc/index.ts'
import type { Proximity, Query, RpnQuery, Term, TermNode } from '../../standards/query/index.ts'
import { condition, refuse } from '../diagnostics.ts'
import { accessPoints } from './access-points.ts'
import { type Access, readAttributes } from './attributes.ts'
import { firstNot } from './columns.ts'
import type { FieldIndex } from './field-index.ts'
import { eachPhrase, recordsCovered, recordsWith, recordsWithPhrase, type Span } from './phrases.ts'
import { nearby } from './proximity.ts'
import { RecordBits } from './record-bits.ts'
import { compareKeys, type TermLists, termKey } from './term-lists.ts'
import { valueReaders } from './values.ts'
import { masked, truncated, type WordSet } from './word-sets.ts'

/** What one query may cost. Beyond it the client is told so by diagnostic. */
const limits = { operands: 100, termLength: 2_000, words: 200, openWords: 20 } as const

/** What a query is evaluated against. `earlier` gives the records of a result set made before. */
export interface Evaluation {
  readonly flavour: Flavour
  readonly index: FieldIndex
  readonly lists: TermLists
  readonly earlier: (name: string) => RecordBits
}

/** The records that answer a query. */
export function evaluate({ flavour, index, lists, earlier }: Evaluation, { attributeSet, root }: RpnQuery): RecordBits {
  const spent = { operands: 0, words: 0, openWords: 0 }

  const records = (query: Query): RecordBits => {
    switch (query.op) {
      case 'and':
        return records(query.left).and(records(query.right))
      case 'or':
        return records(query.left).or(records(query.right))
      case 'not':
        return records(query.left).not(records(query.right))
      case 'prox':
        return recordsOf(query)
      case 'set':
        return earlier(query.name)
      case 'term':
        return termRecords(query)
    }
  }

  const recordsOf = (query: Proximity) => {
    const near = RecordBits.of(
      index.records,
      spans(query).map(({ first }) => index.fieldRecord[index.fieldAt(first)]!),
    )
    return query.exclusion ? records(query.left).and(records(query.right)).not(near) : near
  }

  /** Where the query is met, place by place: what proximity compares. */
  const spans = (query: Query): Span[] => {
    if (query.op === 'prox') return nearby(index, query, spans(query.left), spans(query.right))
    if (query.op === 'or') return [...spans(query.left), ...spans(query.right)].sort((a, b) => a.first - b.first)
    if (query.op !== 'term') return refuse(condition.proximityOfSets)
    const access = readAttributes(flavour, attributeSet, query.attributes)
    const phrase = wordSets(query.term, access)
    const found: Span[] = []
    eachPhrase(index, phrase, access, (span) => found.push(span))
    return found.sort((a, b) => a.first - b.first)
  }

  const termRecords = ({ attributes, term }: TermNode): RecordBits => {
    const access = readAttributes(flavour, attributeSet, attributes)
    if (access.relation === 'always') return recordsCovered(index, access.use)
    if (access.relation !== 'equal') return comparedRecords(access, access.relation, term)
    const phrase = wordSets(term, access)
    // A single word that our own folding cuts in two ("e-mail") must stand together, too.
    if (access.structure !== 'wordList' || access.firstIn || access.complete)
      return recordsWithPhrase(index, phrase, access)
    return phrase
      .map((set) => recordsWith(index, set, access.use))
      .reduce((all, some) => all.and(some), RecordBits.all(index.records))
  }

  const wordSets = (term: Term, access: Access): WordSet[] => {
    if (++spent.operands > limits.operands) refuse(condition.tooManyOperands, limits.operands)
    const text = termText(term)
    const sets =
      access.truncation === 'process' || access.truncation === 'masking'
        ? masked(index, text, access.truncation)
        : truncated(index, termWords(text, access), access)
    spent.words += sets.length
    spent.openWords += sets.filter(({ only }) => only).length
    if (spent.words > limits.words) refuse(condition.tooManyWords, limits.words)
    if (spent.openWords > limits.openWords) refuse(condition.tooManyTruncatedWords, limits.openWords)
    if (sets.length === 0) refuse(condition.malformedTerm, text)
    return sets
  }

  const comparedRecords = (access: Access, relation: Comparison, term: Term): RecordBits => {
    const words = termWords(termText(term), access)
    if (words.length === 0) refuse(condition.malformedTerm, termText(term))
    if (accessPoints[access.use]?.as) return comparedValues(access.use, relation, words[0]!)
    if (accessPoints[access.use]?.wordsOnly) refuse(condition.relation, relation)
    const key = termKey(index, words)
    const entries = lists.fields(access.use)
    const below = firstNot(entries, (entry) => compareKeys(entry.key, key) < 0)
    const upTo = firstNot(entries, (entry) => compareKeys(entry.key, key) <= 0)
    const [from, to] = chosen(relation, below, upTo, entries.length)
    const found = new RecordBits(index.records)
    for (const { fields } of entries.slice(from, to)) for (const field of fields) found.add(index.fieldRecord[field]!)
    return found
  }

  /** Years and numbers: each value of a field counts for itself. */
  const comparedValues = (use: number, relation: Comparison, value: string) => {
    const words = lists.words(use)
    const at = index.find(value)
    const below = firstNot(words, (word) => word < at)
    const upTo = index.words[at] === value && words[below] === at ? below + 1 : below
    const [from, to] = chosen(relation, below, upTo, words.length)
    return recordsWith(index, { from: 0, to: index.words.length, only: new Set(words.subarray(from, to)) }, use)
  }

  return records(root)
}

type Comparison = Exclude<Access['relation'], 'equal' | 'always'>

/** The stretch of a sorted list that a comparison wants, given where the entries below and up to the term end. */
function chosen(relation: Comparison, below: number, upTo: number, length: number): [from: number, to: number] {
  const stretches = {
    less: [0, below],
    lessOrEqual: [0, upTo],
    greaterOrEqual: [below, length],
    greater: [upTo, length],
  } as const
  return [...stretches[relation]]
}

/** The words of a term as its access point reads it. */
export function termWords(text: string, { use, structure }: Pick<Access, 'use' | 'structure'>): string[] {
  const kind = structure === 'year' ? 'years' : (accessPoints[use]?.as ?? 'text')
  return valueReaders[kind].search(text)
}

export function termText(term: Term): string {
  if (term.type === 'null') return refuse(condition.termType, 'null')
  const text = String(term.value)
  return text.length > limits.termLength ? refuse(condition.tooManyCharacters, limits.termLength) : text
}
