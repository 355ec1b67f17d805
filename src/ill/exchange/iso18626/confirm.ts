import {
  answerVersion,
  type ConfirmationHeader,
  type Message,
  readMessage,
  type Version,
  writeMessage,
} from '../../../standards/iso18626/index.ts'
import type { Receipt } from '../message.ts'
import type { Arrived } from './read.ts'
import { type Refused, refused } from './refusal.ts'
import { agencyId, symbolOf } from './values.ts'
import { timestamp } from './write.ts'

type ErrorData = { readonly errorType: ErrorType; readonly errorValue: string }
type ErrorType = NonNullable<
  Extract<Message, { kind: 'requestConfirmation' }>['body']['errorData']
>[number]['errorType']

/**
 * The confirmation of a message: that it has come and was understood, or why not. domain/ill.md 5.4. `at` is the time of
 * the answer, ISO 8601; `version` that of the partner, for a message that says none we know.
 */
export function confirmIso18626(
  read: Arrived,
  receipt: Receipt,
  { at, version }: { readonly at: string; readonly version: Version },
): string {
  const now = timestamp(at)
  const confirmationHeader = headerOf(read, receipt, now)
  const errorData = receipt.kind === 'refused' ? [errorOf(read, receipt)] : undefined
  return writeMessage(confirmation(read, confirmationHeader, errorData), answerVersion(read.version) ?? version)
}

function confirmation(
  read: Arrived,
  confirmationHeader: ConfirmationHeader,
  errorData: readonly ErrorData[] | undefined,
): Message {
  switch (read.kind) {
    case 'request':
      return { kind: 'requestConfirmation', body: { confirmationHeader, errorData } }
    case 'supplyingAgencyMessage': {
      const reasonForMessage = read.body.messageInfo?.reasonForMessage
      return {
        kind: 'supplyingAgencyMessageConfirmation',
        body: { confirmationHeader, reasonForMessage, errorData },
      }
    }
    case 'requestingAgencyMessage': {
      const older = answerVersion(read.version) !== '2021-2'
      const echo = read.body.action
      // Version 1.2 has no word for two actions: then the echo is left out.
      const action = older && (echo === 'Lost' || echo === 'HoldReturn') ? undefined : echo
      return { kind: 'requestingAgencyMessageConfirmation', body: { confirmationHeader, action, errorData } }
    }
  }
}

function headerOf(read: Arrived, receipt: Receipt, now: string): ConfirmationHeader {
  const { header } = read.body
  const [supplier, requester] = [symbolOf(header?.supplyingAgencyId), symbolOf(header?.requestingAgencyId)]
  return {
    supplyingAgencyId: supplier === '' ? undefined : agencyId(supplier),
    requestingAgencyId: requester === '' ? undefined : agencyId(requester),
    timestamp: now,
    requestingAgencyRequestId: header?.requestingAgencyRequestId,
    timestampReceived: header?.timestamp ?? now,
    messageStatus: receipt.kind === 'ok' ? 'OK' : 'ERROR',
  }
}

/** Elements by the names that a receipt has for them. */
const elements: Readonly<Record<string, string>> = {
  requestId: 'requestingAgencyRequestId',
  previousId: 'requestingAgencyPreviousRequestId',
  requester: 'requestingAgencyId',
  responder: 'supplyingAgencyId',
  responderId: 'supplyingAgencyRequestId',
  sentAt: 'timestamp',
}

/** The element that says what a message is. */
const says = {
  request: 'requestType',
  supplyingAgencyMessage: 'reasonForMessage',
  requestingAgencyMessage: 'action',
} as const

const longest = 300

function errorOf(read: Arrived, { why, what, text }: Refused): ErrorData {
  const element = what === 'type' ? says[read.kind] : (elements[what] ?? what)
  const errorType = typeOf(read, why, element)
  const unsupported = errorType === 'UnsupportedActionType' || errorType === 'UnsupportedReasonForMessageType'
  const value = unsupported ? (saidBy(read) ?? text) : `${element}: ${text}`
  return { errorType, errorValue: value.slice(0, longest).replace(/[\ud800-\udbff]$/, '') }
}

function saidBy(read: Arrived): string | undefined {
  if (read.kind === 'request') return undefined
  return read.kind === 'requestingAgencyMessage' ? read.body.action : read.body.messageInfo?.reasonForMessage
}

function typeOf(read: Arrived, why: Refused['why'], element: string): ErrorType {
  if (why === 'unsupported' && element === 'action') return 'UnsupportedActionType'
  if (why === 'unsupported' && element === 'reasonForMessage') return 'UnsupportedReasonForMessageType'
  if (why !== 'malformed') return 'UnrecognisedDataValue'
  const unknown = read.faults.some(({ fault, path }) => fault === 'element' && path.split('/').at(-1) === element)
  return unknown ? 'UnrecognisedDataElement' : 'BadlyFormedMessage'
}

/** What a peer's errors mean to us. */
const reasons: Readonly<Record<ErrorType, Refused['why']>> = {
  UnsupportedActionType: 'unsupported',
  UnsupportedReasonForMessageType: 'unsupported',
  UnrecognisedDataElement: 'malformed',
  UnrecognisedDataValue: 'bad-value',
  BadlyFormedMessage: 'malformed',
}

/** What a peer answered on the spot: its receipt, with the number of the request it names; or that this is none. */
export type Answered =
  | { readonly kind: 'receipt'; readonly receipt: Receipt; readonly requestId: string | undefined }
  | { readonly kind: 'nothing'; readonly detail: string }

/** Reads the confirmation of a message that was sent, of any version. Never throws. */
export function readConfirmation(bytes: Uint8Array): Answered {
  const read = readMessage(bytes)
  if (read.kind === 'unreadable') return { kind: 'nothing', detail: read.detail }
  if (!('confirmationHeader' in read.body)) return { kind: 'nothing', detail: `a ${read.kind}, not a confirmation` }
  const { confirmationHeader: header, errorData = [] } = read.body
  const requestId = header?.requestingAgencyRequestId
  // A confirmation with an error is none of success, whatever it says.
  if (header?.messageStatus === 'OK' && errorData.length === 0)
    return { kind: 'receipt', receipt: { kind: 'ok' }, requestId }
  if (header?.messageStatus === undefined && errorData.length === 0)
    return { kind: 'nothing', detail: 'a confirmation without a status' }
  const [first] = errorData
  const why = reasons[first?.errorType ?? 'BadlyFormedMessage']
  const value = first?.errorValue ?? ''
  const [, what, text] = /^([A-Za-z]{1,60}): (.*)$/s.exec(value) ?? []
  const said = [first?.errorType, value].filter(Boolean).join(': ')
  return { kind: 'receipt', receipt: refused(why, what ?? '', text ?? said), requestId }
}
