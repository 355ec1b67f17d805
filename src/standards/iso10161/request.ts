import {
  boolean,
  enumerated,
  explicit,
  external,
  implicit,
  optional,
  sequence,
  sequenceOf,
  type Value,
  withWrittenDefault,
} from '../asn1/index.ts'
import { ILLServiceType, PlaceOnHoldType, SupplyMediumType, TransactionType, Wish } from './codes.ts'
import { extensions, head } from './head.ts'
import { ItemId, SupplementalItemDescription } from './item.ts'
import {
  AlreadyTriedListType,
  Amount,
  ClientId,
  DeliveryAddress,
  DeliveryService,
  SendToListType,
  SystemAddress,
  SystemId,
} from './parties.ts'
import { ISODate, optionalText } from './strings.ts'

/** Requester-Optional-Messages-Type: what the requester will tell, and wants to be told. */
export const RequesterOptionalMessagesType = sequence({
  canSendReceived: implicit(0, boolean),
  canSendReturned: implicit(1, boolean),
  requesterShipped: implicit(2, Wish),
  requesterCheckedIn: implicit(3, Wish),
})

/** Search-Type. With `need-Before-Date` the request expires on that day, with `other-Date` on `expiryDate`. */
export const SearchType = sequence({
  levelOfService: optionalText(0),
  needBeforeDate: optional(implicit(1, ISODate)),
  expiryFlag: withWrittenDefault(
    implicit(2, enumerated({ 'need-Before-Date': 1, 'other-Date': 2, 'no-Expiry': 3 })),
    'no-Expiry',
  ),
  expiryDate: optional(implicit(3, ISODate)),
})

/** Cost-Info-Type. */
export const CostInfoType = sequence({
  accountNumber: optionalText(0),
  maximumCost: optional(implicit(1, Amount)),
  reciprocalAgreement: withWrittenDefault(implicit(2, boolean), false),
  willPayFee: withWrittenDefault(implicit(3, boolean), false),
  paymentProvided: withWrittenDefault(implicit(4, boolean), false),
})

/** Third-Party-Info-Type: what a responder may do instead of answering itself. */
export const ThirdPartyInfoType = sequence({
  permissionToForward: withWrittenDefault(implicit(0, boolean), false),
  permissionToChain: withWrittenDefault(implicit(1, boolean), false),
  permissionToPartition: withWrittenDefault(implicit(2, boolean), false),
  permissionToChangeSendToList: withWrittenDefault(implicit(3, boolean), false),
  initialRequesterAddress: optional(implicit(4, SystemAddress)),
  preference: withWrittenDefault(implicit(5, enumerated({ ordered: 1, unordered: 2 })), 'unordered'),
  sendToList: optional(implicit(6, SendToListType)),
  alreadyTriedList: optional(implicit(7, AlreadyTriedListType)),
})

/** ILL-Request: asks for a loan or a copy; from the requester. Service types are in the order preferred. */
export const ILLRequest = explicit(
  1,
  sequence({
    ...head,
    transactionType: withWrittenDefault(implicit(5, TransactionType), 'simple'),
    deliveryAddress: optional(implicit(6, DeliveryAddress)),
    deliveryService: optional(DeliveryService),
    billingAddress: optional(implicit(8, DeliveryAddress)),
    iLLServiceType: implicit(9, sequenceOf(ILLServiceType)),
    responderSpecificService: optional(explicit(10, external)),
    requesterOptionalMessages: implicit(11, RequesterOptionalMessagesType),
    searchType: optional(implicit(12, SearchType)),
    supplyMediumInfoType: optional(
      implicit(
        13,
        sequenceOf(
          sequence({ supplyMediumType: implicit(0, SupplyMediumType), mediumCharacteristics: optionalText(1) }),
        ),
      ),
    ),
    placeOnHold: withWrittenDefault(implicit(14, PlaceOnHoldType), 'according-to-responder-policy'),
    clientId: optional(implicit(15, ClientId)),
    itemId: implicit(16, ItemId),
    supplementalItemDescription: optional(implicit(17, SupplementalItemDescription)),
    costInfoType: optional(implicit(18, CostInfoType)),
    copyrightCompliance: optionalText(19),
    thirdPartyInfoType: optional(implicit(20, ThirdPartyInfoType)),
    retryFlag: withWrittenDefault(implicit(21, boolean), false),
    forwardFlag: withWrittenDefault(implicit(22, boolean), false),
    requesterNote: optionalText(46),
    forwardNote: optionalText(47),
    iLLRequestExtensions: extensions,
  }),
  'application',
)
export type ILLRequest = Value<typeof ILLRequest>

/** Forward-Notification: the request has gone to another library, which answers from now on; from an intermediary. */
export const ForwardNotification = explicit(
  2,
  sequence({
    ...head,
    responderId: implicit(4, SystemId),
    responderAddress: optional(implicit(24, SystemAddress)),
    intermediaryId: implicit(25, SystemId),
    notificationNote: optionalText(48),
    forwardNotificationExtensions: extensions,
  }),
  'application',
)
