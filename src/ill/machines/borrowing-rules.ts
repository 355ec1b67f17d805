import { after, form, now, only, worked } from '../../workflow/index.ts'

/** Rules, and parts of such, of a lender's turn until something is under way. The compiler checks them where they are used. */

/** What a lender's system says is new to everybody; what staff enter, they have seen. */
export const news = only('partner', true)
export const attention = { set: { attention: true } } as const
/** Legal only as what comes over a wire: late, doubled or out of order. Nobody is offered it as a button. */
export const partner = ['partner'] as const
export const late = { by: partner } as const
/** Done already: pressed twice, it does nothing. */
export const done = { unoffered: true } as const
export const strange = { by: partner, ...attention } as const

export const noTimers = { answerBy: null, expiresAt: null, noAnswerAt: null } as const
/** Ours and the lender's duty is over: the request hears of it, and is what gets the attention. */
const over = { ...noTimers, promised: null, closed: true } as const
const ended = { set: over, do: ['lineEnded'] } as const
const notSuppliedHow = {
  to: 'not-supplied',
  set: { ...over, answer: form('answer'), reason: form('reason'), retryAfter: form('retryAfter') },
  do: ['lineEnded'],
} as const
/** A lender whose system answers says so itself: staff enter what others say. */
export const notSupplied = [
  { by: partner, ...notSuppliedHow },
  { by: ['staff'], when: ['heardByStaff'], ...notSuppliedHow },
] as const
export const expired = { to: 'not-supplied', set: { ...over, answer: 'expired' }, do: ['lineEnded'] } as const
export const cancelled = { to: 'cancelled', ...ended } as const
/** Whoever says so has it no more in hand, asked or not. */
export const cancelledUnasked = { by: partner, ...cancelled } as const
export const declined = {
  to: 'not-supplied',
  set: { ...over, answer: 'declined' },
  do: ['sendRefusal', 'lineEnded'],
} as const
/** The request itself never got there; of anything else it is enough that somebody looks. */
export const requestFailing = [
  {
    to: 'not-supplied',
    when: ['requestFailed'],
    set: { ...over, answer: 'failed', reason: form('reason'), attention: true },
    do: ['lineEnded'],
  },
  { when: ['!requestFailed'], ...attention },
] as const

const promise = { answerBy: null, expiresAt: null, attention: news } as const
/** It will come: nobody's time runs any more. */
export const willSupply = {
  to: 'pending',
  set: { ...promise, promised: 'will-supply', expectedOn: form('supplyOn') },
} as const
export const hold = { to: 'pending', set: { ...promise, promised: 'hold', expectedOn: form('availableOn') } } as const

/** A promise that comes while its condition waits for our answer may have been overtaken by it: we answer all the same. */
const overtaken = <const P extends object>(promised: P) =>
  [
    { by: partner, set: { ...promised, attention: true } },
    { by: ['staff'], to: 'pending', set: promised },
  ] as const
export const willSupplyUnanswered = overtaken(willSupply.set)
export const holdUnanswered = overtaken(hold.set)
/** While we wait to hear whether it cancels: it counts if it does not. */
export const promisedMeanwhile = { by: partner, set: { ...promise, attention: true } } as const
export const conditionMeanwhile = {
  by: partner,
  set: { termsHeard: true, condition: form('condition'), replyBy: form('replyBy'), attention: true },
} as const

/** The time to answer goes on, and lasts at least until the day by which the lender wants our reply. */
export const conditional = {
  to: 'conditional',
  set: {
    ...{ condition: form('condition'), replyBy: form('replyBy'), attention: true },
    expiresAt: worked('afterCondition'),
  },
} as const
export const accepted = {
  to: 'pending',
  set: { expiresAt: worked('afterCondition') },
  do: ['sendAcceptance'],
} as const

const sent = { sentAt: now, answerBy: worked('answerBy'), expiresAt: worked('expiresAt') } as const
const mayBeAsked = ['linked', 'approved', 'goesOn', 'lenderOpen', 'aloneOrMeant'] as const
export const request = [
  { to: 'pending', when: [...mayBeAsked, 'transmits', 'reachable'], set: sent, do: ['sendRequest'] },
  { to: 'pending', when: [...mayBeAsked, '!transmits'], set: { ...sent, otherMeans: true } },
] as const

const cancelAsked = { cancelAskedAt: now, noAnswerAt: after('cancelAnswer') } as const
/** From a state in which the lender still has to act, with or without a message. */
export const cancel = [
  { to: 'cancel-pending', when: ['transmits', 'reachable'], set: cancelAsked, do: ['sendCancel'] },
  { to: 'cancel-pending', when: ['!transmits'], set: cancelAsked },
] as const
const goesOn = { cancelAskedAt: null, noAnswerAt: null, expiresAt: worked('resumed'), attention: news } as const
/** The lender's time to answer stood still meanwhile. A condition that came then may still stand: we answer it. */
export const cancelRefused = [
  { to: 'conditional', when: ['termsHeard'], set: { ...goesOn, termsHeard: false, attention: true } },
  { to: 'pending', when: ['!termsHeard'], set: goesOn },
] as const
/** Somebody who does not know that its turn is over is told so, once: what it does then is its own affair. */
export const toldOver = [
  {
    by: partner,
    when: ['answersItself', '!cancelAsked'],
    set: { cancelAskedAt: now, attention: true },
    do: ['sendCancel'],
  },
  { by: partner, when: ['answersItself', 'cancelAsked'], ...attention },
] as const

const frozen = { terminated: true, attention: false } as const
export const terminate = { set: frozen } as const
export const terminateAsking = [
  {
    to: 'cancel-pending',
    when: ['transmits', 'reachable'],
    set: { ...frozen, ...cancelAsked },
    do: ['sendCancel'],
  },
  { to: 'cancel-pending', when: ['!transmits'], set: { ...frozen, ...cancelAsked } },
] as const
