/**
 * A CQL query as it is written: OASIS searchRetrieve 1.0 part 5 (CQL 2.0) and SRU 1.2, which have one grammar.
 *
 * Names and terms keep their escapes: a backslash takes the next character as it is, `*` and `?` mask, `^` anchors.
 * `cqlTerm` makes a term of plain text.
 */
export interface CqlQuery {
  readonly root: CqlNode
  /** Most important first; empty where the query has no `sortby`. */
  readonly sort: readonly CqlSortKey[]
}

export type CqlNode = CqlClause | CqlBoolean | CqlPrefix

/** `index relation term`; a bare term has neither index nor relation. */
export interface CqlClause {
  readonly op: 'clause'
  readonly index?: string
  readonly relation?: CqlRelation
  readonly term: string
}

export interface CqlRelation {
  /** A symbol (`=`, `==`, `<`, `<=`, `>`, `>=`, `<>`) or a name such as `all`. */
  readonly comparitor: string
  readonly modifiers: readonly CqlModifier[]
}

export interface CqlBoolean {
  readonly op: 'and' | 'or' | 'not' | 'prox'
  readonly modifiers: readonly CqlModifier[]
  readonly left: CqlNode
  readonly right: CqlNode
}

/** What a prefix, or names without one, mean within `query`. */
export interface CqlPrefix {
  readonly op: 'prefix'
  readonly prefix?: string
  readonly uri: string
  readonly query: CqlNode
}

/** `/name` or `/name=value`. */
export interface CqlModifier {
  readonly name: string
  readonly comparison?: { readonly comparitor: string; readonly value: string }
}

export interface CqlSortKey {
  readonly index: string
  readonly modifiers: readonly CqlModifier[]
}

/** Comparitors written as symbols; every other one is a name. */
export const comparitorSymbols: ReadonlySet<string> = new Set(['=', '==', '<', '<=', '>', '>=', '<>'])
/** Names that have to be quoted to be a term. */
export const cqlKeywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'prox', 'sortby'])
