import type { Attribute, Query as QueryTree, RpnQuery, Term as TreeTerm } from '../query/index.ts'
import type { AttributeElement, Operator, ProximityOperator, RPNQuery, RPNStructure, Term } from './query.ts'

/** Numbers of `relationType` and of known proximity units, by the names the codec has for them. */
const relations = ['lessThan', 'lessThanOrEqual', 'equal', 'greaterThanOrEqual', 'greaterThan', 'notEqual'] as const
const units = [
  'character',
  'word',
  'sentence',
  'paragraph',
  'section',
  'chapter',
  'document',
  'element',
  'subelement',
  'elementType',
  'byte',
] as const

const utf8Encode = (text: string): Uint8Array => Buffer.from(text)
const utf8Decode = (octets: Uint8Array): string => Buffer.from(octets).toString('utf8')

/**
 * The Type-1 query for a query tree. `encodeText` writes general terms, which are octets on the wire.
 */
export function rpnOf(query: RpnQuery, encodeText = utf8Encode): RPNQuery {
  return { attributeSet: query.attributeSet, rpn: structureOf(query.root, encodeText) }
}

/**
 * The query tree of a Type-1 query. A term of a kind the tree does not know is read as text; attributes on a result set
 * are left out.
 */
export function queryOf(query: RPNQuery, decodeText = utf8Decode): RpnQuery {
  return { attributeSet: query.attributeSet, root: treeOf(query.rpn, decodeText) }
}

/** The attributes of a term as the wire has them. Also what a Scan begins at. */
export function attributeListOf(attributes: readonly Attribute[]): AttributeElement[] {
  return attributes.map(({ set, type, value }) => ({
    ...(set === undefined ? {} : { attributeSet: set }),
    attributeType: type,
    attributeValue:
      typeof value === 'number'
        ? { type: 'numeric', value }
        : { type: 'complex', value: { list: [{ type: 'string', value }] } },
  }))
}

/** A term as the wire has it. */
export function termOf(term: TreeTerm, encodeText = utf8Encode): Term {
  switch (term.type) {
    case 'general':
      return { type: 'general', value: encodeText(term.value) }
    case 'string':
      return { type: 'characterString', value: term.value }
    case 'datetime':
      return { type: 'dateTime', value: term.value }
    case 'null':
      return { type: 'null', value: null }
    case 'numeric':
      return { type: 'numeric', value: term.value }
    case 'oid':
      return { type: 'oid', value: term.value }
  }
}

/** The text of a term from the wire. */
export function termText(term: Term, decodeText = utf8Decode): string {
  switch (term.type) {
    case 'general':
      return decodeText(term.value)
    case 'characterString':
    case 'oid':
    case 'dateTime':
      return term.value
    case 'numeric':
      return String(term.value)
    case 'integerAndUnit':
      return String(term.value.value)
    default:
      return ''
  }
}

function structureOf(query: QueryTree, encodeText: (text: string) => Uint8Array): RPNStructure {
  switch (query.op) {
    case 'set':
      return { type: 'op', value: { type: 'resultSet', value: query.name } }
    case 'term': {
      const attributes = attributeListOf(query.attributes)
      return { type: 'op', value: { type: 'attrTerm', value: { attributes, term: termOf(query.term, encodeText) } } }
    }
    default: {
      const rpn1 = structureOf(query.left, encodeText)
      const rpn2 = structureOf(query.right, encodeText)
      return { type: 'rpnRpnOp', value: { rpn1, rpn2, op: operatorOf(query) } }
    }
  }
}

function operatorOf(query: Exclude<QueryTree, { op: 'term' | 'set' }>): Operator {
  if (query.op !== 'prox') return { type: query.op === 'not' ? 'andNot' : query.op, value: null }
  const { exclusion, distance, ordered, relation, unit } = query
  const proximityUnitCode = { type: unit.type, value: unit.value } as ProximityOperator['proximityUnitCode']
  return { type: 'prox', value: { exclusion, distance, ordered, relationType: relation, proximityUnitCode } }
}

function treeOf(structure: RPNStructure, decodeText: (octets: Uint8Array) => string): QueryTree {
  if (structure.type === 'rpnRpnOp') {
    const { rpn1, rpn2, op } = structure.value
    const left = treeOf(rpn1, decodeText)
    const right = treeOf(rpn2, decodeText)
    if (op.type === 'prox') return { ...proximityOf(op.value), left, right }
    return { op: op.type === 'andNot' ? 'not' : op.type, left, right }
  }
  const operand = structure.value
  switch (operand.type) {
    case 'resultSet':
      return { op: 'set', name: operand.value }
    case 'resultAttr':
      return { op: 'set', name: operand.value.resultSet }
    case 'attrTerm': {
      const { attributes, term } = operand.value
      return { op: 'term', attributes: attributes.map(attributeOf), term: treeTermOf(term, decodeText) }
    }
  }
}

function proximityOf({ exclusion, distance, ordered, relationType, proximityUnitCode }: ProximityOperator) {
  const { type, value } = proximityUnitCode
  return {
    op: 'prox' as const,
    exclusion: exclusion ?? false,
    distance,
    ordered,
    relation: numberOf(relations, relationType),
    unit: { type, value: numberOf(units, value) },
  }
}

/** Of several values of a complex attribute the first counts. */
function attributeOf({ attributeSet, attributeType, attributeValue }: AttributeElement): Attribute {
  const value = attributeValue.type === 'numeric' ? attributeValue.value : (attributeValue.value.list[0]?.value ?? '')
  return { ...(attributeSet === undefined ? {} : { set: attributeSet }), type: attributeType, value }
}

function treeTermOf(term: Term, decodeText: (octets: Uint8Array) => string): TreeTerm {
  switch (term.type) {
    case 'characterString':
      return { type: 'string', value: term.value }
    case 'dateTime':
      return { type: 'datetime', value: term.value }
    case 'numeric':
      return { type: 'numeric', value: term.value }
    case 'oid':
      return { type: 'oid', value: term.value }
    case 'null':
      return { type: 'null' }
    default:
      return { type: 'general', value: termText(term, decodeText) }
  }
}

/** The codec reads a number that has a name as the name. Names count from 1. */
function numberOf(names: readonly string[], nameOrNumber: string | number): number {
  return typeof nameOrNumber === 'number' ? nameOrNumber : names.indexOf(nameOrNumber) + 1
}
