import { Problem } from '../../problems.ts'
import { bib1 } from './attribute-sets.ts'
import { type Masks, maskedWord } from './masks.ts'
import { deweyForm, isbnForms, issnForms, lccnForms, yearForm, yearSpan } from './standard-numbers.ts'
import {
  type Attribute,
  type AttributeMap,
  type FieldedSearch,
  type FieldName,
  fields,
  type Query,
  type RpnQuery,
} from './tree.ts'

const use = (value: number) => ({ type: 1, value })
/** Structure "word list": every word of the text, in any order. */
const wordList = { type: 4, value: 6 }
/** Relations "less than or equal" and "greater or equal". */
const atMost = 2
const atLeast = 4

/**
 * The Bib-1 combinations most targets understand. No relation attribute: naming even "equal" breaks some servers.
 */
export const defaultAttributes: AttributeMap = {
  any: [use(1016), wordList],
  title: [use(4), wordList],
  author: [use(1003), wordList],
  subject: [use(21), wordList],
  isbn: [use(7)],
  issn: [use(8)],
  lccn: [use(9)],
  controlNumber: [use(12)],
  publisher: [use(1018), wordList],
  year: [use(31)],
  dewey: [use(13)],
}

const asTyped = (text: string): readonly string[] => [text.trim().replace(/\s+/g, ' ')]

/** What is searched for a typed text: several forms are alternatives. */
const forms: { readonly [F in FieldName]?: (typed: string) => readonly string[] } = {
  isbn: isbnForms,
  issn: issnForms,
  lccn: lccnForms,
  year: (typed) => [yearForm(typed)],
  dewey: (typed) => [deweyForm(typed)],
}

/**
 * The query for a search form: all fields given must match, an ISBN in either of its lengths. The text is taken as it
 * is, in NFC; quotes and backslashes are just characters, and `*` and `?` in words are masks: see `maskedWord`. Years
 * may be a span: see `yearSpan`.
 * @throws Problem query-empty
 */
export function fielded(search: FieldedSearch, map: AttributeMap = defaultAttributes, masks: Masks = 'end'): RpnQuery {
  const terms = fields.flatMap((field) => {
    const typed = search[field]?.normalize('NFC')
    if (!typed?.trim()) return []
    const span = field === 'year' ? spanTerms(typed, map.year) : undefined
    if (span) return [span]
    const masked = maskedTerms(typed, map[field], masks)
    return [masked ?? join('or', (forms[field] ?? asTyped)(typed).map(leaf(map[field])))]
  })
  if (terms.length === 0) throw new Problem('query-empty')
  return { attributeSet: bib1, root: join('and', terms) }
}

/** A span of years: from the first of them on, and up to the last. */
function spanTerms(typed: string, attributes: readonly Attribute[]): Query | undefined {
  const span = yearSpan(typed)
  if (!span) return undefined
  const others = attributes.filter(({ type }) => type !== 2)
  const bound = (relation: number, year: string | undefined) =>
    year === undefined ? [] : [leaf([...others, { type: 2, value: relation }])(year)]
  return join('and', [...bound(atLeast, span.from), ...bound(atMost, span.to)])
}

/** Words with masks are a term each, for truncation is a whole term's; the others stay together. */
function maskedTerms(typed: string, attributes: readonly Attribute[], masks: Masks): Query | undefined {
  const words = typed.trim().split(/\s+/)
  const masked = words.flatMap((word) => maskedWord(word, masks) ?? [])
  if (masked.length === 0) return undefined
  const plain = words.filter((word) => maskedWord(word, masks) === undefined)
  const withoutStructure = attributes.filter(({ type }) => type !== 4 && type !== 5)
  return join('and', [
    ...(plain.length > 0 ? [leaf(attributes)(plain.join(' '))] : []),
    ...masked.map(({ text, truncation }) => leaf([...withoutStructure, truncation])(text)),
  ])
}

const leaf =
  (attributes: readonly Attribute[]) =>
  (value: string): Query => ({ op: 'term', attributes, term: { type: 'general', value } })

const join = (op: 'and' | 'or', queries: readonly Query[]): Query =>
  queries.reduce((left, right) => ({ op, left, right }))
