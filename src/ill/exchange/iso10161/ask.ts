import type { ILLAPDU } from '../../../standards/iso10161/index.ts'
import type { Envelope, RequesterMessage } from '../message.ts'
import { isoDate, isoDateOf, sentOn } from './days.ts'
import { amountOf, filled, moneyBeyond, postalAddress } from './parties.ts'
import { type Lines, withLines, written } from './texts.ts'
import type { Head } from './to.ts'
import { itemId } from './wanted.ts'

type Asks = {
  readonly [T in RequesterMessage['type']]: (
    message: RequesterMessage & { readonly type: T },
    head: Head,
    envelope: Envelope,
  ) => ILLAPDU
}

/** The APDU of what a requester says. */
export const requesterAPDU = (message: RequesterMessage, head: Head, envelope: Envelope): ILLAPDU =>
  (asks[message.type] as (message: RequesterMessage, head: Head, envelope: Envelope) => ILLAPDU)(
    message,
    head,
    envelope,
  )

const requesterNote = (note: string | undefined, lines: Lines = {}) => {
  const text = withLines(note, lines)
  return text === undefined ? {} : { requesterNote: text }
}
const noteOf = (note: string | undefined) => {
  const text = written(note)
  return text === undefined ? {} : { note: text }
}

const serviceTypes = { loan: 'loan', copy: 'copy-non-returnable' } as const
const holds = { yes: 'yes', no: 'no', policy: 'according-to-responder-policy' } as const

const asks: Asks = {
  request(message, head) {
    if (message.kind === 'reminder') return { type: 'statusQuery', value: { ...head, ...noteOf(message.note) } }
    return { type: 'illRequest', value: { ...head, ...illRequest(message) } }
  },
  'conditional-reply': ({ agrees, note }, head) => ({
    type: 'conditionalReply',
    value: { ...head, answer: agrees, ...requesterNote(note) },
  }),
  cancel: ({ note }, head) => ({ type: 'cancel', value: { ...head, ...requesterNote(note) } }),
  received: ({ on, service, note }, head, { sentAt }) => ({
    type: 'received',
    value: {
      ...head,
      dateReceived: isoDate(on ?? sentOn(sentAt)),
      shippedServiceType: serviceTypes[service ?? 'loan'],
      ...requesterNote(note),
    },
  }),
  renew: ({ dueOn, note }, head) => ({
    type: 'renew',
    value: { ...head, ...filled({ desiredDueDate: isoDateOf(dueOn) }), ...requesterNote(note) },
  }),
  returned({ on, via, insuredFor, note }, head, { sentAt }) {
    const amount = amountOf(insuredFor)
    return {
      type: 'returned',
      value: {
        ...head,
        dateReturned: isoDate(on ?? sentOn(sentAt)),
        ...filled({ returnedVia: via }),
        ...(amount && { insuredFor: amount }),
        ...requesterNote(note, { 'Insured for': moneyBeyond(insuredFor) }),
      },
    }
  },
  lost: ({ note }, head) => ({ type: 'lost', value: { ...head, ...noteOf(note) } }),
  damaged: ({ note }, head) => ({ type: 'damaged', value: { ...head, ...noteOf(note) } }),
  note: ({ note }, head) => ({ type: 'message', value: { ...head, note: written(note) ?? '-' } }),
  'status-query': ({ note }, head) => ({ type: 'statusQuery', value: { ...head, ...noteOf(note) } }),
}

function illRequest(message: RequesterMessage & { readonly type: 'request' }) {
  const { wanted, services, kind, neededBy, expiresOn, mostCost, hold, patron, level, conditions, note } = message
  const [postal, cost] = [postalAddress(message.deliverTo), amountOf(mostCost)]
  const email = written(message.deliverEmail)
  const reader = filled({ clientName: patron?.name, clientIdentifier: patron?.id })
  const levelOfService = level?.length === 1 ? level : undefined
  return {
    transactionType: 'simple',
    ...((postal || email) && {
      deliveryAddress: {
        ...(postal && { postalAddress: postal }),
        ...(email && { electronicAddress: { telecomServiceIdentifier: 'SMTP', telecomServiceAddress: email } }),
      },
    }),
    iLLServiceType: services.map((service) => serviceTypes[service]),
    // What is sent on its way is told of either way; both are wanted, but no loan fails for want of them.
    requesterOptionalMessages: {
      canSendReceived: true,
      canSendReturned: true,
      requesterShipped: 'desires',
      requesterCheckedIn: 'desires',
    },
    ...((levelOfService ?? neededBy ?? expiresOn) !== undefined && {
      searchType: {
        ...filled({ levelOfService, needBeforeDate: isoDateOf(neededBy) }),
        ...(expiresOn === undefined
          ? { expiryFlag: 'no-Expiry' as const }
          : expiresOn === neededBy
            ? { expiryFlag: 'need-Before-Date' as const }
            : { expiryFlag: 'other-Date' as const, expiryDate: isoDate(expiresOn) }),
      },
    }),
    placeOnHold: holds[hold ?? 'policy'],
    ...(Object.keys(reader).length > 0 && { clientId: reader }),
    itemId: itemId(wanted),
    ...(cost && {
      costInfoType: { maximumCost: cost, reciprocalAgreement: false, willPayFee: false, paymentProvided: false },
    }),
    retryFlag: kind === 'retry',
    forwardFlag: false,
    ...requesterNote(note, {
      'Service level': levelOfService === undefined ? level : undefined,
      'Maximum cost': moneyBeyond(mostCost),
      'Conditions agreed to': conditions?.join('; '),
    }),
  } as const
}
