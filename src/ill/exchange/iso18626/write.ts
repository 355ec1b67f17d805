import { type Message, type SupplyingAgencyMessage, writeMessage } from '../../../standards/iso18626/index.ts'
import { holdable } from '../../../standards/xml/index.ts'
import type { Envelope, IllMessage, RequesterMessage, ResponderMessage } from '../message.ts'
import { oneLine } from './lines.ts'
import { type Peer, profileOf } from './profiles.ts'
import { returnTo, withoutTokens } from './tokens.ts'
import { addressLines, agencyId, costs, given, physicalAddress, timeOf } from './values.ts'
import type { Asked } from './write-request.ts'
import { requesterBody } from './write-requester.ts'
import { noteOf, type Statement, statementOf } from './write-responder.ts'

/** What a message does not hold itself, and how it is written depends on. */
export interface Sending {
  /** Where the lender's transaction stands, a Current-State of ISO 10161: refusals and notes name what stays. */
  readonly state?: string | undefined
  /** The request this turn began with: to agree to conditions is to ask again, where the peer is of the standard. */
  readonly asked?: Asked | undefined
}

/**
 * A message as the partner's profile and version have it: XML in UTF-8 that the schema accepts. What has no element there
 * stands in the note; what cannot be said at all is left out, `test/ill/exchange/iso18626/losses.ts` says what.
 */
export const toIso18626 = (message: IllMessage, peer: Peer, sending: Sending = {}): string =>
  writeMessage(messageOf(message.envelope, cleaned(said(message)), peer, cleaned(sending)), peer.version)

/**
 * First of all: tokens in any text, wherever it ends up; and characters that XML cannot hold, which would hide a token
 * from whoever looks for it.
 */
function cleaned<T>(value: T): T {
  if (typeof value === 'string') return (withoutTokens(holdable(value)) ?? '') as T
  if (Array.isArray(value)) return value.map(cleaned) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each)])) as T
}

/** What is said, and by whom, without the names of it. */
const said = ({ envelope: _, ...rest }: IllMessage) => rest as Omit<IllMessage, 'envelope'> as Said
type Said =
  | { readonly from: 'requester'; readonly message: RequesterMessage }
  | { readonly from: 'responder'; readonly message: ResponderMessage }

function messageOf(envelope: Envelope, message: Said, peer: Peer, sending: Sending): Message {
  const header = {
    supplyingAgencyId: agencyId(envelope.responder),
    requestingAgencyId: agencyId(envelope.requester),
    timestamp: timestamp(envelope.sentAt),
    requestingAgencyRequestId: envelope.requestId,
  }
  const supplyingAgencyRequestId = envelope.responderId?.trim() || undefined
  if (message.from === 'responder') {
    const statement = statementOf(message.message, peer, sending.state)
    const body = supplying(statement, peer, header.timestamp)
    return { kind: 'supplyingAgencyMessage', body: { header: { ...header, supplyingAgencyRequestId }, ...body } }
  }
  const body = requesterBody(message.message, peer, sending.asked)
  if ('action' in body)
    return { kind: 'requestingAgencyMessage', body: { header: { ...header, supplyingAgencyRequestId }, ...body } }
  const { serviceInfo } = body.request
  const previous = message.message.type === 'conditional-reply' ? envelope.requestId : undefined
  return {
    kind: 'request',
    body: {
      header,
      ...body.request,
      serviceInfo: previous ? { ...serviceInfo, requestingAgencyPreviousRequestId: previous } : serviceInfo,
    },
  }
}

/** xs:dateTime wants seconds; ISO 8601 does not. */
export const timestamp = (time: string): string => time.replace(/T(\d\d:\d\d)(?=Z|[+-])/, 'T$1:00')

function supplying(statement: Statement, peer: Peer, now: string): Omit<SupplyingAgencyMessage, 'header'> {
  const { agrees, expectedOn, dueOn, changedOn } = statement
  return {
    messageInfo: {
      reasonForMessage: statement.reason,
      answerYesNo: agrees === undefined ? undefined : agrees ? 'Y' : 'N',
      note: withReturn(statement, peer),
      reasonUnfilled: code(statement.reasonUnfilled),
      reasonRetry: code(statement.reasonRetry),
      ...(peer.version === '1.2' && terms(statement, peer)),
    },
    statusInfo: {
      status: statement.status,
      expectedDeliveryDate: expectedOn && timeOf(expectedOn),
      dueDate: dueOn && timeOf(dueOn),
      lastChange: changedOn ? timeOf(changedOn) : now,
    },
    retryInfo: peer.version === '1.2' ? undefined : retryInfo(statement, peer),
    deliveryInfo: deliveryInfo(statement, peer, now),
    shippingInfo: peer.version === '1.2' ? undefined : shippingInfo(statement),
    returnInfo: returnInfo(statement),
  }
}

const code = (said: string | undefined) => (said === undefined ? undefined : { code: said })

/** What is offered, and when to ask again: one of each. */
function terms(statement: Statement, peer: Peer) {
  const shipped =
    profileOf(peer).cost === 'offeredCosts' && peer.version === '1.2' ? statement.shipped?.cost : undefined
  const offered = statement.offered ?? shipped
  return {
    offeredCosts: offered && costs(offered),
    retryAfter: statement.retryAfter && timeOf(statement.retryAfter),
    retryBefore: statement.retryBefore && timeOf(statement.retryBefore),
  }
}

function retryInfo(statement: Statement, peer: Peer): SupplyingAgencyMessage['retryInfo'] {
  const { offeredCosts, ...times } = terms(statement, peer)
  const list = statement.conditions?.in === 'retryInfo' ? statement.conditions.list : []
  return given({
    loanCondition: list.map((condition) => ({ code: condition })),
    offeredCosts: offeredCosts ? [offeredCosts] : [],
    ...times,
  })
}

function deliveryInfo(statement: Statement, peer: Peer, now: string): SupplyingAgencyMessage['deliveryInfo'] {
  const { shipped, conditions } = statement
  const list = conditions?.in === 'deliveryInfo' ? conditions.list : []
  if (shipped === undefined && list.length === 0) return undefined
  const loanCondition = list.map((condition) => ({ code: condition }))
  const dateSent = shipped?.on ? timeOf(shipped.on) : now
  const inItemId = peer.version === '1.2' ? shipped?.url : undefined
  const itemId = inItemId ?? shipped?.itemId
  const via = inItemId ? 'URL' : shipped?.via?.trim() ? oneLine(shipped.via) : undefined
  const elsewhere = profileOf(peer).cost === 'offeredCosts' && peer.version === '1.2'
  return {
    dateSent,
    ...given({
      itemId: itemId?.trim() ? [itemId] : [],
      URL: inItemId ? undefined : shipped?.url,
      deliveryMethod: code(via),
      loanCondition,
      deliveryCosts: shipped?.cost && !elsewhere ? [costs(shipped.cost)] : [],
    }),
  }
}

function shippingInfo({ shipped }: Statement): SupplyingAgencyMessage['shippingInfo'] {
  if (shipped?.insuredFor === undefined) return undefined
  return { insurance: 'Y', insuranceCosts: [costs(shipped.insuredFor)] }
}

const returnInfo = ({ shipped }: Statement): SupplyingAgencyMessage['returnInfo'] =>
  shipped?.returnTo && given({ name: shipped.returnTo.name, physicalAddress: physicalAddress(shipped.returnTo) })

function withReturn(statement: Statement, peer: Peer): string | undefined {
  const note = noteOf(statement)
  const { returnTo: address } = statement.shipped ?? {}
  const written = profileOf(peer).onlyNotes && address ? addressLines(address) : undefined
  return written ? [...(note === undefined ? [] : [note]), returnTo[0], written, returnTo[1]].join('\n') : note
}
