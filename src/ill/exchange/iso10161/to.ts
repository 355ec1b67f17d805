import type { ILLAPDU, ILLAPDUOf } from '../../../standards/iso10161/index.ts'
import type { Envelope, IllMessage } from '../message.ts'
import { responderAPDU } from './answer.ts'
import { requesterAPDU } from './ask.ts'
import { serviceDateTime } from './days.ts'
import { systemId } from './parties.ts'
import { transactionId } from './transaction-id.ts'

/** What every APDU of ours begins with. */
export type Head = Pick<
  ILLAPDUOf<'cancel'>,
  'protocolVersionNum' | 'transactionId' | 'serviceDateTime' | 'requesterId' | 'responderId'
>

/** @param at when it is sent: with a repeat, its own time beside that of the first */
export function headOf({ requester, responder, requestId, sentAt, repeat }: Envelope, at: Date): Head {
  const [requesterId, responderId] = [systemId(requester), systemId(responder)]
  return {
    protocolVersionNum: 2,
    transactionId: transactionId(requestId, requester),
    serviceDateTime: serviceDateTime(sentAt, repeat ? at : undefined),
    ...(requesterId && { requesterId }),
    ...(responderId && { responderId }),
  }
}

/**
 * The APDU that says what a message says, in version 2 as a simple transaction. What ISO 10161 has no field for stands in
 * the note, a line each; `unsaid` lists what it cannot carry at all. domain/ill.md 3.4 and 5.6.
 */
export const toIso10161 = (message: IllMessage, at: Date): ILLAPDU =>
  message.from === 'requester'
    ? requesterAPDU(message.message, headOf(message.envelope, at), message.envelope)
    : responderAPDU(message.message, headOf(message.envelope, at), message.envelope)

/**
 * What a message loses on its way over ISO 10161, beyond spelling: symbols, numbers and blanks come back in one form. A
 * dot is followed by the field of the message of that type.
 */
export const unsaid = {
  'envelope.responderId': 'no field: each side has the transaction-id alone',
  'envelope.sentAt': 'whole seconds',
  'request.previousId': 'no field: turns of one request share their transaction-group-qualifier',
  'request.kind': 'a reminder goes as Status-Query, and says nothing else but its note',
  'request.hold': 'where nothing is said, it is according to the responder’s policy',
  'request.wanted.volume': 'one field with the issue: 12(3)',
  'received.on': 'needs a day: that of sending where none is said',
  'received.service': 'needs one: loan where none is said',
  'returned.on': 'needs a day',
  'checked-in.on': 'needs a day',
  'overdue.dueOn': 'needs a day',
  'expired.note': 'no field',
  'will-supply.likely': 'no field: a line in the note',
  'renew-reply.renewable': 'only beside a day, and then it is one or the other',
  'shipped.renewable': 'only beside a day, and then it is one or the other',
  'status.state': 'the eighteen of Current-State; others as a line in the note',
} as const
