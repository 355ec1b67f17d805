import { explicit, implicit, namedInteger, optional, sequence, type Value } from '../asn1/index.ts'
import { InternationalString, ReferenceId } from './auxiliary.ts'
import { OtherInformation } from './other-information.ts'
import { ResourceReport, ResourceReportId } from './resource-control.ts'

/** Z39.50-2003 §3.2.11.1.1. */
export const CloseReason = implicit(
  211,
  namedInteger({
    finished: 0,
    shutdown: 1,
    systemProblem: 2,
    costLimit: 3,
    resources: 4,
    securityViolation: 5,
    protocolError: 6,
    lackOfActivity: 7,
    peerAbort: 8,
    unspecified: 9,
  }),
)
export type CloseReason = Value<typeof CloseReason>

/** Ends the association; the peer answers with another. Version 3 only. Z39.50-2003 §3.2.11.1. */
export const Close = sequence({
  referenceId: optional(ReferenceId),
  closeReason: CloseReason,
  diagnosticInformation: optional(implicit(3, InternationalString)),
  resourceReportFormat: optional(implicit(4, ResourceReportId)),
  resourceReport: optional(explicit(5, ResourceReport)),
  otherInfo: optional(OtherInformation),
})
export type Close = Value<typeof Close>
