import type { Access } from '../../bib/index.ts'
import { accessPoints } from '../../bib/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import { firstNot } from './columns.ts'
import type { FieldIndex } from './field-index.ts'
import { recordsWith } from './phrases.ts'
import { RecordBits } from './record-bits.ts'
import { compareKeys, type TermLists, termKey } from './term-lists.ts'

export type Comparison = Exclude<Access['relation'], 'equal' | 'always'>

/**
 * Records with a value that is less or greater than the words of a term: whole fields in the order of the alphabet, or,
 * where the access point holds years and numbers, each value for itself.
 */
export function comparedRecords(
  index: FieldIndex,
  lists: TermLists,
  use: number,
  relation: Comparison,
  words: readonly string[],
): RecordBits {
  const point = accessPoints[use]!
  if (point.as) return comparedValues(index, lists, use, relation, words[0]!)
  if (point.wordsOnly) refuse(condition.relation, relation)
  const key = termKey(index, words)
  const entries = lists.fields(use)
  const below = firstNot(entries, (entry) => compareKeys(entry.key, key) < 0)
  const upTo = firstNot(entries, (entry) => compareKeys(entry.key, key) <= 0)
  const found = new RecordBits(index.records)
  for (const { fields } of entries.slice(...stretch(relation, below, upTo)))
    for (const field of fields) found.add(index.fieldRecord[field]!)
  return found
}

function comparedValues(index: FieldIndex, lists: TermLists, use: number, relation: Comparison, value: string) {
  const values = lists.words(use)
  const at = index.find(value)
  const below = firstNot(values, (word) => word < at)
  const upTo = index.words[at] === value && values[below] === at ? below + 1 : below
  const only = new Set(values.subarray(...stretch(relation, below, upTo)))
  return recordsWith(index, { from: 0, to: index.words.length, only }, use)
}

/** The part of a sorted list that a comparison wants, given where what is below and what is up to the term ends. */
function stretch(relation: Comparison, below: number, upTo: number): [from: number, to?: number] {
  switch (relation) {
    case 'less':
      return [0, below]
    case 'lessOrEqual':
      return [0, upTo]
    case 'greaterOrEqual':
      return [below]
    case 'greater':
      return [upTo]
  }
}
