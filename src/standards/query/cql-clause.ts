import { balanced } from './balanced.ts'
import { type CqlIndex, cqlIndexOf } from './cql-indexes.ts'
import { indexNamed, type Prefixes, plain, qualified } from './cql-names.ts'
import { TermText } from './cql-terms.ts'
import type { CqlClause, CqlModifier } from './cql-tree.ts'
import { unsupported } from './cql-unsupported.ts'
import type { Attribute, Query } from './tree.ts'

const longestTerm = 2_000

/** The query of one clause. @throws Problem query-unsupported */
export function clauseQuery({ index: written, relation, term }: CqlClause, prefixes: Prefixes): Query {
  if (term.length > longestTerm) unsupported(23, String(longestTerm))
  if (written === undefined || relation === undefined) return found(serverChoice, 'scr', TermText.read(term, true))
  const { set, name } = qualified(written, prefixes)
  const special = set === 'cql' ? specialIndexes.get(name.toLowerCase()) : undefined
  if (special) return special(term)
  const index = indexNamed(written, prefixes)
  const { isMasked, isWhole } = modified(relation.modifiers, prefixes)
  const comparitor = plainComparitor(relation.comparitor, prefixes)
  return found(index, isWhole && isWords(comparitor) ? '==' : comparitor, TermText.read(term, isMasked))
}

const serverChoice = cqlIndexOf('cql', 'serverChoice')!

/** Indexes of the context set CQL that are none of the record's. */
const specialIndexes: ReadonlyMap<string, (term: string) => Query> = new Map([
  ['allrecords', () => leaf(serverChoice, '', { type: 2, value: 103 })],
  ['resultsetid', (term: string): Query => ({ op: 'set', name: plain(term) })],
])

/** A comparitor by its own name: `cql.all` is `all`. */
function plainComparitor(written: string, prefixes: Prefixes): string {
  if (/^[=<>]/.test(written)) return written
  const { set, name } = qualified(written, prefixes)
  return set === '' || set === 'cql' ? name.toLowerCase() : unsupported(19, written)
}

const isWords = (comparitor: string) => ['=', 'scr', 'all', 'any', 'adj'].includes(comparitor)

/** What the modifiers of a relation say. Those that ask for what is done anyway are taken. */
function modified(modifiers: readonly CqlModifier[], prefixes: Prefixes) {
  let [isMasked, isWhole] = [true, false]
  for (const { name: written, comparison } of modifiers) {
    const { set, name } = qualified(written, prefixes)
    const key = (set === '' || set === 'cql') && !comparison ? name.toLowerCase() : ''
    if (key === 'unmasked') isMasked = false
    else if (key === 'string') isWhole = true
    else if (!['masked', 'word', 'ignorecase', 'ignoreaccents'].includes(key)) unsupported(20, written)
  }
  return { isMasked, isWhole }
}

const relations: ReadonlyMap<string, number> = new Map(Object.entries({ '<': 1, '<=': 2, '>=': 4, '>': 5, '<>': 6 }))

function found(index: CqlIndex, comparitor: string, term: TermText): Query {
  if (term.text.trim() === '' && !term.isMasked) unsupported(27, '')
  const isValue = index.kind !== 'words'
  switch (comparitor) {
    case '=':
    case 'scr':
      if (term.isAnything) return leaf(index, '', { type: 2, value: 103 })
      if (isValue) return value(index, term)
      return term.isAnchored ? phrase(index, term) : severalWords('and', index, term)
    case 'all':
    case 'any':
      return severalWords(comparitor === 'all' ? 'and' : 'or', index, term)
    case 'adj':
      return isValue ? value(index, term) : phrase(index, term)
    case '==':
    case 'exact':
      return isValue ? value(index, term) : phrase(index, term, true)
    case 'within':
      return within(index, term)
    default: {
      const relation = relations.get(comparitor) ?? unsupported(19, comparitor)
      if (term.isMasked) unsupported(28, '')
      if (term.isAnchored) unsupported(31, '')
      return leaf(index, term.text, { type: 2, value: relation })
    }
  }
}

/** Words that need no attributes of their own are a word list; any other run of them is a term for each. */
function severalWords(op: 'and' | 'or', index: CqlIndex, term: TermText): Query {
  const words = term.words()
  const isList = op === 'and' && index.kind === 'words' && !term.isMasked && !term.isAnchored && words.length > 1
  if (isList) return leaf(index, words.map(({ text }) => text).join(' '), { type: 4, value: 6 })
  return balanced(
    op,
    words.map((word) => (index.kind === 'words' ? phrase(index, word, false, 2) : value(index, word))),
  )
}

/** Words side by side, or one word; `isWhole` when they are all that stands in the field. */
function phrase(index: CqlIndex, term: TermText, isWhole = false, structure = 1): Query {
  const atStart = term.anchoredStart || isWhole
  if (term.anchoredEnd && !atStart) unsupported(32, '^')
  const position = atStart && !(term.anchoredEnd || isWhole) ? [{ type: 3, value: 1 }] : []
  const completeness = atStart && (term.anchoredEnd || isWhole) ? [{ type: 6, value: 3 }] : []
  return masked(index, term, [{ type: 4, value: structure }, ...position, ...completeness])
}

/** A number, a code or a year: anchors say nothing new of it. */
const value = (index: CqlIndex, term: TermText): Query =>
  masked(index, term, index.kind === 'year' ? [{ type: 4, value: 4 }] : [])

function masked(index: CqlIndex, term: TermText, attributes: readonly Attribute[]): Query {
  const { truncation } = term
  const text = (truncation === 104 ? term.z3958 : term.text).trim()
  return leaf(index, text, ...attributes, ...(truncation === undefined ? [] : [{ type: 5, value: truncation }]))
}

/** Between two values, both included. */
function within(index: CqlIndex, term: TermText): Query {
  const bounds = term.words()
  if (bounds.length !== 2 || term.isMasked || term.isAnchored) return unsupported(36, term.text)
  const [from, to] = bounds as [TermText, TermText]
  return {
    op: 'and',
    left: leaf(index, from.text, { type: 2, value: 4 }),
    right: leaf(index, to.text, { type: 2, value: 2 }),
  }
}

const leaf = ({ use }: CqlIndex, text: string, ...attributes: readonly Attribute[]): Query => ({
  op: 'term',
  attributes: [{ type: 1, value: use }, ...attributes],
  term: { type: 'general', value: text },
})
