import { Problem } from '../problems.ts'
import {
  defaultAttributes,
  type FieldedSearch,
  fielded,
  parsePqf,
  type Query,
  type RpnQuery,
  readCql,
  termsIn,
  withAttributes,
} from '../standards/query/index.ts'
import type { Target } from './settings.ts'
import type { SearchQuery, WrittenQuery } from './types.ts'

/** Whether somebody wrote the query itself, and did not fill in fields. */
export const isWritten = (query: SearchQuery): query is WrittenQuery => 'pqf' in query || 'cql' in query

/**
 * The query in a target's own terms: its attribute map and extra attributes.
 * @throws Problem query-empty, query-syntax, query-unsupported, bad-input
 */
export function queryFor(query: SearchQuery, target: Target): RpnQuery {
  const rpn = isWritten(query)
    ? readQuery(query)
    : fielded(query, { ...defaultAttributes, ...target.attributes }, 'all')
  return withAttributes(rpn, target.extraAttributes)
}

/** Reads a written query. @throws as `queryFor` */
export function readQuery(written: WrittenQuery): RpnQuery {
  const query = 'pqf' in written ? parsePqf(written.pqf) : fromCql(written.cql)
  // Associations are shared between users, and so are the names of the result sets on them.
  if (namesSet(query.root)) throw new Problem('bad-input', { detail: 'A query cannot name a result set, as @set does' })
  return query
}

function fromCql(text: string): RpnQuery {
  const { query, sort } = readCql(text)
  if (sort.length > 0)
    throw new Problem('bad-input', { detail: 'A query to several libraries cannot sort: choose the order of the list' })
  return query
}

const namesSet = (query: Query): boolean =>
  query.op === 'set' || (query.op !== 'term' && (namesSet(query.left) || namesSet(query.right)))

/** The words a search is about, by field: what relevance is reckoned from. All terms of a written query count as `any`. */
export const searchedWords = (query: SearchQuery): FieldedSearch =>
  isWritten(query) ? { any: textsIn(readQuery(query).root).join(' ') } : query

const textsIn = (query: Query): string[] =>
  termsIn(query).flatMap(({ term }) => (term.type === 'null' ? [] : [String(term.value)]))
