import type { ReadMessage } from '../../../standards/iso18626/index.ts'
import { moneyText } from '../../money/index.ts'
import type { ResponderMessage } from '../message.ts'
import { itemText, readNote } from './lines.ts'
import { type Peer, profileOf, type StatusCode } from './profiles.ts'
import { answerOf } from './read-answer.ts'
import { shippedOf } from './read-shipped.ts'
import { type Refused, refused } from './refusal.ts'
import { stateOf } from './states.ts'
import { tokens, withoutTokens } from './tokens.ts'
import { conditionsOf, dayOf, given, moneyOf, texts } from './values.ts'
import { pleaseAnswer } from './write-responder.ts'

export type Supplying = Extract<ReadMessage, { kind: 'supplyingAgencyMessage' }>['body']

/** What a message of the library that was asked says. domain/ill.md 3.4, and 5.5 for what peers do otherwise. */
export function responderMessageOf(read: Supplying, peer: Peer): ResponderMessage | Refused {
  const { reasonForMessage: reason, answerYesNo: answer } = read.messageInfo ?? {}
  const status = read.statusInfo?.status
  const note = withoutTokens(read.messageInfo?.note ?? '')
  const dueOn = dayOf(read.statusInfo?.dueDate)
  if (reason === 'Notification') return notification(read, note, peer)
  if (status === undefined) return refused('malformed', 'status', 'It is missing')
  if (reason === 'StatusRequestResponse')
    return { type: 'status', state: stateOf(status), ...given({ dueOn, note: readNote(note).note }) }
  if (reason === 'CancelResponse') return cancelReply(status, answer, readNote(note).note)
  if (reason !== 'RenewResponse') return byStatus[status](read, note, peer)
  if (answer === undefined) return refused('bad-value', 'answerYesNo', 'It must say whether the loan is renewed')
  const said = readNote(note, 'renewable')
  return {
    type: 'renew-reply',
    agrees: answer === 'Y',
    ...given({ dueOn, renewable: said.renewable[0], note: said.note }),
  }
}

const supplied: ReadonlySet<StatusCode> = new Set([
  'WillSupply',
  'ExpectToSupply',
  'Loaned',
  'CopyCompleted',
  'Overdue',
])

/** Some contradict themselves: a yes with a status that goes on, a no with one that is cancelled. */
function cancelReply(
  status: StatusCode,
  answer: 'Y' | 'N' | undefined,
  note: string | undefined,
): ResponderMessage | Refused {
  const agrees = answer === undefined ? status === 'Cancelled' : answer === 'Y'
  if (agrees ? supplied.has(status) : status === 'Cancelled')
    return refused('bad-value', 'status', `${status} contradicts the answer ${agrees ? 'Y' : 'N'}`)
  return { type: 'cancel-reply', agrees, ...given({ note }) }
}

/** It changes no state, unless it is how this peer names its terms or takes back what it said was sent. */
function notification(read: Supplying, note: string | undefined, peer: Peer): ResponderMessage {
  const raw = read.messageInfo?.note ?? ''
  const { conditions, unship } = profileOf(peer)
  if (unship === 'token' && raw.includes(tokens.unship))
    return { type: 'unship', ...given({ note: readNote(note).note }) }
  if (conditions === 'tokens' && raw.includes(tokens.addCondition)) return conditional(read, note)
  const said = readNote(note, 'replyBy', 'condition', 'cost')
  if (conditions === 'words' && read.statusInfo?.status === 'WillSupply' && (said.condition.length > 0 || said.cost[0]))
    return conditional(read, note?.endsWith(pleaseAnswer) ? note.slice(0, -pleaseAnswer.length).trim() : note)
  const { item, note: rest } = readNote(note, 'item')
  if (item[0] === 'damaged') return { type: 'damaged', ...given({ note: rest }) }
  return { type: 'note', note: [...item.map(itemText), rest].filter(Boolean).join('\n') || wordsOf(raw, read) }
}

/** What a note means that has no words: tokens, or a status that changes nothing. */
function wordsOf(raw: string, read: Supplying): string {
  if (raw.includes('#ReShareSupplierAwaitingConditionConfirmation#'))
    return 'The lender waits for an answer to its conditions.'
  if (raw.includes('#ReShareSupplierConditionsAssumedAgreed#'))
    return 'The lender takes its conditions as agreed to, unless it is told otherwise.'
  const { reasonUnfilled, reasonRetry } = read.messageInfo ?? {}
  const reason = reasonUnfilled ?? reasonRetry
  return `Status: ${read.statusInfo?.status ?? 'none'}${reason ? ` (${reason.code})` : ''}`
}

const offeredCost = (read: Supplying) => moneyOf(read.retryInfo?.offeredCosts?.[0] ?? read.messageInfo?.offeredCosts)
const retryAfterOf = (read: Supplying) => dayOf(read.retryInfo?.retryAfter ?? read.messageInfo?.retryAfter)
const retryBeforeOf = (read: Supplying) => dayOf(read.retryInfo?.retryBefore ?? read.messageInfo?.retryBefore)

const conditionsIn = (read: Supplying): string[] =>
  [...(read.retryInfo?.loanCondition ?? []), ...(read.deliveryInfo?.loanCondition ?? [])].map(({ code }) => code)

function conditional(read: Supplying, whole: string | undefined): ResponderMessage {
  const said = readNote(whole, 'answer', 'replyBy', 'condition', 'cost')
  const reason = read.messageInfo?.reasonRetry?.code
  const named = conditionsOf([...conditionsIn(read), ...said.condition])
  return {
    type: 'conditional',
    conditions: named.length > 0 ? named : [reason ?? 'other'],
    ...given({
      replyBy: retryBeforeOf(read) ?? said.replyBy[0],
      cost: offeredCost(read) ?? said.cost[0],
      note: [said.note, ...alternatives(read)].filter(Boolean).join('\n'),
    }),
  }
}

/** What else might be had, for people to read. */
function alternatives({ retryInfo: info }: Supplying): string[] {
  const codes = (list: readonly { readonly code: string }[] | undefined) => (list ?? []).map(({ code }) => code)
  const told: readonly (readonly [string, readonly string[]])[] = [
    ['Editions', info?.edition ?? []],
    ['Volumes', info?.volume ?? []],
    ['Formats', codes(info?.itemFormat)],
    ['Service', info?.serviceType ? [info.serviceType] : []],
    ['Service levels', codes(info?.serviceLevel)],
    ['Delivery', codes(info?.deliveryMethod)],
    ['Couriers', codes(info?.courierName)],
    ['Payment', codes(info?.paymentMethod)],
  ]
  return told.flatMap(([label, list]) => (list.length > 0 ? [`${label}: ${list.join(', ')}`] : []))
}

type Reader = (read: Supplying, note: string | undefined, peer: Peer) => ResponderMessage

const willSupply =
  (likely: boolean): Reader =>
  (read, whole, peer) => {
    if (profileOf(peer).conditions === 'tokens' && read.messageInfo?.note?.includes(tokens.addCondition))
      return conditional(read, whole)
    const expectedOn = dayOf(read.statusInfo?.expectedDeliveryDate)
    const { answer, note } = readNote(whole, 'answer')
    if (answer[0] === 'hold') return { type: 'hold', ...given({ availableOn: expectedOn, note }) }
    const cost = offeredCost(read)
    const terms = [
      ...conditionsIn(read).map((each) => `Condition: ${each}`),
      ...(cost ? [`Cost: ${moneyText(cost)}`] : []),
    ]
    const said = [answer[0] === undefined ? note : whole, ...terms].filter(Boolean).join('\n')
    return { type: 'will-supply', ...(likely && { likely }), ...given({ expectedOn, note: said }) }
  }

const notSupplied =
  (status: 'Unfilled' | 'RetryPossible'): Reader =>
  (read, whole) => {
    const said = readNote(whole, 'answer', 'location', 'condition')
    const code = status === 'Unfilled' ? read.messageInfo?.reasonUnfilled : read.messageInfo?.reasonRetry
    const cost = offeredCost(read)
    const [stated] = said.answer
    const locations = texts(said.location)
    const understood = answerOf({
      status,
      reason: code?.code,
      offered: cost !== undefined,
      conditions: conditionsIn(read).length + said.condition.length > 0,
      locations,
    })
    const meant = stated === 'hold' ? understood : (stated ?? understood)
    if (meant === 'conditional') return conditional(read, whole)
    if (meant === 'expired') return { type: 'expired', ...given({ note: said.note }) }
    return {
      type: 'not-supplied',
      answer: meant,
      ...given({
        reason: code?.code,
        retryAfter: retryAfterOf(read),
        cost,
        locations,
        note: [said.note, ...said.condition.map((each) => `Condition: ${each}`), ...alternatives(read)]
          .filter(Boolean)
          .join('\n'),
      }),
    }
  }

const told =
  (words: string): Reader =>
  (_, note) => ({ type: 'note', note: [words, note].filter(Boolean).join('\n') })

const noted = (whole: string | undefined) => given({ note: readNote(whole).note })

const byStatus: Readonly<Record<StatusCode, Reader>> = {
  // It says only that the request has arrived.
  RequestReceived: (_, note) => ({ type: 'status', state: stateOf('RequestReceived'), ...noted(note) }),
  ExpectToSupply: willSupply(true),
  WillSupply: willSupply(false),
  Loaned: shippedOf('loan'),
  CopyCompleted: shippedOf('copy'),
  Overdue: (read, note) => ({
    type: 'overdue',
    ...given({ dueOn: dayOf(read.statusInfo?.dueDate), note: readNote(note).note }),
  }),
  Recalled: (_, note) => ({ type: 'recall', ...noted(note) }),
  RetryPossible: notSupplied('RetryPossible'),
  Unfilled: notSupplied('Unfilled'),
  HoldReturn: told('The lender asks to keep the item for now.'),
  ReleaseHoldReturn: told('The lender takes returns again.'),
  LoanCompleted: (read, note) => ({
    type: 'checked-in',
    ...given({ on: dayOf(read.statusInfo?.lastChange), note: readNote(note).note }),
  }),
  CompletedWithoutReturn: (_, note) => ({ type: 'lost', ...noted(note) }),
  // Some lenders end it so without having been asked to.
  Cancelled: (_, note) => ({ type: 'cancel-reply', agrees: true, ...noted(note) }),
}
