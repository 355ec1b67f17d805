import { bib1 } from './attribute-sets.ts'
import { type CqlIndex, cqlIndexes } from './cql-indexes.ts'
import { cqlTerm } from './cql-terms.ts'
import type { CqlModifier, CqlNode, CqlQuery } from './cql-tree.ts'
import { unsupported } from './cql-unsupported.ts'
import type { Attribute, Proximity, Query, RpnQuery, TermNode } from './tree.ts'

/** What a server calls its indexes, where that is not the usual name, by Bib-1 Use attribute. */
export type IndexNames = ReadonlyMap<number, string>
const usualNames: IndexNames = new Map()

/**
 * The CQL of a query with Bib-1 attributes: what an SRU target is sent. `cqlMeaning` of it finds the same.
 * @throws Problem query-unsupported for what CQL has no words for
 */
export function cqlOf({ attributeSet, root }: RpnQuery, names: IndexNames = usualNames): CqlQuery {
  return { root: nodeOf(root, { attributeSet, names }), sort: [] }
}

/** The clause by which an SRU server is asked for the terms around one. @throws Problem query-unsupported */
export function cqlScanClause(
  { attributes, term }: TermNode,
  attributeSet: string,
  names: IndexNames = usualNames,
): CqlQuery {
  const { use } = indexOf(valuesOf(attributes, attributeSet))
  const text = term.type === 'null' ? '' : String(term.value)
  return { root: clause(nameOf(use, names), '=', cqlTerm(text)), sort: [] }
}

/** What an SRU server calls the index of a Use attribute. @throws Problem query-unsupported */
export const nameOf = (use: number, names: IndexNames): string =>
  names.get(use) ?? (indexByUse.get(use) ?? unsupported(16, `1=${use}`)).names[0]!

interface Around {
  readonly attributeSet: string
  readonly names: IndexNames
}

function nodeOf(query: Query, around: Around): CqlNode {
  switch (query.op) {
    case 'term':
      return clauseOf(query, around)
    case 'set':
      return clause('cql.resultSetId', '==', cqlTerm(query.name))
    default: {
      const modifiers = query.op === 'prox' ? proximityModifiers(query) : []
      return {
        op: query.op,
        modifiers,
        left: nodeOf(query.left, around),
        right: nodeOf(query.right, around),
      }
    }
  }
}

const clause = (index: string, comparitor: string, term: string): CqlNode => ({
  op: 'clause',
  index,
  relation: { comparitor, modifiers: [] },
  term,
})

const indexByUse: ReadonlyMap<number, CqlIndex> = new Map(cqlIndexes.map((index) => [index.use, index]))
const comparitors: ReadonlyMap<number, string> = new Map([
  [1, '<'],
  [2, '<='],
  [3, '='],
  [4, '>='],
  [5, '>'],
  [6, '<>'],
])
/** The structures that a list of words may have; any other makes words stand side by side. */
const lists: ReadonlySet<number> = new Set([6, 101, 102, 105, 106])

const indexOf = (values: ReadonlyMap<number, number>): CqlIndex =>
  indexByUse.get(values.get(1) ?? 1016) ?? unsupported(16, `1=${values.get(1)}`)

function clauseOf({ attributes, term }: TermNode, { attributeSet, names }: Around): CqlNode {
  const values = valuesOf(attributes, attributeSet)
  const index = indexOf(values)
  const name = nameOf(index.use, names)
  const relation = values.get(2) ?? 3
  if (relation === 103) return index.use === 1016 ? clause('cql.allRecords', '=', '1') : clause(name, '=', '*')
  const comparitor = comparitors.get(relation) ?? unsupported(19, `2=${relation}`)
  const text = term.type === 'null' ? unsupported(27, '') : String(term.value)
  const isWhole = values.get(4) === 108 || (values.get(6) ?? 1) !== 1
  const isFirst = (values.get(3) ?? 3) !== 3
  const words = maskedBy(values.get(5), text)
  if (comparitor !== '=') {
    if (values.get(5) !== undefined || isFirst) unsupported(48, `2=${relation}`)
    return clause(name, comparitor, words)
  }
  if (isWhole) return clause(name, '==', words)
  if (isFirst) return clause(name, 'adj', `^${words}`)
  if (index.kind !== 'words') return clause(name, '=', words)
  const structure = values.get(4)
  // How the words belong together is not said: that is left to the server.
  if (structure === undefined) return clause(name, '=', everyWordMasked(values.get(5), text, words))
  const isList = lists.has(structure) || (structure === 2 && !/\s/.test(text))
  return clause(name, isList ? 'all' : 'adj', isList ? everyWordMasked(values.get(5), text, words) : words)
}

/** Truncation of a list of words is that of each; a word that has a hyphen counts as several. */
function everyWordMasked(truncation: number | undefined, text: string, whole: string): string {
  if (truncation === undefined || truncation > 3) return whole
  const words = text.split(/[\s\p{P}]+/u).filter(Boolean)
  return words.length < 2 ? whole : words.map((word) => maskedBy(truncation, word)).join(' ')
}

/** The values of Bib-1 attributes by type. */
function valuesOf(attributes: readonly Attribute[], attributeSet: string): ReadonlyMap<number, number> {
  return new Map(
    attributes.map(({ set = attributeSet, type, value }) => {
      if (set !== bib1 || typeof value === 'string' || type < 1 || type > 6) return unsupported(48, `${type}=${value}`)
      return [type, value]
    }),
  )
}

/** A term with the masks that Bib-1 truncation stands for. */
function maskedBy(truncation: number | undefined, text: string): string {
  switch (truncation) {
    case undefined:
    case 100:
      return cqlTerm(text)
    case 1:
      return `${cqlTerm(text)}*`
    case 2:
      return `*${cqlTerm(text)}`
    case 3:
      return `*${cqlTerm(text)}*`
    case 104:
      // Z39.58: `?n` is up to n characters, for which CQL has no mask but that of any number.
      return text.replace(/\?\d*|#|[\\*^]/g, (found) => (found === '#' ? '?' : found[0] === '?' ? '*' : `\\${found}`))
    default:
      return unsupported(28, `5=${truncation}`)
  }
}

const proximityComparitors = ['<', '<=', '=', '>=', '>', '<>']
const proximityUnits = [
  'character',
  'word',
  'sentence',
  'paragraph',
  'section',
  'chapter',
  'document',
  'element',
  'subelement',
]

function proximityModifiers({ exclusion, distance, ordered, relation, unit }: Proximity): CqlModifier[] {
  const name = unit.type === 'known' ? proximityUnits[unit.value - 1] : undefined
  const comparitor = proximityComparitors[relation - 1] ?? unsupported(40, String(relation))
  if (exclusion || distance < 0) unsupported(44, exclusion ? 'exclusion' : String(distance))
  return [
    { name: 'unit', comparison: { comparitor: '=', value: name ?? unsupported(42, String(unit.value)) } },
    { name: 'distance', comparison: { comparitor, value: String(distance) } },
    { name: ordered ? 'ordered' : 'unordered' },
  ]
}
