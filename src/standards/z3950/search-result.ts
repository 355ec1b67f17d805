import {
  boolean,
  choice,
  explicit,
  implicit,
  integer,
  nul,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { DatabaseName, InternationalString, IntUnit } from './auxiliary.ts'
import { Query, Term } from './query.ts'

export const QueryExpression = choice({
  term: implicit(
    1,
    sequence({ queryTerm: explicit(1, Term), termComment: optional(implicit(2, InternationalString)) }),
  ),
  query: explicit(2, Query),
})
export type QueryExpression = Value<typeof QueryExpression>

export const ResultsByDB = sequenceOf(
  sequence({
    databases: explicit(1, choice({ all: implicit(1, nul), list: implicit(2, sequenceOf(DatabaseName)) })),
    count: optional(implicit(2, integer)),
    resultSetName: optional(implicit(3, InternationalString)),
  }),
)
export type ResultsByDB = Value<typeof ResultsByDB>

/**
 * How each part of a query fared, carried by the search response in `additionalSearchInfo`: user information format
 * 1.2.840.10003.10.1. Z39.50-2003 appendix USR.
 */
export const SearchInfoReport = sequenceOf(
  sequence({
    subqueryId: optional(implicit(1, InternationalString)),
    fullQuery: implicit(2, boolean),
    subqueryExpression: optional(explicit(3, QueryExpression)),
    subqueryInterpretation: optional(explicit(4, QueryExpression)),
    subqueryRecommendation: optional(explicit(5, QueryExpression)),
    subqueryCount: optional(implicit(6, integer)),
    subqueryWeight: optional(implicit(7, IntUnit)),
    resultsByDB: optional(implicit(8, ResultsByDB)),
  }),
)
export type SearchInfoReport = Value<typeof SearchInfoReport>
