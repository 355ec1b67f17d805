import { choice, decode, dump, encode, type Limits, Splitter, type Value } from '../asn1/index.ts'
import { ILLAnswer } from './answer.ts'
import { Damaged, Lost, Message, StatusQuery } from './from-either.ts'
import { Cancel, ConditionalReply, Received, Renew, Returned } from './from-requester.ts'
import { CancelReply, CheckedIn, Expired, Overdue, Recall, RenewAnswer } from './from-responder.ts'
import { StatusOrErrorReport } from './report.ts'
import { ForwardNotification, ILLRequest } from './request.ts'
import { Shipped } from './shipped.ts'

/** Every application protocol data unit, in both directions: ILL-APDU of the module ISO-10161-ILL-1. */
export const ILLAPDU = choice({
  illRequest: ILLRequest,
  forwardNotification: ForwardNotification,
  shipped: Shipped,
  illAnswer: ILLAnswer,
  conditionalReply: ConditionalReply,
  cancel: Cancel,
  cancelReply: CancelReply,
  received: Received,
  recall: Recall,
  returned: Returned,
  checkedIn: CheckedIn,
  overdue: Overdue,
  renew: Renew,
  renewAnswer: RenewAnswer,
  lost: Lost,
  damaged: Damaged,
  message: Message,
  statusQuery: StatusQuery,
  statusOrErrorReport: StatusOrErrorReport,
  expired: Expired,
})
export type ILLAPDU = Value<typeof ILLAPDU>

/** The fields of one kind of APDU. */
export type ILLAPDUOf<Type extends ILLAPDU['type']> = Extract<ILLAPDU, { readonly type: Type }>['value']

/** Nothing libraries say to each other about one loan is near as large or as deep. */
export const illLimits: Limits = { depth: 24, size: 128 * 1024, nodes: 4_000, tagOctets: 4, lengthOctets: 4 }

/** The octets to send. @throws Problem `ber-unencodable` naming the field at fault */
export function encodeILLAPDU(apdu: ILLAPDU): Buffer {
  const bytes = encode(ILLAPDU, apdu)
  // YAZ takes three printable octets for the beginning of HTTP, and waits for the rest of that. The tags of short APDUs,
  // their lengths and that of the SEQUENCE inside are such, so the length is written as a long one.
  return bytes[1]! < 0x80 ? Buffer.concat([bytes.subarray(0, 1), Buffer.of(0x81), bytes.subarray(1)]) : bytes
}

/** Reads one whole APDU; its octet strings are views of `bytes`. @throws Problem `ber-*` with the offset at fault */
export const decodeILLAPDU = (bytes: Uint8Array, limits: Limits = illLimits): ILLAPDU => decode(ILLAPDU, bytes, limits)

/**
 * One APDU for people to read; what is not described is marked with `?`.
 * @throws Problem `ber-*` where the bytes are not one sound element
 */
export const dumpILLAPDU = (bytes: Uint8Array): string => dump(ILLAPDU, bytes)

/** Cuts what comes from a peer into APDUs; anything that cannot be one is refused at its first octets. */
export const illAPDUSplitter = (limits: Limits = illLimits): Splitter => new Splitter(ILLAPDU, limits)
