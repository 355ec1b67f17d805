import {
  boolean,
  choice,
  external,
  implicit,
  integer,
  namedInteger,
  nul,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { InternationalString, ReferenceId } from './auxiliary.ts'
import { DiagRec } from './diagnostics.ts'
import { OtherInformation } from './other-information.ts'

export const DuplicateDetectionCriterion = choice({
  levelOfMatch: implicit(1, integer),
  caseSensitive: implicit(2, nul),
  punctuationSensitive: implicit(3, nul),
  regularExpression: implicit(4, external),
  rsDuplicates: implicit(5, nul),
})
export type DuplicateDetectionCriterion = Value<typeof DuplicateDetectionCriterion>

export const RetentionCriterion = choice({
  numberOfEntries: implicit(1, integer),
  percentOfEntries: implicit(2, integer),
  duplicatesOnly: implicit(3, nul),
  discardRsDuplicates: implicit(4, nul),
})
export type RetentionCriterion = Value<typeof RetentionCriterion>

/** The standard spells it `leastConmprehensive`. */
export const SortCriterion = choice({
  mostComprehensive: implicit(1, nul),
  leastConmprehensive: implicit(2, nul),
  mostRecent: implicit(3, nul),
  oldest: implicit(4, nul),
  leastCost: implicit(5, nul),
  preferredDatabases: implicit(6, sequenceOf(InternationalString)),
})
export type SortCriterion = Value<typeof SortCriterion>

/** Makes a result set of clusters out of others. Z39.50-2003 §3.2.7.2. */
export const DuplicateDetectionRequest = sequence({
  referenceId: optional(ReferenceId),
  inputResultSetIds: implicit(3, sequenceOf(InternationalString)),
  outputResultSetName: implicit(4, InternationalString),
  applicablePortionOfRecord: optional(implicit(5, external)),
  duplicateDetectionCriteria: optional(implicit(6, sequenceOf(DuplicateDetectionCriterion))),
  clustering: optional(implicit(7, boolean)),
  retentionCriteria: implicit(8, sequenceOf(RetentionCriterion)),
  sortCriteria: optional(implicit(9, sequenceOf(SortCriterion))),
  otherInfo: optional(OtherInformation),
})
export type DuplicateDetectionRequest = Value<typeof DuplicateDetectionRequest>

/** Z39.50-2003 §3.2.7.2. */
export const DuplicateDetectionResponse = sequence({
  referenceId: optional(ReferenceId),
  status: implicit(3, namedInteger({ success: 0, failure: 1 })),
  resultSetCount: optional(implicit(4, integer)),
  diagnostics: optional(implicit(5, sequenceOf(DiagRec))),
  otherInfo: optional(OtherInformation),
})
export type DuplicateDetectionResponse = Value<typeof DuplicateDetectionResponse>
