import { MessageStatus } from './codes.ts'
import { dateTime, one, optional, sequence, since2021, text, until2021, type Value } from './describe.ts'
import { AgencyId, Authentication } from './parts.ts'

/**
 * Version 1.2 has one header for all messages, in which `multipleItemRequestId` must be, if only empty; the newer one has
 * three that are parts of it.
 */
const multipleItemRequestId = optional(text, { least: 1 })

export const RequestHeader = sequence({
  supplyingAgencyId: optional(AgencyId, { least: 1 }),
  requestingAgencyId: one(AgencyId),
  consortialId: since2021(optional(AgencyId)),
  multipleItemRequestId,
  timestamp: one(dateTime),
  requestingAgencyRequestId: one(text),
  supplyingAgencyRequestId: until2021(optional(text)),
  requestingAgencyAuthentication: optional(Authentication),
})

export const SupplyingAgencyHeader = sequence({
  supplyingAgencyId: one(AgencyId),
  requestingAgencyId: one(AgencyId),
  multipleItemRequestId: until2021(multipleItemRequestId),
  timestamp: one(dateTime),
  requestingAgencyRequestId: one(text),
  supplyingAgencyRequestId: optional(text),
  requestingAgencyAuthentication: until2021(optional(Authentication)),
})
export type SupplyingAgencyHeader = Value<typeof SupplyingAgencyHeader>

export const RequestingAgencyHeader = sequence({
  supplyingAgencyId: one(AgencyId),
  requestingAgencyId: one(AgencyId),
  consortialId: since2021(optional(AgencyId)),
  multipleItemRequestId: until2021(multipleItemRequestId),
  timestamp: one(dateTime),
  requestingAgencyRequestId: one(text),
  supplyingAgencyRequestId: optional(text),
  requestingAgencyAuthentication: optional(Authentication),
})

export const ConfirmationHeader = sequence({
  supplyingAgencyId: optional(AgencyId),
  requestingAgencyId: optional(AgencyId),
  timestamp: one(dateTime),
  requestingAgencyRequestId: optional(text),
  multipleItemRequestId: until2021(optional(text)),
  timestampReceived: one(dateTime),
  messageStatus: one(MessageStatus),
})
export type ConfirmationHeader = Value<typeof ConfirmationHeader>
