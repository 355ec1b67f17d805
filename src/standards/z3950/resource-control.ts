import {
  boolean,
  explicit,
  external,
  implicit,
  namedInteger,
  oid,
  optional,
  sequence,
  type Value,
} from '../asn1/index.ts'
import { ReferenceId } from './auxiliary.ts'
import { OtherInformation } from './other-information.ts'

export const ResourceReport = external
export const ResourceReportId = oid

/** The server reports what an operation costs and may ask whether to go on. Z39.50-2003 §3.2.6.1. */
export const ResourceControlRequest = sequence({
  referenceId: optional(ReferenceId),
  suspendedFlag: optional(implicit(39, boolean)),
  resourceReport: optional(explicit(40, ResourceReport)),
  partialResultsAvailable: optional(implicit(41, namedInteger({ subset: 1, interim: 2, none: 3 }))),
  responseRequired: implicit(42, boolean),
  triggeredRequestFlag: optional(implicit(43, boolean)),
  otherInfo: optional(OtherInformation),
})
export type ResourceControlRequest = Value<typeof ResourceControlRequest>

/** Z39.50-2003 §3.2.6.1. */
export const ResourceControlResponse = sequence({
  referenceId: optional(ReferenceId),
  continueFlag: implicit(44, boolean),
  resultSetWanted: optional(implicit(45, boolean)),
  otherInfo: optional(OtherInformation),
})
export type ResourceControlResponse = Value<typeof ResourceControlResponse>

/** The client asks for a report on, or the end of, an operation under way. Z39.50-2003 §3.2.6.2. */
export const TriggerResourceControlRequest = sequence({
  referenceId: optional(ReferenceId),
  requestedAction: implicit(46, namedInteger({ resourceReport: 1, resourceControl: 2, cancel: 3 })),
  prefResourceReportFormat: optional(implicit(47, ResourceReportId)),
  resultSetWanted: optional(implicit(48, boolean)),
  otherInfo: optional(OtherInformation),
})
export type TriggerResourceControlRequest = Value<typeof TriggerResourceControlRequest>

/** Asks for a report on a finished operation, or on the association so far. Z39.50-2003 §3.2.6.3. */
export const ResourceReportRequest = sequence({
  referenceId: optional(ReferenceId),
  opId: optional(implicit(210, ReferenceId)),
  prefResourceReportFormat: optional(implicit(49, ResourceReportId)),
  otherInfo: optional(OtherInformation),
})
export type ResourceReportRequest = Value<typeof ResourceReportRequest>

/** Z39.50-2003 §3.2.6.3. */
export const ResourceReportResponse = sequence({
  referenceId: optional(ReferenceId),
  resourceReportStatus: implicit(
    50,
    namedInteger({
      success: 0,
      partial: 1,
      failure1: 2,
      failure2: 3,
      failure3: 4,
      failure4: 5,
      failure5: 6,
      failure6: 7,
    }),
  ),
  resourceReport: optional(explicit(51, ResourceReport)),
  otherInfo: optional(OtherInformation),
})
export type ResourceReportResponse = Value<typeof ResourceReportResponse>
