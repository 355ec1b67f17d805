import { form, now } from '../../workflow/index.ts'
import { attention, done, late, news, noTimers, partner, strange } from './borrowing-rules.ts'

/** Rules, and parts of such, of a lender's turn from Shipped on. The compiler checks them where they are used. */

const shippedSet = { ...noTimers, shippedAt: now, cost: form('cost') } as const
/** Only a loan has a date due. */
const asLoan = { ...shippedSet, shippedService: 'loan', dueAtLender: form('dueAtLender') } as const
/** A date due in the words of the lender's system. */
const dueSaid = { dueAtLender: form('dueAtLender'), dueSaid: form('dueAtLender') } as const
const wasDueSaid = { dueAtLender: form('wasDue'), dueSaid: form('wasDue') } as const
const asCopy = { ...shippedSet, shippedService: 'copy' } as const
export const shippedWith = <const A extends true | typeof news>(attention: A) =>
  [
    { to: 'shipped', by: partner, when: ['asLoan'], set: { ...asLoan, ...dueSaid, attention }, do: ['postFee'] },
    { to: 'shipped', by: partner, when: ['!asLoan'], set: { ...asCopy, attention }, do: ['postFee'] },
    { to: 'shipped', by: ['staff'], when: ['heardByStaff', 'asLoan'], set: { ...asLoan, attention }, do: ['postFee'] },
    { to: 'shipped', by: ['staff'], when: ['heardByStaff', '!asLoan'], set: { ...asCopy, attention }, do: ['postFee'] },
  ] as const
export const shipped = shippedWith(news)
const unannounced = { shippedAt: now, cost: form('cost') } as const
/** Said already, or of what came in, was overdue or called back before anybody said that it was sent. */
export const shippedAfterwards = [
  { by: partner, when: ['announced'] },
  {
    by: partner,
    when: ['!announced', 'loanShipped', 'newerDue'],
    set: { ...unannounced, ...dueSaid },
    do: ['postFee', 'setDue'],
  },
  { by: partner, when: ['!announced', 'loanShipped', '!newerDue'], set: unannounced, do: ['postFee'] },
  { by: partner, when: ['!announced', '!loanShipped'], set: unannounced, do: ['postFee'] },
] as const
const unsent = { shippedService: null, shippedAt: null, dueAtLender: null, dueSaid: null, attention: true } as const
/** It was not sent after all, whatever they said: we wait again, unless the turn was over before. */
export const unshipped = [
  { to: 'pending', when: ['!reopened'], set: unsent, do: ['reverseFee'] },
  { to: 'not-supplied', when: ['reopened'], set: { ...unsent, closed: true, reopened: false }, do: ['reverseFee'] },
] as const

export const receivedLoanSet = {
  ...noTimers,
  shippedService: 'loan',
  receivedAt: now,
  dueAtLender: form('dueAtLender'),
} as const
export const loanReceived = <const S extends string>(to: S) =>
  ({ to, when: ['linked', 'loanAsked'], set: receivedLoanSet, do: ['createItem', 'sendReceived'] }) as const
/** Called back before it came, or since. */
export const receivedRecalled = [
  { when: ['linked', 'loanAsked', '!cameIn'], set: receivedLoanSet, do: ['createItem', 'sendReceived'] },
  { when: ['linked', 'loanAsked', 'cameIn'], ...done },
] as const
/** A copy is kept: with its receipt everything is done. */
export const copyReceived = {
  to: 'received',
  when: ['copyAsked'],
  set: { ...noTimers, shippedService: 'copy', receivedAt: now, closed: true },
  do: ['sendReceived'],
} as const

const granted = { renewAskedAt: null, renewProposed: null, renewAnswer: 'yes' } as const
const asked = { renewAskedAt: now, renewProposed: form('dueDate'), renewAnswer: null } as const
/** A lender whose system answers is waited for; one who answers by mail may be asked again. */
export const renewal = <const S extends string>(to: S) =>
  [
    { to, when: ['loanShipped', 'reachable', 'answersItself'], set: asked, do: ['sendRenewal'] },
    { when: ['loanShipped', 'reachable', '!answersItself'], set: asked, do: ['sendRenewal'] },
  ] as const
const renewedBy = <const S extends string>(to: S) =>
  ({
    to,
    by: partner,
    when: ['loanShipped', 'newerDue'],
    set: { ...noTimers, ...granted, ...dueSaid, attention: true },
    do: ['setDue'],
  }) as const
/** It came late: what it says has been renewed since, or was overdue since. */
const renewedBefore = { by: partner, when: ['loanShipped', '!newerDue'], set: { ...granted, attention: true } } as const
/** Staff may enter it of every lender. `overtaken`: where it is if it was overdue again in the meantime. */
export const renewed = <const S extends string>(overtaken: S) =>
  [
    {
      to: 'received',
      by: ['staff'],
      when: ['loanShipped'],
      set: { ...granted, dueAtLender: form('dueAtLender') },
      do: ['setDue'],
    },
    renewedBy('received'),
    { ...renewedBefore, to: overtaken },
  ] as const
/** Of what has not come in: it is on its way, and has some more time. */
export const renewedOnItsWay = [renewedBy('shipped'), renewedBefore] as const
/** Called back or lost: the new date counts, and somebody has to look. */
export const renewedLate = [
  { by: partner, when: ['loanShipped', 'newerDue'], set: { ...granted, ...dueSaid, attention: true }, do: ['setDue'] },
  renewedBefore,
] as const
/** It goes home already: the date is noted. */
export const renewedTooLate = [
  { by: partner, when: ['loanShipped', 'newerDue'], set: { ...granted, ...dueSaid } },
  { by: partner, when: ['loanShipped', '!newerDue'], set: granted },
] as const
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
/** What was said before that has not come to us. */
export const checkedInUnheard = { ...checkedIn, by: partner, set: { ...noTimers, ...checkedIn.set } } as const
export const changeDue = { when: ['loanShipped'], set: { dueAtLender: form('dueAtLender') }, do: ['setDue'] } as const
/** Whoever lost it tells the other, who need not be told again. */
export const lost = [
  { to: 'lost', by: ['staff'], set: { ...noTimers, attention: true }, do: ['sendLost'] },
  { to: 'lost', by: partner, set: { ...noTimers, attention: true } },
] as const
/** What only the library that has it can say. */
export const lostThere = lost[1]
/** On its way home: it has not got there, unless its lender said so. */
export const lostAfterwards = [
  { to: 'lost', by: ['staff'], when: ['!returnedHome'], set: { attention: true, closed: false }, do: ['sendLost'] },
  { to: 'lost', by: partner, when: ['!returnedHome'], set: { attention: true, closed: false } },
  { by: partner, when: ['returnedHome'], ...attention },
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
  conditional: late,
  expired: strange,
  cancelAccepted: strange,
  cancelRefused: late,
  costAdjustment: { when: ['settled'], set: { cost: form('cost') } },
  damaged,
} as const
/** The same for every state in which we have it, or had. */
export const afterReceipt = { ...afterShipping, shipped: shippedAfterwards, unship: strange } as const

const isOverdue = { ...noTimers, attention: true } as const
const behind = { by: partner, when: ['loanShipped', 'olderDue'], ...attention } as const
const ahead = ['loanShipped', '!olderDue', 'newerDue'] as const
const asKnown = ['loanShipped', '!olderDue', '!newerDue'] as const
/** Of a date after which the lender has named a later one, it came late. */
export const overdue = <const S extends string>(to: S) =>
  [
    behind,
    { to, by: partner, when: ahead, set: { ...isOverdue, ...wasDueSaid }, do: ['setDue'] },
    { to, by: partner, when: asKnown, set: isOverdue },
    { to, by: ['staff'], when: ['loanShipped'], set: isOverdue },
  ] as const
export const overdueAgain = [
  behind,
  { by: partner, when: ahead, set: { ...wasDueSaid, attention: true }, do: ['setDue'] },
  { by: partner, when: asKnown, ...attention },
] as const
export const recall = { to: 'recall', when: ['loanShipped'], set: isOverdue } as const

/** The turn was over, and they have sent it all the same. */
const reopened = { ...noTimers, closed: false, reopened: true, attention: true } as const
const overSent = { ...shippedSet, attention: true } as const
/** What a lender says whose turn is over for us: the loan it speaks of goes on, once we have it or it is called back. */
export const sentAllTheSame = {
  shipped: [
    { by: partner, when: ['announced'], ...attention },
    { by: partner, when: ['!announced', 'asLoan'], set: { ...overSent, ...asLoan, ...dueSaid }, do: ['postFee'] },
    { by: partner, when: ['!announced', '!asLoan'], set: { ...overSent, ...asCopy }, do: ['postFee'] },
  ],
  receivedAsLoan: {
    to: 'received',
    when: ['linked', 'loanAsked', 'announced', '!returnedHome'],
    set: { ...receivedLoanSet, closed: false, reopened: true, attention: false },
    do: ['createItem', 'sendReceived'],
  },
  receivedAsCopy: { ...copyReceived, when: ['copyAsked', 'announced'] },
  overdue: [
    {
      to: 'not-received-overdue',
      by: partner,
      when: ['loanShipped', '!returnedHome'],
      set: { ...reopened, ...wasDueSaid },
    },
    { by: partner, when: ['loanShipped', 'returnedHome'], ...attention },
  ],
  recall: [
    { to: 'recall', by: partner, when: ['loanShipped', '!returnedHome'], set: reopened },
    { by: partner, when: ['loanShipped', 'returnedHome'], ...attention },
  ],
  renewed: [
    {
      to: 'shipped',
      by: partner,
      when: ['loanShipped', '!returnedHome'],
      set: { ...reopened, ...granted, ...dueSaid },
    },
    { by: partner, when: ['loanShipped', 'returnedHome'], ...attention },
  ],
  renewalRefused: strange,
  unship: [
    { when: ['announced'], set: unsent, do: ['reverseFee'] },
    { when: ['!announced'], ...attention },
  ],
  checkedIn: { by: partner, when: ['loanShipped'], set: { closedByPartner: true, attention: true } },
  lost: strange,
} as const
