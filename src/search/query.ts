import { Problem } from '../problems.ts'
import {
  defaultAttributes,
  type FieldedSearch,
  fielded,
  parsePqf,
  type Query,
  type RpnQuery,
  termsIn,
  withAttributes,
} from '../standards/query/index.ts'
import type { Target } from './settings.ts'
import type { SearchQuery } from './types.ts'

const isPqf = (query: SearchQuery): query is { readonly pqf: string } => 'pqf' in query

/**
 * The query in a target's own terms: its attribute map and extra attributes.
 * @throws Problem query-empty, query-syntax, bad-input
 */
export function queryFor(query: SearchQuery, target: Target): RpnQuery {
  const rpn = isPqf(query) ? fromPqf(query.pqf) : fielded(query, { ...defaultAttributes, ...target.attributes })
  return withAttributes(rpn, target.extraAttributes)
}

/** Associations are shared between users, and so are the names of the result sets on them: none may be named. */
function fromPqf(text: string): RpnQuery {
  const query = parsePqf(text)
  if (namesSet(query.root)) throw new Problem('bad-input', { detail: 'A query cannot name a result set with @set' })
  return query
}

const namesSet = (query: Query): boolean =>
  query.op === 'set' || (query.op !== 'term' && (namesSet(query.left) || namesSet(query.right)))

/** The words a search is about, by field: what relevance is reckoned from. All of a PQF query's terms count as `any`. */
export function searchedWords(query: SearchQuery): FieldedSearch {
  return isPqf(query) ? { any: textsIn(fromPqf(query.pqf).root).join(' ') } : query
}

const textsIn = (query: Query): string[] =>
  termsIn(query).flatMap(({ term }) => (term.type === 'null' ? [] : [String(term.value)]))
