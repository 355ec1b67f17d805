import {
  fromIso18626,
  type Peer,
  type ProfileName,
  readIso18626,
  type Sending,
  toIso18626,
} from '../../../../src/ill/exchange/iso18626/index.ts'
import type { IllMessage, RequesterMessage, ResponderMessage } from '../../../../src/ill/exchange/message.ts'
import type { Version } from '../../../../src/standards/iso18626/index.ts'
import { allOf, parseXml } from '../../../xml.ts'

export const envelope = {
  requester: 'ISIL:DE-1',
  responder: 'ISIL:GB-UkOxU',
  requestId: 'R-000001-1',
  sentAt: '2026-11-27T22:00:00Z',
}
export const peer = (profile: ProfileName, version: Version = '1.2'): Peer => ({ profile, version })
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const isRequester = new Set(['request', 'conditional-reply', 'cancel', 'received', 'renew', 'returned', 'status-query'])
/** A message of whoever can say such a thing; what both can say is the lender's. */
export const illMessage = (message: RequesterMessage | ResponderMessage): IllMessage =>
  ({ from: isRequester.has(message.type) ? 'requester' : 'responder', envelope, message }) as IllMessage

/** Texts of the elements of one name in what is sent. */
export function sent(message: RequesterMessage | ResponderMessage, to: Peer, now: Sending = {}) {
  const document = toIso18626(illMessage(message), to, now)
  const root = parseXml(document)
  return {
    document,
    text: (name: string): string | undefined => allOf(root, name)[0]?.text,
    texts: (name: string): string[] => allOf(root, name).map(({ text }) => text),
  }
}

export const namespace = 'http://illtransactions.org/2013/iso18626'
const agencies =
  '<supplyingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>GB-UkOxU</agencyIdValue></supplyingAgencyId>' +
  '<requestingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>DE-1</agencyIdValue></requestingAgencyId>'
export const header =
  `<header>${agencies}<multipleItemRequestId></multipleItemRequestId><timestamp>2026-11-27T22:00:00Z</timestamp>` +
  '<requestingAgencyRequestId>R-000001-1</requestingAgencyRequestId></header>'

export const document = (inside: string, version = '1.2'): string =>
  `<ISO18626Message xmlns="${namespace}" xmlns:ill="${namespace}" ill:version="${version}">${inside}</ISO18626Message>`
/** A message of the library that asked. */
export const action = (said: string, note = '', version = '1.2'): string =>
  document(
    `<requestingAgencyMessage>${header}<action>${said}</action><note>${note}</note></requestingAgencyMessage>`,
    version,
  )
/** A message of the library that was asked. */
export const answer = (reason: string, status: string, info = '', rest = ''): string =>
  document(
    `<supplyingAgencyMessage>${header}<messageInfo><reasonForMessage>${reason}</reasonForMessage>${info}</messageInfo>` +
      `<statusInfo><status>${status}</status><lastChange>2026-11-27T22:00:00Z</lastChange></statusInfo>${rest}` +
      '</supplyingAgencyMessage>',
  )

/** What is understood of a document: the message, or the refusal. */
export function understood(text: string, from: Peer) {
  const incoming = readIso18626(bytes(text))
  if (incoming.kind !== 'message') throw new Error(incoming.kind)
  const found = fromIso18626(incoming.read, from)
  return 'message' in found ? found.message : found
}
