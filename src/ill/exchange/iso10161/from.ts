import { Problem } from '../../../problems.ts'
import { decodeILLAPDU, type ILLAPDU, type ILLAPDUOf, type ILLAPDUType } from '../../../standards/iso10161/index.ts'
import { type Envelope, IllMessage } from '../message.ts'
import { invoked } from './days.ts'
import { responderSaid } from './heard-answer.ts'
import { requesterSaid } from './heard-request.ts'
import { symbolIn } from './parties.ts'
import { requestIdOf } from './transaction-id.ts'
import { refused, type Understood } from './understood.ts'

/**
 * What came, as a neutral message. Tolerant of what is empty, late or too long; it refuses what cannot be meant for us.
 * @param own our symbols: which side sent what either may send follows from whose request it is
 */
export function fromIso10161(apdu: ILLAPDU, own: readonly string[]): Understood<IllMessage> {
  const { value } = apdu
  if (value.protocolVersionNum !== 1 && value.protocolVersionNum !== 2)
    return refused('bad-value', 'protocol-version-num', 'versions 1 and 2 are understood')
  if (isCritical(value)) return refused('unsupported', 'extension', 'a critical extension is not known here')
  const requestId = requestIdOf(value.transactionId)
  if (requestId === undefined) return refused('bad-value', 'transaction-id', 'the transaction-id has no qualifier')
  const when = invoked(value.serviceDateTime)
  if (!when) return refused('bad-value', 'service-date-time', 'the date of the service is none')
  const requester = symbolIn(value.requesterId) ?? symbolIn(value.transactionId.initialRequesterId) ?? ''
  const responder = symbolIn(value.responderId) ?? ''
  if (apdu.type === 'illRequest' && requester === '')
    return refused('bad-value', 'requester-id', 'the request does not say whose it is')
  const envelope: Envelope = { requester, responder, requestId, ...when }
  const side = sideOf(apdu, requester, responder, own)
  const heard = side === 'requester' ? requesterSaid(apdu) : responderSaid(apdu)
  if (!heard) return refused('unsupported', serviceOf(apdu), `this service is not served for a ${side}`)
  if (heard.kind === 'refused') return heard
  const parsed = IllMessage.safeParse({ from: side, envelope, message: heard.message })
  if (parsed.success) return { kind: 'understood', message: parsed.data }
  const [issue] = parsed.error.issues
  return refused('bad-value', issue?.path.at(-1)?.toString() ?? serviceOf(apdu), issue?.message ?? 'it is not sound')
}

/** Who sent an APDU and which transaction it is about, as far as it says: also of one that is not understood. */
export function headingOf(apdu: ILLAPDU, own: readonly string[]) {
  const { transactionId, requesterId, responderId } = apdu.value
  const requester = symbolIn(requesterId) ?? symbolIn(transactionId.initialRequesterId) ?? ''
  const responder = symbolIn(responderId) ?? ''
  const from = sideOf(apdu, requester, responder, own)
  return { from, sender: from === 'requester' ? requester : responder, requestId: requestIdOf(transactionId) ?? '' }
}

/** Reads octets and what they say. Octets that are no APDU are refused, without `apdu`. */
export function readIso10161(
  bytes: Uint8Array,
  own: readonly string[],
): Understood<IllMessage> & { readonly apdu?: ILLAPDU } {
  try {
    const apdu = decodeILLAPDU(bytes)
    return { ...fromIso10161(apdu, own), apdu }
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    return refused('malformed', 'APDU', cause.message)
  }
}

const ofRequester: readonly ILLAPDU['type'][] = [
  'illRequest',
  'conditionalReply',
  'cancel',
  'received',
  'returned',
  'renew',
]
const ofEither: readonly ILLAPDU['type'][] = ['lost', 'damaged', 'message', 'statusQuery', 'statusOrErrorReport']

/** Who sent it: by its kind or, where both send it, by whose request it is. */
function sideOf(
  apdu: ILLAPDU,
  requester: string,
  responder: string,
  own: readonly string[],
): 'requester' | 'responder' {
  if (!ofEither.includes(apdu.type)) return ofRequester.includes(apdu.type) ? 'requester' : 'responder'
  const same = (symbol: string) => own.some((one) => one.toLowerCase() === symbol.toLowerCase())
  if (same(requester)) return 'responder'
  if (same(responder)) return 'requester'
  return apdu.type === 'statusOrErrorReport' ? 'responder' : 'requester'
}

type Extensions = NonNullable<ILLAPDUOf<'lost'>['lostExtensions']>

const extensionsOf = (value: ILLAPDU['value']): Extensions =>
  Object.entries(value).flatMap(([name, field]) => (name.endsWith('xtensions') ? ((field ?? []) as Extensions) : []))

/** Whether it holds an extension that must not be passed over: we know none. */
const isCritical = (value: ILLAPDU['value']): boolean => extensionsOf(value).some(({ critical }) => critical)

/** Whether an APDU tells of a reader, or has an extension, where some show a password: then nobody keeps its text. */
export const isPrivate = ({ value }: ILLAPDU): boolean =>
  ('clientId' in value && value.clientId !== undefined) || extensionsOf(value).length > 0

const services: Readonly<Record<ILLAPDU['type'], ILLAPDUType & string>> = {
  illRequest: 'ILL-REQUEST',
  forwardNotification: 'FORWARD-NOTIFICATION',
  shipped: 'SHIPPED',
  illAnswer: 'ILL-ANSWER',
  conditionalReply: 'CONDITIONAL-REPLY',
  cancel: 'CANCEL',
  cancelReply: 'CANCEL-REPLY',
  received: 'RECEIVED',
  recall: 'RECALL',
  returned: 'RETURNED',
  checkedIn: 'CHECKED-IN',
  overdue: 'OVERDUE',
  renew: 'RENEW',
  renewAnswer: 'RENEW-ANSWER',
  lost: 'LOST',
  damaged: 'DAMAGED',
  message: 'MESSAGE',
  statusQuery: 'STATUS-QUERY',
  statusOrErrorReport: 'STATUS-OR-ERROR-REPORT',
  expired: 'EXPIRED',
}

/** The service an APDU belongs to, as ILL-APDU-Type names it. */
export const serviceOf = (apdu: ILLAPDU): ILLAPDUType & string => services[apdu.type]
