import {
  any,
  choice,
  explicit,
  implicit,
  oid,
  optional,
  printableString,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { ILLString, ISOTime, optionalText, text } from './strings.ts'

/** Name-Of-Person-Or-Institution. */
export const NameOfPersonOrInstitution = choice({ nameOfPerson: text(0), nameOfInstitution: text(1) })

/** Person-Or-Institution-Symbol. */
export const PersonOrInstitutionSymbol = choice({ personSymbol: text(0), institutionSymbol: text(1) })

/** System-Id: a library, by symbol or name or both. */
export const SystemId = sequence({
  personOrInstitutionSymbol: optional(explicit(0, PersonOrInstitutionSymbol)),
  nameOfPersonOrInstitution: optional(explicit(1, NameOfPersonOrInstitution)),
})
export type SystemId = Value<typeof SystemId>

/** System-Address: an address in some network, such as `SMTP` and `ill@library.example`. */
export const SystemAddress = sequence({
  telecomServiceIdentifier: optionalText(0),
  telecomServiceAddress: optionalText(1),
})
export type SystemAddress = Value<typeof SystemAddress>

/** Postal-Address. */
export const PostalAddress = sequence({
  nameOfPersonOrInstitution: optional(explicit(0, NameOfPersonOrInstitution)),
  extendedPostalDeliveryAddress: optionalText(1),
  streetAndNumber: optionalText(2),
  postOfficeBox: optionalText(3),
  city: optionalText(4),
  region: optionalText(5),
  country: optionalText(6),
  postalCode: optionalText(7),
})
export type PostalAddress = Value<typeof PostalAddress>

/** Delivery-Address. */
export const DeliveryAddress = sequence({
  postalAddress: optional(implicit(0, PostalAddress)),
  electronicAddress: optional(implicit(1, SystemAddress)),
})

/** Transportation-Mode: the post, a van. */
export const TransportationMode = ILLString

/** Electronic-Delivery-Service. The first two are for machines that know the object identifiers. */
export const ElectronicDeliveryService = sequence({
  eDeliveryService: optional(
    implicit(0, sequence({ eDeliveryMode: implicit(0, oid), eDeliveryParameters: explicit(1, any) })),
  ),
  documentType: optional(
    implicit(1, sequence({ documentTypeId: implicit(2, oid), documentTypeParameters: explicit(3, any) })),
  ),
  eDeliveryDescription: optionalText(4),
  eDeliveryDetails: explicit(
    5,
    choice({ eDeliveryAddress: implicit(0, SystemAddress), eDeliveryId: implicit(1, SystemId) }),
  ),
  nameOrCode: optionalText(6),
  deliveryTime: optional(implicit(7, ISOTime)),
})
export type ElectronicDeliveryService = Value<typeof ElectronicDeliveryService>

/** Delivery-Service: by post, or, from version 2 on, electronically in one of several ways. */
export const DeliveryService = choice({
  physicalDelivery: explicit(7, TransportationMode),
  electronicDelivery: implicit(50, sequenceOf(ElectronicDeliveryService)),
})

/** Client-Id: the reader. */
export const ClientId = sequence({
  clientName: optionalText(0),
  clientStatus: optionalText(1),
  clientIdentifier: optionalText(2),
})

/** Location-Info: a library that may have the item. */
export const LocationInfo = sequence({
  locationId: implicit(0, SystemId),
  locationAddress: optional(implicit(1, SystemAddress)),
  locationNote: optionalText(2),
})
export type LocationInfo = Value<typeof LocationInfo>

/** Send-To-List-Type: libraries to be asked, in this order. */
export const SendToListType = sequenceOf(
  sequence({
    systemId: implicit(0, SystemId),
    accountNumber: optionalText(1),
    systemAddress: optional(implicit(2, SystemAddress)),
  }),
)

/** Already-Tried-List-Type. */
export const AlreadyTriedListType = sequenceOf(SystemId)

/** Amount: the value in digits, spaces, points and commas, ten characters at most; the currency by ISO 4217. */
export const Amount = sequence({
  currencyCode: optional(implicit(0, printableString)),
  monetaryValue: implicit(1, printableString),
})
export type Amount = Value<typeof Amount>
