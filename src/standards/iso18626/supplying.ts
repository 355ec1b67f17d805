import {
  AnyCode,
  DeliveryMethod,
  LoanCondition,
  ReasonForMessage,
  ReasonRetry,
  ReasonUnfilled,
  ServiceLevel,
  ServiceType,
  Status,
  YesNo,
} from './codes.ts'
import { dateTime, many, one, optional, sequence, since2021, text, truth, until2021, type Value } from './describe.ts'
import { SupplyingAgencyHeader } from './headers.ts'
import { Address, AgencyId, Costs, courierName, PhysicalAddress, paymentMethod } from './parts.ts'

/** What the older version has here is in `RetryInfo` since. */
const MessageInfo = sequence({
  reasonForMessage: one(ReasonForMessage),
  answerYesNo: optional(YesNo),
  note: optional(text),
  reasonUnfilled: optional(ReasonUnfilled),
  reasonRetry: optional(ReasonRetry),
  offeredCosts: until2021(optional(Costs)),
  retryAfter: until2021(optional(dateTime)),
  retryBefore: until2021(optional(dateTime)),
})

const StatusInfo = sequence({
  status: one(Status),
  expectedDeliveryDate: optional(dateTime),
  dueDate: optional(dateTime),
  lastChange: one(dateTime),
})

const RetryInfo = sequence({
  loanCondition: many(LoanCondition),
  edition: many(text),
  itemFormat: many(AnyCode),
  volume: many(text),
  serviceType: optional(ServiceType),
  serviceLevel: many(ServiceLevel),
  deliveryMethod: many(DeliveryMethod),
  courierName: many(AnyCode),
  offeredCosts: many(Costs),
  paymentMethod: many(AnyCode),
  retryBefore: optional(dateTime),
  retryAfter: optional(dateTime),
})

const DeliveryInfo = sequence({
  dateSent: one(dateTime),
  itemId: many(text, { most: 1 }),
  URL: since2021(optional(text)),
  deliveryMethod: optional(DeliveryMethod, { name: 'sentVia' }),
  address: since2021(optional(Address)),
  sentToPatron: optional(truth),
  loanCondition: many(LoanCondition, { most: 1 }),
  itemFormat: optional(AnyCode, { name: 'deliveredFormat' }),
  serviceType: since2021(optional(ServiceType)),
  deliveryCosts: many(Costs, { most: 1 }),
  paymentMethod: since2021(paymentMethod),
})

const ShippingInfo = sequence({
  courierName,
  trackingId: many(text),
  insurance: optional(YesNo),
  insuranceThirdParty: optional(YesNo),
  thirdPartyName: optional(text),
  insuranceCosts: many(Costs),
})

const ReturnInfo = sequence({
  returnAgencyId: optional(AgencyId),
  name: optional(text),
  physicalAddress: optional(PhysicalAddress),
})

/** The library that was asked says something. ISO 18626:2021, SupplyingAgencyMessage. */
export const SupplyingAgencyMessage = sequence({
  header: one(SupplyingAgencyHeader),
  messageInfo: one(MessageInfo),
  statusInfo: one(StatusInfo),
  retryInfo: since2021(optional(RetryInfo)),
  deliveryInfo: optional(DeliveryInfo),
  shippingInfo: since2021(optional(ShippingInfo)),
  returnInfo: optional(ReturnInfo),
})
export type SupplyingAgencyMessage = Value<typeof SupplyingAgencyMessage>
