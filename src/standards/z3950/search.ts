import {
  boolean,
  explicit,
  implicit,
  integer,
  namedInteger,
  oid,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { DatabaseName, InternationalString, ReferenceId } from './auxiliary.ts'
import { ElementSetNames } from './composition.ts'
import { OtherInformation } from './other-information.ts'
import { Query } from './query.ts'
import { PresentStatus, Records } from './records.ts'

/**
 * Makes a result set, and asks for records with the answer: all of a set of at most `smallSetUpperBound`, none of one
 * of at least `largeSetLowerBound`, else `mediumSetPresentNumber`. Z39.50-2003 §3.2.2.1.
 */
export const SearchRequest = sequence({
  referenceId: optional(ReferenceId),
  smallSetUpperBound: implicit(13, integer),
  largeSetLowerBound: implicit(14, integer),
  mediumSetPresentNumber: implicit(15, integer),
  replaceIndicator: implicit(16, boolean),
  resultSetName: implicit(17, InternationalString),
  databaseNames: implicit(18, sequenceOf(DatabaseName)),
  smallSetElementSetNames: optional(explicit(100, ElementSetNames)),
  mediumSetElementSetNames: optional(explicit(101, ElementSetNames)),
  preferredRecordSyntax: optional(implicit(104, oid)),
  query: explicit(21, Query),
  additionalSearchInfo: optional(implicit(203, OtherInformation)),
  otherInfo: optional(OtherInformation),
})
export type SearchRequest = Value<typeof SearchRequest>

/** Z39.50-2003 §3.2.2.1. `searchStatus` false comes with diagnostics in `records`. `estimate` is an addition of YAZ. */
export const SearchResponse = sequence({
  referenceId: optional(ReferenceId),
  resultCount: implicit(23, integer),
  numberOfRecordsReturned: implicit(24, integer),
  nextResultSetPosition: implicit(25, integer),
  searchStatus: implicit(22, boolean),
  resultSetStatus: optional(implicit(26, namedInteger({ subset: 1, interim: 2, none: 3, estimate: 4 }))),
  presentStatus: optional(PresentStatus),
  records: optional(Records),
  additionalSearchInfo: optional(implicit(203, OtherInformation)),
  otherInfo: optional(OtherInformation),
})
export type SearchResponse = Value<typeof SearchResponse>
