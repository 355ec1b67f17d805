import {
  AgencyIdType,
  AnyCode,
  BibliographicRecordIdentifierCode,
  DeliveryMethod,
  ElectronicAddressType,
} from './codes.ts'
import { choice, decimal, one, open, optional, sequence, text, type Value } from './describe.ts'

/** Data elements that several messages share. */

export const AgencyId = sequence({ agencyIdType: one(AgencyIdType), agencyIdValue: one(text) })
export type AgencyId = Value<typeof AgencyId>

/** ISO 4217 and an amount. */
export const Costs = sequence({ currencyCode: one(open()), monetaryValue: one(decimal) })
export type Costs = Value<typeof Costs>

export const PhysicalAddress = sequence({
  line1: optional(text),
  line2: optional(text),
  locality: optional(text),
  postalCode: optional(text),
  // In 1.2 a code that may say its scheme: read alike.
  region: optional(text),
  country: optional(AnyCode),
})
export type PhysicalAddress = Value<typeof PhysicalAddress>

export const ElectronicAddress = sequence({
  electronicAddressType: one(ElectronicAddressType),
  electronicAddressData: one(text),
})

export const Address = choice({ electronicAddress: one(ElectronicAddress), physicalAddress: one(PhysicalAddress) })
export type Address = Value<typeof Address>

export const BibliographicRecordId = sequence({
  bibliographicRecordIdentifierCode: one(BibliographicRecordIdentifierCode),
  bibliographicRecordIdentifier: one(text),
})

/** Who pays. Never to be shown or logged. */
export const Authentication = sequence({ accountId: optional(text), securityCode: optional(text) })

export const courierName = optional(AnyCode)
export const deliveryMethod = optional(DeliveryMethod)
export const paymentMethod = optional(AnyCode)
