import { after, form, now, only, worked } from '../../../workflow/index.ts'

/** Rules, and parts of such, that several states of a lender's turn share. The compiler checks them where they are used. */

/** What a lender's system says is new to everybody; what staff enter, they have seen. */
const news = only('partner', true)
export const attention = { set: { attention: true } } as const
/** Legal only as what comes over a wire: late, doubled or out of order. Nobody is offered it as a button. */
export const partner = ['partner'] as const
export const late = { by: partner } as const
/** Done already: pressed twice, it does nothing. */
export const done = { unoffered: true } as const
export const strange = { by: partner, ...attention } as const

const noTimers = { answerBy: null, expiresAt: null, noAnswerAt: null } as const
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

const shippedSet = { ...noTimers, shippedAt: now, cost: form('cost') } as const
/** Only a loan has a date due. */
const asLoan = { ...shippedSet, shippedService: 'loan', dueAtLender: form('dueAtLender') } as const
const asCopy = { ...shippedSet, shippedService: 'copy' } as const
export const shippedWith = <const A extends true | typeof news>(attention: A) =>
  [
    { to: 'shipped', by: partner, when: ['asLoan'], set: { ...asLoan, attention }, do: ['postFee'] },
    { to: 'shipped', by: partner, when: ['!asLoan'], set: { ...asCopy, attention }, do: ['postFee'] },
    { to: 'shipped', by: ['staff'], when: ['heardByStaff', 'asLoan'], set: { ...asLoan, attention }, do: ['postFee'] },
    { to: 'shipped', by: ['staff'], when: ['heardByStaff', '!asLoan'], set: { ...asCopy, attention }, do: ['postFee'] },
  ] as const
export const shipped = shippedWith(news)
/** It was not sent after all, whatever they said: we wait again. */
export const unshipped = {
  to: 'pending',
  set: { shippedService: null, shippedAt: null, dueAtLender: null, attention: true },
  do: ['reverseFee'],
} as const

export const receivedLoanSet = {
  ...noTimers,
  shippedService: 'loan',
  receivedAt: now,
  dueAtLender: form('dueAtLender'),
} as const
export const loanReceived = <const S extends string>(to: S) =>
  ({ to, when: ['linked', 'loanAsked'], set: receivedLoanSet, do: ['createItem', 'sendReceived'] }) as const
/** A copy is kept: with its receipt everything is done. */
export const copyReceived = {
  to: 'received',
  when: ['copyAsked'],
  set: { ...noTimers, shippedService: 'copy', receivedAt: now, closed: true },
  do: ['sendReceived'],
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
/** The lender's time to answer stood still meanwhile. */
export const cancelRefused = {
  to: 'pending',
  set: { cancelAskedAt: null, noAnswerAt: null, expiresAt: worked('resumed'), attention: news },
} as const

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

const renewedSet = {
  dueAtLender: form('dueAtLender'),
  ...{ renewAskedAt: null, renewProposed: null, renewAnswer: 'yes' },
} as const
const asked = { renewAskedAt: now, renewProposed: form('dueDate'), renewAnswer: null } as const
/** A lender whose system answers is waited for; one who answers by mail may be asked again. */
export const renewal = <const S extends string>(to: S) =>
  [
    { to, when: ['loanShipped', 'reachable', 'answersItself'], set: asked, do: ['sendRenewal'] },
    { when: ['loanShipped', 'reachable', '!answersItself'], set: asked, do: ['sendRenewal'] },
  ] as const
export const renewed = {
  to: 'received',
  when: ['loanShipped'],
  set: { ...renewedSet, attention: news },
  do: ['setDue'],
} as const
/** Called back already: the new date counts, and somebody has to look. */
export const renewedLate = {
  by: partner,
  when: ['loanShipped'],
  set: { ...renewedSet, attention: true },
  do: ['setDue'],
} as const
const refusal = { renewAskedAt: null, renewProposed: null, renewAnswer: 'no', attention: true } as const
export const renewalRefused = { when: ['loanShipped'], set: refusal } as const
export const renewalRefusedTo = <const S extends string>(to: S) => ({ to, set: refusal }) as const
/** Nobody has heard that we want to keep it longer. */
export const renewalFailing = <const S extends string>(to: S) =>
  [
    { to, when: ['renewalFailed'], set: { renewAskedAt: null, renewProposed: null, attention: true } },
    { when: ['!renewalFailed'], ...attention },
  ] as const

export const returned = {
  to: 'returned',
  when: ['loanShipped'],
  set: { returnedAt: now, closed: true },
  do: ['closeItem', 'sendReturned'],
} as const
export const checkedIn = {
  to: 'returned',
  when: ['loanShipped'],
  set: { closed: true, closedByPartner: true, attention: news },
  do: ['closeItem'],
} as const
export const changeDue = { when: ['loanShipped'], set: { dueAtLender: form('dueAtLender') }, do: ['setDue'] } as const
/** Whoever lost it tells the other, who need not be told again. */
export const lost = [
  { to: 'lost', by: ['staff'], set: { ...noTimers, attention: true }, do: ['sendLost'] },
  { to: 'lost', by: partner, set: { ...noTimers, attention: true } },
] as const
/** On its way home: it has not got there. */
export const lostAfterwards = [
  { to: 'lost', by: ['staff'], set: { attention: true, closed: false }, do: ['sendLost'] },
  { to: 'lost', by: partner, set: { attention: true, closed: false } },
] as const

const isFound = { attention: false } as const
const foundWhen = <const S extends string, const W extends readonly string[], const X extends object>(
  to: S,
  when: W,
  set: X,
) =>
  [
    { to, when: [...when, 'reachable'], set, do: ['sendMessage'] },
    { to, when: [...when, '!reachable'], set },
  ] as const
/** Back where it was before it was lost: on its way to us, with us, or on its way home. */
export const found = [
  ...foundWhen('shipped', ['!sentHome', '!cameIn'], isFound),
  ...foundWhen('received', ['!sentHome', 'cameIn'], isFound),
  ...foundWhen('returned', ['sentHome'], { ...isFound, closed: true }),
] as const

export const damaged = [
  { by: ['staff'], do: ['sendDamaged'] },
  { by: partner, ...attention },
] as const

/** A lender's message that changes nothing once the item is on its way or later. */
export const afterShipping = {
  willSupply: late,
  hold: late,
  notSupplied: strange,
  cancelRefused: late,
  costAdjustment: { when: ['settled'], set: { cost: form('cost') } },
  damaged,
} as const
/** The same for every state in which we have it, or had. */
export const afterReceipt = { ...afterShipping, shipped: late, unship: strange } as const

export const overdue = (to: 'overdue' | 'renew-overdue' | 'not-received-overdue') =>
  ({ to, when: ['loanShipped'], set: { ...noTimers, attention: true } }) as const
export const recall = { to: 'recall', when: ['loanShipped'], set: { ...noTimers, attention: true } } as const
