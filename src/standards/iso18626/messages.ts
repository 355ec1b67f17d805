import { Action, ErrorType, ReasonForMessage } from './codes.ts'
import { many, one, optional, type Reading, sequence, text, type Value } from './describe.ts'
import { ConfirmationHeader, RequestingAgencyHeader } from './headers.ts'
import { Request } from './request.ts'
import { SupplyingAgencyMessage } from './supplying.ts'

/** The library that asked says something more. ISO 18626:2021, RequestingAgencyMessage. */
export const RequestingAgencyMessage = sequence({
  header: one(RequestingAgencyHeader),
  action: one(Action),
  note: optional(text),
})
export type RequestingAgencyMessage = Value<typeof RequestingAgencyMessage>

const errorData = many(sequence({ errorType: one(ErrorType), errorValue: optional(text) }), { most: 1 })

export const RequestConfirmation = sequence({ confirmationHeader: one(ConfirmationHeader), errorData })
export const SupplyingAgencyMessageConfirmation = sequence({
  confirmationHeader: one(ConfirmationHeader),
  reasonForMessage: optional(ReasonForMessage),
  errorData,
})
export const RequestingAgencyMessageConfirmation = sequence({
  confirmationHeader: one(ConfirmationHeader),
  action: optional(Action),
  errorData,
})

/** What the root element holds, by the name of the element. */
export const messages = {
  request: Request,
  requestConfirmation: RequestConfirmation,
  supplyingAgencyMessage: SupplyingAgencyMessage,
  supplyingAgencyMessageConfirmation: SupplyingAgencyMessageConfirmation,
  requestingAgencyMessage: RequestingAgencyMessage,
  requestingAgencyMessageConfirmation: RequestingAgencyMessageConfirmation,
}
export type MessageKind = keyof typeof messages

/** A message as it is written. */
export type Message = {
  [K in MessageKind]: { readonly kind: K; readonly body: Value<(typeof messages)[K]> }
}[MessageKind]

/** Something in a message that is not as the schemas have it, and that no known habit of a peer excuses. */
export interface Fault {
  /** Not there; no value of its kind; no element that is known there; there more often than it may be. */
  readonly fault: 'missing' | 'value' | 'element' | 'repeated'
  /** Names of the elements that lead to it, from the message's own on: `header/timestamp`. */
  readonly path: string
  /** The value that is none, shortened. */
  readonly value?: string
}

/** A message as it was read, whatever its version: `version` is what it says itself. */
export type ReadMessage = {
  [K in MessageKind]: {
    readonly kind: K
    readonly version: string
    readonly body: Reading<(typeof messages)[K]>
    readonly faults: readonly Fault[]
  }
}[MessageKind]
