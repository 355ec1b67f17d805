import {
  boolean,
  choice,
  explicit,
  implicit,
  integer,
  optional,
  sequence,
  sequenceOf,
  type Value,
  withWrittenDefault,
} from '../asn1/index.ts'
import { ShippedConditions, ShippedServiceType, SupplyMediumType, TransactionType, Wish } from './codes.ts'
import { extensions, head } from './head.ts'
import { SupplementalItemDescription } from './item.ts'
import {
  Amount,
  ClientId,
  ElectronicDeliveryService,
  PostalAddress,
  SystemAddress,
  SystemId,
  TransportationMode,
} from './parties.ts'
import { ISODate, optionalText } from './strings.ts'

/** Date-Due. A loan may be renewed unless it is said that it may not. */
export const DateDue = sequence({
  dateDueField: implicit(0, ISODate),
  renewable: withWrittenDefault(implicit(1, boolean), true),
})

/** Responder-Optional-Messages-Type: what the responder will tell, and wants to be told. */
export const ResponderOptionalMessagesType = sequence({
  canSendShipped: implicit(0, boolean),
  canSendCheckedIn: implicit(1, boolean),
  responderReceived: implicit(2, Wish),
  responderReturned: implicit(3, Wish),
})

/** Supply-Details. Sending electronically can be said from version 2 on. */
export const SupplyDetails = sequence({
  dateShipped: optional(implicit(0, ISODate)),
  dateDue: optional(implicit(1, DateDue)),
  chargeableUnits: optional(implicit(2, integer)),
  cost: optional(implicit(3, Amount)),
  shippedConditions: optional(implicit(4, ShippedConditions)),
  shippedVia: optional(
    choice({
      physicalDelivery: explicit(5, TransportationMode),
      electronicDelivery: implicit(50, ElectronicDeliveryService),
    }),
  ),
  insuredFor: optional(implicit(6, Amount)),
  returnInsuranceRequire: optional(implicit(7, Amount)),
  noOfUnitsPerMedium: optional(
    implicit(8, sequenceOf(sequence({ medium: explicit(0, SupplyMediumType), noOfUnits: explicit(1, integer) }))),
  ),
})

/** Shipped: it is on its way; from the responder. */
export const Shipped = explicit(
  3,
  sequence({
    ...head,
    responderAddress: optional(implicit(24, SystemAddress)),
    intermediaryId: optional(implicit(25, SystemId)),
    supplierId: optional(implicit(26, SystemId)),
    clientId: optional(implicit(15, ClientId)),
    transactionType: withWrittenDefault(implicit(5, TransactionType), 'simple'),
    supplementalItemDescription: optional(implicit(17, SupplementalItemDescription)),
    shippedServiceType: implicit(27, ShippedServiceType),
    responderOptionalMessages: optional(implicit(28, ResponderOptionalMessagesType)),
    supplyDetails: implicit(29, SupplyDetails),
    returnToAddress: optional(implicit(30, PostalAddress)),
    responderNote: optionalText(46),
    shippedExtensions: extensions,
  }),
  'application',
)
export type Shipped = Value<typeof Shipped>
