import type { Money } from '../../money/index.ts'
import type { ResponderMessage } from '../message.ts'
import { type Lines, writeNote } from './lines.ts'
import { type Peer, type Profile, profileOf, type Reason, type StatusCode } from './profiles.ts'
import { answerOf } from './read-answer.ts'
import { statusOf } from './states.ts'
import { tokens } from './tokens.ts'
import { conditionsOf, texts } from './values.ts'

type Shipped = Extract<ResponderMessage, { type: 'shipped' }>

/** What the library that was asked says, before it has its place in a version. Days are YYYY-MM-DD. */
export interface Statement {
  readonly reason: Reason
  readonly status: StatusCode
  readonly agrees?: boolean | undefined
  readonly note?: string | undefined
  readonly said?: Lines
  /** Stands in the note behind everything. */
  readonly last?: string
  readonly reasonUnfilled?: string | undefined
  readonly reasonRetry?: string | undefined
  readonly expectedOn?: string | undefined
  readonly dueOn?: string | undefined
  /** The day of the change, where it is not that of the message. */
  readonly changedOn?: string | undefined
  readonly offered?: Money | undefined
  readonly retryAfter?: string | undefined
  readonly retryBefore?: string | undefined
  /** Conditions that have an element, and where. */
  readonly conditions?: { readonly in: 'retryInfo' | 'deliveryInfo'; readonly list: readonly string[] }
  readonly shipped?: Shipped
}

type Said<T extends ResponderMessage['type']> = Extract<ResponderMessage, { type: T }>
interface Circumstances {
  readonly peer: Peer
  readonly profile: Profile
  /** Where the lender's transaction stands: a Current-State of ISO 10161. */
  readonly state: string | undefined
}
type Writers = {
  readonly [T in ResponderMessage['type']]: (message: Said<T>, now: Circumstances) => Statement
}

/** The table of domain/ill.md 3.4, lender to borrower. */
export function statementOf(message: ResponderMessage, peer: Peer, state: string | undefined): Statement {
  const write = writers[message.type] as (message: ResponderMessage, now: Circumstances) => Statement
  const profile = profileOf(peer)
  const statement = write(message, { peer, profile, state })
  const answers = statement.reason === 'RequestResponse' || statement.reason === 'StatusChange'
  return { ...statement, reason: (answers && profile.reasons[statement.status]) || statement.reason }
}

/** A statement's note: what people are to read, and what has no element. */
export const noteOf = ({ said = {}, note, last }: Statement): string | undefined =>
  [writeNote(said, note), last].filter(Boolean).join('\n') || undefined

const change = (status: StatusCode, more: Partial<Statement>): Statement => ({
  reason: 'StatusChange',
  status,
  ...more,
})
const answer = (status: StatusCode, more: Partial<Statement>): Statement => ({
  reason: 'RequestResponse',
  status,
  ...more,
})
/** Never changes a state, whatever status it names. */
const notify = ({ state }: Circumstances, more: Partial<Statement>): Statement => ({
  reason: 'Notification',
  status: statusOf(state) ?? 'RequestReceived',
  ...more,
})
const renewable = (value: boolean | undefined): Lines => ({ renewable: value === undefined ? [] : [value] })

export const pleaseAnswer = 'Conditions pending approval, please respond `ACCEPT` or `REJECT`'
export const notSent = 'Marked as sent by mistake: it was not sent.'

const writers: Writers = {
  'will-supply': ({ expectedOn, likely, note }, { profile }) =>
    answer(likely ? profile.likely : 'WillSupply', { expectedOn, note }),
  hold: ({ availableOn, note }, { profile }) =>
    answer(profile.likely, { expectedOn: availableOn, said: { answer: ['hold'] }, note }),
  conditional: (message, now) => conditional[now.profile.conditions](message, now),
  'not-supplied': notSupplied,
  expired: ({ note }) => change('Unfilled', { reasonUnfilled: 'PolicyProblem', said: { answer: ['expired'] }, note }),
  'cancel-reply': ({ agrees, note }, { state }) => ({
    reason: 'CancelResponse',
    agrees,
    status: agrees ? 'Cancelled' : stillSupplying(state, 'WillSupply'),
    note,
  }),
  shipped: (message, now) => ({ ...shipped(message, now), shipped: message }),
  unship: ({ note }, now) =>
    now.profile.unship === 'token'
      ? notify(now, { note, last: tokens.unship })
      : notify(now, { note: [notSent, note].filter(Boolean).join('\n') }),
  overdue: ({ dueOn, note }) => change('Overdue', { dueOn, note }),
  recall: ({ note }) => change('Recalled', { note }),
  'renew-reply': ({ agrees, dueOn, renewable: again, note }, { state }) => ({
    reason: 'RenewResponse',
    agrees,
    status: agrees ? 'Loaned' : stillSupplying(state, 'Loaned'),
    dueOn,
    said: renewable(again),
    note,
  }),
  'checked-in': ({ on, note }) => change('LoanCompleted', { changedOn: on, note }),
  lost: ({ note }) => change('CompletedWithoutReturn', { note }),
  damaged: ({ note }, now) => notify(now, { said: { item: ['damaged'] }, note }),
  note: ({ note }, now) => notify(now, { note }),
  status: ({ state, dueOn, note }) => ({
    reason: 'StatusRequestResponse',
    status: statusOf(state) ?? 'RequestReceived',
    dueOn,
    note,
  }),
}

/** A refusal names the status that stays: only one in which something is on its way makes sense. */
function stillSupplying(state: string | undefined, otherwise: StatusCode): StatusCode {
  const status = statusOf(state)
  return status === 'Loaned' || status === 'Overdue' || status === 'Recalled' ? status : otherwise
}

const conditional: Readonly<
  Record<Profile['conditions'], (message: Said<'conditional'>, now: Circumstances) => Statement>
> = {
  retry: ({ conditions, replyBy, cost, note }, { peer }) => {
    const older = peer.version === '1.2'
    const list = conditionsOf(conditions)
    return answer('RetryPossible', {
      reasonRetry: older ? 'LoanCondition' : 'MustMeetLoanCondition',
      offered: cost,
      retryBefore: replyBy,
      ...(older ? { said: { condition: list } } : { conditions: { in: 'retryInfo', list } }),
      note,
    })
  },
  tokens: ({ conditions, replyBy, cost, note }, { peer }) => {
    const list = conditionsOf(conditions)
    return change('WillSupply', {
      offered: cost,
      conditions: { in: 'deliveryInfo', list: peer.version === '1.2' ? list.slice(0, 1) : list },
      said: { replyBy: replyBy ? [replyBy] : [], condition: peer.version === '1.2' ? list.slice(1) : [] },
      note,
      last: tokens.addCondition,
    })
  },
  words: ({ conditions, replyBy, cost, note }) => ({
    reason: 'Notification',
    status: 'WillSupply',
    said: { replyBy: replyBy ? [replyBy] : [], condition: conditionsOf(conditions), cost: cost ? [cost] : [] },
    note,
    last: pleaseAnswer,
  }),
}

function notSupplied(message: Said<'not-supplied'>): Statement {
  const { answer: meant, reason, retryAfter, cost, note } = message
  const retry = meant === 'retry' || meant === 'estimate'
  const status = retry ? 'RetryPossible' : 'Unfilled'
  const locations = texts(message.locations)
  const code = reason?.trim() || undefined
  const understood = answerOf({ status, reason: code, offered: cost !== undefined, conditions: false, locations })
  return answer(status, {
    [retry ? 'reasonRetry' : 'reasonUnfilled']: code,
    offered: cost,
    retryAfter,
    said: { answer: understood === meant ? [] : [meant], location: locations },
    note,
  })
}

function shipped(message: Shipped, { peer, profile }: Circumstances): Statement {
  const older = peer.version === '1.2'
  const list = conditionsOf(message.conditions)
  const inElement = older ? list.slice(0, 1) : list
  const urlInElement = older && message.url !== undefined
  const said: Lines = {
    ...renewable(message.renewable),
    itemId: urlInElement && message.itemId?.trim() ? [message.itemId] : [],
    via: urlInElement && message.via?.trim() ? [message.via] : [],
    insuredFor: older && message.insuredFor ? [message.insuredFor] : [],
    condition: profile.onlyNotes ? list : list.slice(inElement.length),
    cost: profile.onlyNotes && message.cost ? [message.cost] : [],
    url: profile.onlyNotes && message.url ? [message.url] : [],
  }
  return change(message.service === 'loan' ? 'Loaned' : 'CopyCompleted', {
    dueOn: message.dueOn,
    said,
    conditions: { in: 'deliveryInfo', list: inElement },
    note: message.note,
  })
}
