import {
  AnyCode,
  BibliographicItemIdentifierCode,
  BillingMethod,
  LoanCondition,
  PreferredEdition,
  PublicationType,
  RequestSubType,
  RequestType,
  ServiceLevel,
  ServiceType,
  YesNo,
} from './codes.ts'
import { dateTime, many, natural, one, optional, sequence, since2021, text, type Value } from './describe.ts'
import { RequestHeader } from './headers.ts'
import { Address, AgencyId, BibliographicRecordId, Costs, courierName, deliveryMethod, paymentMethod } from './parts.ts'

const BibliographicItemId = sequence(
  { bibliographicItemIdentifierCode: one(BibliographicItemIdentifierCode), bibliographicItemIdentifier: one(text) },
  ['bibliographicItemIdentifier', 'bibliographicItemIdentifierCode'],
)

export const BibliographicInfo = sequence({
  supplierUniqueRecordId: optional(text),
  title: optional(text),
  author: optional(text),
  authorId: since2021(optional(text)),
  subtitle: optional(text),
  seriesTitle: optional(text),
  edition: optional(text),
  titleOfComponent: optional(text),
  authorOfComponent: optional(text),
  volume: many(text, { most: 1 }),
  issue: optional(text),
  pagesRequested: optional(text),
  estimatedNoPages: optional(text),
  bibliographicItemId: many(BibliographicItemId),
  sponsor: optional(text),
  informationSource: optional(text),
  bibliographicRecordId: many(BibliographicRecordId),
})
export type BibliographicInfo = Value<typeof BibliographicInfo>

const PublicationInfo = sequence({
  publisher: optional(text),
  publisherId: since2021(optional(text)),
  publicationType: optional(PublicationType),
  publicationDate: optional(text),
  placeOfPublication: optional(text),
})

const ServiceInfo = sequence({
  requestType: optional(RequestType),
  requestSubType: many(RequestSubType, { most: 3 }),
  requestingAgencyPreviousRequestId: optional(text),
  serviceType: one(ServiceType),
  serviceLevel: optional(ServiceLevel),
  itemFormat: optional(AnyCode, { name: 'preferredFormat' }),
  needBeforeDate: optional(dateTime),
  copyrightCompliance: optional(AnyCode),
  anyEdition: optional(YesNo),
  preferredEdition: since2021(optional(PreferredEdition)),
  loanCondition: since2021(many(LoanCondition)),
  startDate: optional(dateTime),
  endDate: optional(dateTime),
  note: optional(text),
})

const SupplierInfo = sequence({
  sortOrder: optional(natural),
  supplierCode: optional(AgencyId),
  supplierDescription: optional(text),
  bibliographicRecordId: optional(BibliographicRecordId),
  callNumber: optional(text),
  summaryHoldings: optional(text),
  availabilityNote: optional(text),
})

const RequestedDeliveryInfo = sequence({
  sortOrder: optional(natural),
  address: optional(Address),
  deliveryMethod: since2021(deliveryMethod),
  courierName: since2021(courierName),
})

const RequestingAgencyInfo = sequence({
  name: optional(text),
  contactName: optional(text),
  address: many(Address),
})

const PatronInfo = sequence({
  patronId: optional(text),
  surname: optional(text),
  givenName: optional(text),
  patronType: optional(AnyCode),
  sendToPatron: optional(YesNo),
  address: many(Address),
})

const BillingInfo = sequence({
  paymentMethod,
  maximumCosts: optional(Costs),
  billingMethod: optional(BillingMethod),
  billingName: optional(text),
  address: optional(Address),
})

/** A library asks another for something. ISO 18626:2021, Request. */
export const Request = sequence({
  header: one(RequestHeader),
  bibliographicInfo: one(BibliographicInfo),
  publicationInfo: optional(PublicationInfo),
  serviceInfo: one(ServiceInfo, { least: 0 }),
  supplierInfo: many(SupplierInfo),
  requestedDeliveryInfo: many(RequestedDeliveryInfo),
  requestingAgencyInfo: optional(RequestingAgencyInfo),
  patronInfo: optional(PatronInfo),
  billingInfo: optional(BillingInfo),
})
export type Request = Value<typeof Request>
