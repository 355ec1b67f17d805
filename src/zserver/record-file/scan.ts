import { accessPoints, readAttributes, termText, termWords } from '../../bib/index.ts'
import type { Flavour } from '../../standards/marc/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import type { ScanAnswer, ScanEntry, ScanRequest } from '../database.ts'
import { firstNot } from './columns.ts'
import type { FieldIndex } from './field-index.ts'
import { recordsWith } from './phrases.ts'
import { compareKeys, type TermLists, termKey } from './term-lists.ts'

/** A term list and where in it the scan starts: the term itself or the entry that follows it. */
interface Start {
  readonly length: number
  readonly at: number
  readonly entry: (at: number) => ScanEntry
}

/** Lists the terms around one: words of an access point, or its whole fields where the structure is phrase. */
export function scan(flavour: Flavour, index: FieldIndex, lists: TermLists, request: ScanRequest): ScanAnswer {
  const access = readAttributes(flavour, request.attributeSet, request.attributes)
  if (access.truncation !== 'none')
    refuse(condition.truncation, request.attributes.find(({ type }) => type === 5)?.value)
  if (access.relation !== 'equal') refuse(condition.relation, request.attributes.find(({ type }) => type === 2)?.value)
  const words = termWords(termText(request.term), access)
  const { as = 'text', wordsOnly } = accessPoints[access.use]!
  const wholeFields = access.structure === 'phrase' && as === 'text'
  if (wholeFields && wordsOnly) refuse(condition.noTermList, access.use)
  const list = wholeFields ? fieldStart(index, lists, access.use, words) : wordStart(index, lists, access.use, words)

  const entries: ScanEntry[] = []
  let before = 0
  for (let offset = 1 - request.position; offset <= request.count - request.position; offset++) {
    const at = list.at + offset * (request.step + 1)
    if (at < 0 || at >= list.length) continue
    entries.push(list.entry(at))
    if (offset < 0) before++
  }
  return { entries, position: request.position === 0 ? 0 : before + 1 }
}

function wordStart(index: FieldIndex, lists: TermLists, use: number, [word = '']: readonly string[]): Start {
  const numbers = lists.words(use)
  const first = index.find(word)
  return {
    length: numbers.length,
    at: firstNot(numbers, (number) => number < first),
    entry: (at) => {
      const from = numbers[at]!
      return { term: index.words[from]!, hits: recordsWith(index, { from, to: from + 1 }, use).size }
    },
  }
}

function fieldStart(index: FieldIndex, lists: TermLists, use: number, words: readonly string[]): Start {
  const entries = lists.fields(use)
  const key = termKey(index, words)
  return {
    length: entries.length,
    at: firstNot(entries, (entry) => compareKeys(entry.key, key) < 0),
    entry: (at) => {
      const { key, fields } = entries[at]!
      return { term: lists.text(key), hits: new Set(fields.map((field) => index.fieldRecord[field]!)).size }
    },
  }
}
