/**
 * The one query tree of Farshelf. Every front (fielded search, PQF, later CQL) makes it, every back (Type-1 RPN,
 * PQF in logs, later CQL and SQL) is made from it. Shape after Z39.50-2003 RPNStructure.
 */
export type Query = Operation | Proximity | TermNode | ResultSetNode

export interface Operation {
  readonly op: 'and' | 'or' | 'not'
  readonly left: Query
  readonly right: Query
}

/** Z39.50-2003 ProximityOperator. `relation` 1…6 is <, ≤, =, ≥, >, ≠. */
export interface Proximity {
  readonly op: 'prox'
  readonly exclusion: boolean
  readonly distance: number
  readonly ordered: boolean
  readonly relation: number
  readonly unit: { readonly type: 'known' | 'private'; readonly value: number }
  readonly left: Query
  readonly right: Query
}

/** An operand: attributes say what kind of access point the term is. */
export interface TermNode {
  readonly op: 'term'
  readonly attributes: readonly Attribute[]
  readonly term: Term
}

/** A result set made earlier on the same association. */
export interface ResultSetNode {
  readonly op: 'set'
  readonly name: string
}

/** `set` is the OID of an attribute set other than the query's own. A string value is sent as a complex value. */
export interface Attribute {
  readonly set?: string
  readonly type: number
  readonly value: number | string
}

export type Term =
  | { readonly type: 'general' | 'string' | 'oid' | 'datetime'; readonly value: string }
  | { readonly type: 'numeric'; readonly value: number }
  | { readonly type: 'null' }

/** A query with the attribute set its bare attributes belong to. */
export interface RpnQuery {
  /** OID; Bib-1 is 1.2.840.10003.3.1. */
  readonly attributeSet: string
  readonly root: Query
}

/** The access points of Farshelf's own search forms. */
export const fields = [
  'any',
  'title',
  'author',
  'subject',
  'isbn',
  'issn',
  'lccn',
  'controlNumber',
  'publisher',
  'year',
  'dewey',
] as const
export type FieldName = (typeof fields)[number]

/** What a user typed, field by field; all given fields must match. The text is never parsed as PQF. */
export type FieldedSearch = { readonly [F in FieldName]?: string }

/** Bib-1 attributes a field is searched with: the default map, or a target's patch of it. */
export type AttributeMap = { readonly [F in FieldName]: readonly Attribute[] }
