import { choice, explicit, external, implicit, octets, optional, sequence, type Value } from '../asn1/index.ts'
import { ReferenceId } from './auxiliary.ts'
import { DiagRec } from './diagnostics.ts'
import { OtherInformation } from './other-information.ts'

/** The server asks who is there, in the middle of an operation or of the association. Z39.50-2003 §3.2.5.1. */
export const AccessControlRequest = sequence({
  referenceId: optional(ReferenceId),
  securityChallenge: choice({ simpleForm: implicit(37, octets), externallyDefined: explicit(0, external) }),
  otherInfo: optional(OtherInformation),
})
export type AccessControlRequest = Value<typeof AccessControlRequest>

/** Without an answer to the challenge (version 3 only) a diagnostic says why. Z39.50-2003 §3.2.5.1. */
export const AccessControlResponse = sequence({
  referenceId: optional(ReferenceId),
  securityChallengeResponse: optional(
    choice({ simpleForm: implicit(38, octets), externallyDefined: explicit(0, external) }),
  ),
  diagnostic: optional(explicit(223, DiagRec)),
  otherInfo: optional(OtherInformation),
})
export type AccessControlResponse = Value<typeof AccessControlResponse>
