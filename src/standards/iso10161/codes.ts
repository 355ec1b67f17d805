import { enumerated, type Value } from '../asn1/index.ts'

/** Transaction-Type. Chained and partitioned ones go through an intermediary. */
export const TransactionType = enumerated({ simple: 1, chained: 2, partitioned: 3 })

/** ILL-Service-Type. */
export const ILLServiceType = enumerated({
  loan: 1,
  'copy-non-returnable': 2,
  locations: 3,
  estimate: 4,
  'responder-specific': 5,
})

/** Shipped-Service-Type: what was sent in the end is one of the first two. */
export const ShippedServiceType = enumerated({ loan: 1, 'copy-non-returnable': 2 })

/** Place-On-Hold-Type. */
export const PlaceOnHoldType = enumerated({ yes: 1, no: 2, 'according-to-responder-policy': 3 })

/** Medium-Type. */
export const MediumType = enumerated({
  printed: 1,
  microform: 3,
  'film-or-video-recording': 4,
  'audio-recording': 5,
  'machine-readable': 6,
  other: 7,
})

/** Supply-Medium-Type. */
export const SupplyMediumType = enumerated({
  printed: 1,
  photocopy: 2,
  microform: 3,
  'film-or-video-recording': 4,
  'audio-recording': 5,
  'machine-readable': 6,
  other: 7,
})

/** Whether a party wants to be told: of what it sends itself, in requester- and responder-optional-messages. */
export const Wish = enumerated({ requires: 1, desires: 2, neither: 3 })

/** Transaction-Results: the kinds of ILL-Answer. */
export const TransactionResults = enumerated({
  conditional: 1,
  retry: 2,
  unfilled: 3,
  'locations-provided': 4,
  'will-supply': 5,
  'hold-placed': 6,
  estimate: 7,
})
export type TransactionResults = Value<typeof TransactionResults>

/** Reason-Unfilled. */
export const ReasonUnfilled = enumerated({
  'in-use-on-loan': 1,
  'in-process': 2,
  lost: 3,
  'non-circulating': 4,
  'not-owned': 5,
  'on-order': 6,
  'volume-issue-not-yet-available': 7,
  'at-bindery': 8,
  lacking: 9,
  'not-on-shelf': 10,
  'on-reserve': 11,
  'poor-condition': 12,
  'cost-exceeds-limit': 13,
  charges: 14,
  'prepayment-required': 15,
  'lacks-copyright-compliance': 16,
  'not-found-as-cited': 17,
  'locations-not-found': 18,
  'on-hold': 19,
  'policy-problem': 20,
  'mandatory-messaging-not-supported': 21,
  'expiry-not-supported': 22,
  'requested-delivery-services-not-supported': 23,
  'preferred-delivery-time-not-possible': 24,
  other: 27,
  'responder-specific': 28,
})
export type ReasonUnfilled = Value<typeof ReasonUnfilled>

/** Reason-Locs-Provided. */
export const ReasonLocsProvided = enumerated({
  'in-use-on-loan': 1,
  'in-process': 2,
  lost: 3,
  'non-circulating': 4,
  'not-owned': 5,
  'on-order': 6,
  'volume-issue-not-yet-available': 7,
  'at-bindery': 8,
  lacking: 9,
  'not-on-shelf': 10,
  'on-reserve': 11,
  'poor-condition': 12,
  'cost-exceeds-limit': 13,
  'on-hold': 19,
  other: 27,
  'responder-specific': 28,
})

/** Why it would have to be asked for again: reason-not-available of Retry-Results. */
export const ReasonNotAvailable = enumerated({
  'in-use-on-loan': 1,
  'in-process': 2,
  'on-order': 6,
  'volume-issue-not-yet-available': 7,
  'at-bindery': 8,
  'cost-exceeds-limit': 13,
  charges: 14,
  'prepayment-required': 15,
  'lacks-copyright-compliance': 16,
  'not-found-as-cited': 17,
  'on-hold': 19,
  other: 27,
  'responder-specific': 28,
})
export type ReasonNotAvailable = Value<typeof ReasonNotAvailable>

/** Why it will come, but not yet: reason-will-supply of Will-Supply-Results. */
export const ReasonWillSupply = enumerated({
  'in-use-on-loan': 1,
  'in-process': 2,
  'on-order': 6,
  'at-bindery': 8,
  'on-hold': 19,
  'being-processed-for-supply': 26,
  other: 27,
  'responder-specific': 28,
  'electronic-delivery': 30,
})

/** What has to be agreed to: conditions of Conditional-Results. */
export const Conditions = enumerated({
  'cost-exceeds-limit': 13,
  charges: 14,
  'prepayment-required': 15,
  'lacks-copyright-compliance': 16,
  'library-use-only': 22,
  'no-reproduction': 23,
  'client-signature-required': 24,
  'special-collections-supervision-required': 25,
  other: 27,
  'responder-specific': 28,
  'proposed-delivery-service': 30,
})
export type Conditions = Value<typeof Conditions>

/** How what was sent may be used: shipped-conditions of Supply-Details. */
export const ShippedConditions = enumerated({
  'library-use-only': 22,
  'no-reproduction': 23,
  'client-signature-required': 24,
  'special-collections-supervision-required': 25,
  other: 27,
})
export type ShippedConditions = Value<typeof ShippedConditions>

/** Current-State: where a transaction stands on one side. IDLE is never reported. */
export const CurrentState = enumerated({
  'NOT-SUPPLIED': 1,
  PENDING: 2,
  'IN-PROCESS': 3,
  FORWARD: 4,
  CONDITIONAL: 5,
  'CANCEL-PENDING': 6,
  CANCELLED: 7,
  SHIPPED: 8,
  RECEIVED: 9,
  'RENEW-PENDING': 10,
  'NOT-RECEIVED-OVERDUE': 11,
  'RENEW-OVERDUE': 12,
  OVERDUE: 13,
  RETURNED: 14,
  'CHECKED-IN': 15,
  RECALL: 16,
  LOST: 17,
  UNKNOWN: 18,
})
export type CurrentState = Value<typeof CurrentState>

/** ILL-APDU-Type: the numbers are those of the APDUs' own tags. */
export const ILLAPDUType = enumerated({
  'ILL-REQUEST': 1,
  'FORWARD-NOTIFICATION': 2,
  SHIPPED: 3,
  'ILL-ANSWER': 4,
  'CONDITIONAL-REPLY': 5,
  CANCEL: 6,
  'CANCEL-REPLY': 7,
  RECEIVED: 8,
  RECALL: 9,
  RETURNED: 10,
  'CHECKED-IN': 11,
  OVERDUE: 12,
  RENEW: 13,
  'RENEW-ANSWER': 14,
  LOST: 15,
  DAMAGED: 16,
  MESSAGE: 17,
  'STATUS-QUERY': 18,
  'STATUS-OR-ERROR-REPORT': 19,
  EXPIRED: 20,
})
export type ILLAPDUType = Value<typeof ILLAPDUType>

/** most-recent-service of History-Report. The module has no names for OVERDUE (12) and RENEW (13) here. */
export const MostRecentService = enumerated({
  'ILL-REQUEST': 1,
  'FORWARD-NOTIFICATION': 2,
  SHIPPED: 3,
  'ILL-ANSWER': 4,
  'CONDITIONAL-REPLY': 5,
  CANCEL: 6,
  'CANCEL-REPLY': 7,
  RECEIVED: 8,
  RECALL: 9,
  RETURNED: 10,
  'CHECKED-IN': 11,
  'RENEW-ANSWER': 14,
  LOST: 15,
  DAMAGED: 16,
  MESSAGE: 17,
  'STATUS-QUERY': 18,
  'STATUS-OR-ERROR-REPORT': 19,
  EXPIRED: 20,
  FORWARD: 21,
})

/** Reason-No-Report. */
export const ReasonNoReport = enumerated({ temporary: 1, permanent: 2 })

/** Report-Source: who found the fault, a person or the system. */
export const ReportSource = enumerated({ user: 1, provider: 2 })

/** General-Problem. */
export const GeneralProblem = enumerated({
  'unrecognized-APDU': 1,
  'mistyped-APDU': 2,
  'badly-structured-APDU': 3,
  'protocol-version-not-supported': 4,
  other: 5,
})
export type GeneralProblem = Value<typeof GeneralProblem>

/** Transaction-Id-Problem. */
export const TransactionIdProblem = enumerated({
  'duplicate-transaction-id': 1,
  'invalid-transaction-id': 2,
  'unknown-transaction-id': 3,
})

/** Intermediary-Problem. */
export const IntermediaryProblem = enumerated({ 'cannot-send-onward': 1 })

/** Unable-To-Perform. */
export const UnableToPerform = enumerated({ 'not-available': 1, 'resource-limitation': 2, other: 3 })
