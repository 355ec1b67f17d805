import { choice, explicit, external, implicit, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import {
  Conditions,
  MediumType,
  ReasonLocsProvided,
  ReasonNotAvailable,
  ReasonUnfilled,
  ReasonWillSupply,
  TransactionResults,
} from './codes.ts'
import { extensions, head } from './head.ts'
import { SupplementalItemDescription } from './item.ts'
import {
  AlreadyTriedListType,
  DeliveryService,
  ElectronicDeliveryService,
  LocationInfo,
  PostalAddress,
  SendToListType,
} from './parties.ts'
import { ResponderOptionalMessagesType } from './shipped.ts'
import { ISODate, optionalText, text } from './strings.ts'

const locations = sequenceOf(LocationInfo)

/** Conditional-Results. A delivery service can be proposed from version 2 on. */
export const ConditionalResults = sequence({
  conditions: implicit(0, Conditions),
  dateForReply: optional(implicit(1, ISODate)),
  locations: optional(implicit(2, locations)),
  proposedDeliveryService: optional(DeliveryService),
})

/** Retry-Results. */
export const RetryResults = sequence({
  reasonNotAvailable: optional(implicit(0, ReasonNotAvailable)),
  retryDate: optional(implicit(1, ISODate)),
  locations: optional(implicit(2, locations)),
})

/** Unfilled-Results. */
export const UnfilledResults = sequence({
  reasonUnfilled: implicit(0, ReasonUnfilled),
  locations: optional(implicit(1, locations)),
})

/** Locations-Results. */
export const LocationsResults = sequence({
  reasonLocsProvided: optional(implicit(0, ReasonLocsProvided)),
  locations: implicit(1, locations),
})

/** Will-Supply-Results. */
export const WillSupplyResults = sequence({
  reasonWillSupply: explicit(0, ReasonWillSupply),
  supplyDate: optional(explicit(1, ISODate)),
  returnToAddress: optional(explicit(2, PostalAddress)),
  locations: optional(implicit(3, locations)),
  electronicDeliveryService: optional(explicit(4, ElectronicDeliveryService)),
})

/** Hold-Placed-Results. */
export const HoldPlacedResults = sequence({
  estimatedDateAvailable: implicit(0, ISODate),
  holdPlacedMediumType: optional(implicit(1, MediumType)),
  locations: optional(implicit(2, locations)),
})

/** Estimate-Results. */
export const EstimateResults = sequence({
  costEstimate: text(0),
  locations: optional(implicit(1, locations)),
})

/**
 * ILL-Answer: whether and how it can be supplied; from the responder. The explanation is of the kind the results name;
 * CONDITIONAL, LOCATIONS-PROVIDED and ESTIMATE need it.
 */
export const ILLAnswer = explicit(
  4,
  sequence({
    ...head,
    transactionResults: implicit(31, TransactionResults),
    resultsExplanation: optional(
      explicit(
        32,
        choice({
          conditionalResults: explicit(1, ConditionalResults),
          retryResults: explicit(2, RetryResults),
          unfilledResults: explicit(3, UnfilledResults),
          locationsResults: explicit(4, LocationsResults),
          willSupplyResults: explicit(5, WillSupplyResults),
          holdPlacedResults: explicit(6, HoldPlacedResults),
          estimateResults: explicit(7, EstimateResults),
        }),
      ),
    ),
    responderSpecificResults: optional(explicit(33, external)),
    supplementalItemDescription: optional(implicit(17, SupplementalItemDescription)),
    sendToList: optional(implicit(23, SendToListType)),
    alreadyTriedList: optional(implicit(34, AlreadyTriedListType)),
    responderOptionalMessages: optional(implicit(28, ResponderOptionalMessagesType)),
    responderNote: optionalText(46),
    illAnswerExtensions: extensions,
  }),
  'application',
)
export type ILLAnswer = Value<typeof ILLAnswer>
