import { CurrentState, type ILLAPDU, type ILLAPDUOf } from '../../../standards/iso10161/index.ts'
import { moneyText } from '../../money/index.ts'
import type { Envelope, ResponderMessage } from '../message.ts'
import { conditionCodes, retryReasons, shippedConditions, unfilledReasons } from './codes.ts'
import { isoDate, isoDateOf, sentOn } from './days.ts'
import { amountOf, filled, locationInfos, moneyBeyond, postalAddress, systemId } from './parties.ts'
import { type Lines, withLines, written } from './texts.ts'
import type { Head } from './to.ts'

type Answers = {
  readonly [T in ResponderMessage['type']]: (
    message: ResponderMessage & { readonly type: T },
    head: Head,
    envelope: Envelope,
  ) => ILLAPDU
}

/** The APDU of what a responder says. */
export const responderAPDU = (message: ResponderMessage, head: Head, envelope: Envelope): ILLAPDU =>
  (answers[message.type] as (message: ResponderMessage, head: Head, envelope: Envelope) => ILLAPDU)(
    message,
    head,
    envelope,
  )

/** An agreed word between two of us: the standard has no such service, and people read it as it is. */
export const unshipWords = 'UNSHIP: this was not sent after all.'

const responderNote = (note: string | undefined, lines: Lines = {}) => {
  const text = withLines(note, lines)
  return text === undefined ? {} : { responderNote: text }
}
const noteOf = (note: string | undefined, lines: Lines = {}) => {
  const text = withLines(note, lines)
  return text === undefined ? {} : { note: text }
}
const dateDue = (day: string | undefined, renewable: boolean | undefined) =>
  day === undefined ? {} : { dateDue: { dateDueField: isoDate(day), renewable: renewable ?? true } }

type Answer = Pick<ILLAPDUOf<'illAnswer'>, 'transactionResults' | 'resultsExplanation' | 'responderNote'>
const illAnswer = (head: Head, answer: Answer): ILLAPDU => ({ type: 'illAnswer', value: { ...head, ...answer } })

const answers: Answers = {
  'will-supply': ({ expectedOn, likely, note }, head) =>
    illAnswer(head, {
      transactionResults: 'will-supply',
      resultsExplanation: {
        type: 'willSupplyResults',
        value: {
          reasonWillSupply: likely ? 'other' : 'being-processed-for-supply',
          ...filled({ supplyDate: isoDateOf(expectedOn) }),
        },
      },
      ...responderNote(note, { 'Not certain': likely ? 'it will probably be supplied' : undefined }),
    }),
  hold: ({ availableOn, note }, head) =>
    illAnswer(head, {
      ...(availableOn === undefined
        ? {
            // A hold has to say from when on; what is on hold and will come need not.
            transactionResults: 'will-supply',
            resultsExplanation: { type: 'willSupplyResults', value: { reasonWillSupply: 'on-hold' } },
          }
        : {
            transactionResults: 'hold-placed',
            resultsExplanation: {
              type: 'holdPlacedResults',
              value: { estimatedDateAvailable: isoDate(availableOn) },
            },
          }),
      ...responderNote(note),
    }),
  conditional({ conditions, replyBy, cost, note }, head) {
    const code = conditions.length === 1 ? conditionCodes.code(conditions[0]) : undefined
    return illAnswer(head, {
      transactionResults: 'conditional',
      resultsExplanation: {
        type: 'conditionalResults',
        value: { conditions: code ?? 'other', ...filled({ dateForReply: isoDateOf(replyBy) }) },
      },
      ...responderNote(note, { Cost: moneyText(cost), Conditions: code ? undefined : conditions.join('; ') }),
    })
  },
  'not-supplied': (message, head) => illAnswer(head, notSupplied(message)),
  expired: (_, head) => ({ type: 'expired', value: head }),
  'cancel-reply': ({ agrees, note }, head) => ({
    type: 'cancelReply',
    value: { ...head, answer: agrees, ...responderNote(note) },
  }),
  shipped: (message, head) => ({ type: 'shipped', value: { ...head, ...shipped(message) } }),
  unship: ({ note }, head) => ({
    type: 'message',
    value: { ...head, note: [unshipWords, written(note)].filter(Boolean).join('\n') },
  }),
  overdue: ({ dueOn, note }, head, { sentAt }) => ({
    type: 'overdue',
    value: {
      ...head,
      dateDue: { dateDueField: isoDate(dueOn ?? sentOn(sentAt)), renewable: true },
      ...responderNote(note),
    },
  }),
  recall: ({ note }, head) => ({ type: 'recall', value: { ...head, ...responderNote(note) } }),
  'renew-reply': ({ agrees, dueOn, renewable, note }, head) => ({
    type: 'renewAnswer',
    value: { ...head, answer: agrees, ...dateDue(dueOn, renewable), ...responderNote(note) },
  }),
  'checked-in': ({ on, note }, head, { sentAt }) => ({
    type: 'checkedIn',
    value: { ...head, dateCheckedIn: isoDate(on ?? sentOn(sentAt)), ...responderNote(note) },
  }),
  lost: ({ note }, head) => ({ type: 'lost', value: { ...head, ...noteOf(note) } }),
  damaged: ({ note }, head) => ({ type: 'damaged', value: { ...head, ...noteOf(note) } }),
  note: ({ note }, head) => ({ type: 'message', value: { ...head, note: written(note) ?? '-' } }),
  status({ state, dueOn, note }, head, { sentAt, responder }) {
    const known = Object.keys(CurrentState.shape.kind === 'named' ? CurrentState.shape.names : {}).includes(state)
    const today = isoDate(sentOn(sentAt))
    return {
      type: 'statusOrErrorReport',
      value: {
        ...head,
        statusReport: {
          userStatusReport: {
            dateOfLastTransition: today,
            mostRecentService: 'STATUS-QUERY',
            dateOfMostRecentService: today,
            initiatorOfMostRecentService: systemId(responder) ?? {},
          },
          providerStatusReport: known ? (state as CurrentState) : 'UNKNOWN',
        },
        ...noteOf(note, { State: known ? undefined : state, Due: dueOn }),
      },
    }
  },
}

function notSupplied({
  answer,
  reason,
  retryAfter,
  cost,
  locations,
  note,
}: ResponderMessage & { readonly type: 'not-supplied' }): Answer {
  const places = locationInfos(locations)
  const listed = places.length > 0 ? { locations: places } : {}
  const lines = (known: unknown, others: Lines = {}) =>
    responderNote(note, {
      Cost: moneyText(cost),
      'Try again from': retryAfter,
      Reason: known === undefined ? reason : undefined,
      ...others,
    })
  switch (answer) {
    case 'unfilled': {
      const code = unfilledReasons.code(reason)
      return {
        transactionResults: 'unfilled',
        resultsExplanation: { type: 'unfilledResults', value: { reasonUnfilled: code ?? 'other', ...listed } },
        ...lines(code),
      }
    }
    case 'retry': {
      const code = retryReasons.code(reason)
      return {
        transactionResults: 'retry',
        resultsExplanation: {
          type: 'retryResults',
          value: {
            reasonNotAvailable: code ?? 'other',
            ...filled({ retryDate: isoDateOf(retryAfter) }),
            ...listed,
          },
        },
        ...lines(code, { 'Try again from': undefined }),
      }
    }
    case 'locations':
      return {
        transactionResults: 'locations-provided',
        resultsExplanation: { type: 'locationsResults', value: { locations: places } },
        ...lines(undefined),
      }
    case 'estimate':
      return {
        transactionResults: 'estimate',
        resultsExplanation: {
          type: 'estimateResults',
          value: { costEstimate: moneyText(cost) ?? 'see the note', ...listed },
        },
        ...lines(undefined, { Cost: undefined }),
      }
  }
}

function shipped(message: ResponderMessage & { readonly type: 'shipped' }) {
  const { service, on, dueOn, renewable, itemId, conditions = [], cost, via, insuredFor, url, note } = message
  const code = conditions.length === 1 ? shippedConditions.code(conditions[0]) : undefined
  const [price, insured, home] = [amountOf(cost), amountOf(insuredFor), postalAddress(message.returnTo)]
  const way = written(via)
  return {
    transactionType: 'simple',
    shippedServiceType: service === 'loan' ? 'loan' : 'copy-non-returnable',
    responderOptionalMessages: {
      canSendShipped: true,
      canSendCheckedIn: true,
      responderReceived: 'desires',
      responderReturned: 'desires',
    },
    supplyDetails: {
      ...filled({ dateShipped: isoDateOf(on) }),
      ...dateDue(dueOn, renewable),
      ...(price && { cost: price }),
      ...(conditions.length > 0 && { shippedConditions: code ?? ('other' as const) }),
      ...shippedVia(way, url),
      ...(insured && { insuredFor: insured }),
    },
    ...(home && { returnToAddress: home }),
    ...responderNote(note, {
      Item: itemId,
      Cost: moneyBeyond(cost),
      'Insured for': moneyBeyond(insuredFor),
      Conditions: code ? undefined : conditions.join('; '),
    }),
  } as const
}

function shippedVia(way: string | undefined, url: string | undefined) {
  if (url === undefined)
    return way === undefined ? {} : { shippedVia: { type: 'physicalDelivery', value: way } as const }
  const eDeliveryAddress = { telecomServiceIdentifier: 'URL', telecomServiceAddress: url }
  const value = {
    ...filled({ eDeliveryDescription: way }),
    eDeliveryDetails: { type: 'eDeliveryAddress', value: eDeliveryAddress },
  } as const
  return { shippedVia: { type: 'electronicDelivery', value } as const }
}
