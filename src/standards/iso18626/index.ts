/** ISO 18626, requests between libraries as XML: the versions of 2017 (1.2) and 2021 (2021-2). Pure. */
export {
  Action,
  canonical,
  DeliveryMethod,
  LoanCondition,
  ReasonForMessage,
  ReasonRetry,
  ReasonUnfilled,
  ServiceLevel,
  Status,
} from './codes.ts'
export type { Incomplete, OpenCode, Reading, Value } from './describe.ts'
export type { ConfirmationHeader } from './headers.ts'
export type {
  Fault,
  Message,
  MessageKind,
  ReadMessage,
  RequestingAgencyMessage,
} from './messages.ts'
export type { Address, AgencyId, Costs, PhysicalAddress } from './parts.ts'
export { messageLimits, readMessage, type Unreadable } from './read.ts'
export type { BibliographicInfo, Request } from './request.ts'
export type { SupplyingAgencyMessage } from './supplying.ts'
export { answerVersion, type Version, versions } from './versions.ts'
export { writeMessage } from './write.ts'
