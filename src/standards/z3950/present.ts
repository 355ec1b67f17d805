import { choice, explicit, implicit, integer, oid, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import { ReferenceId, ResultSetId } from './auxiliary.ts'
import { CompSpec, ElementSetNames } from './composition.ts'
import { OtherInformation } from './other-information.ts'
import { PresentStatus, Records } from './records.ts'

export const Range = sequence({
  startingPosition: implicit(1, integer),
  numberOfRecords: implicit(2, integer),
})
export type Range = Value<typeof Range>

/** Asks for records of a result set by position, from 1 on. Z39.50-2003 §3.2.3.1. */
export const PresentRequest = sequence({
  referenceId: optional(ReferenceId),
  resultSetId: ResultSetId,
  resultSetStartPoint: implicit(30, integer),
  numberOfRecordsRequested: implicit(29, integer),
  additionalRanges: optional(implicit(212, sequenceOf(Range))),
  recordComposition: optional(choice({ simple: explicit(19, ElementSetNames), complex: implicit(209, CompSpec) })),
  preferredRecordSyntax: optional(implicit(104, oid)),
  maxSegmentCount: optional(implicit(204, integer)),
  maxRecordSize: optional(implicit(206, integer)),
  maxSegmentSize: optional(implicit(207, integer)),
  otherInfo: optional(OtherInformation),
})
export type PresentRequest = Value<typeof PresentRequest>

/** Z39.50-2003 §3.2.3.1. */
export const PresentResponse = sequence({
  referenceId: optional(ReferenceId),
  numberOfRecordsReturned: implicit(24, integer),
  nextResultSetPosition: implicit(25, integer),
  presentStatus: PresentStatus,
  records: optional(Records),
  otherInfo: optional(OtherInformation),
})
export type PresentResponse = Value<typeof PresentResponse>
