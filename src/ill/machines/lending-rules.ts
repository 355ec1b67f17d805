import { after, afterDay, form, now } from '../../workflow/index.ts'

/** Rules, and parts of such, that several states of a request of another library share. */

/** What comes over a wire: nobody is offered it as a button. */
export const partner = ['partner'] as const
/** Late, doubled or out of order: understood, and of no effect. */
export const late = { by: partner } as const
export const unread = { set: { attention: true } } as const
export const strange = { by: partner, ...unread } as const
/** Done already: pressed twice, it does nothing. */
export const done = { by: ['staff', 'system'], unoffered: true } as const

/** What the borrowing library says by its own system, or staff enter who heard it from one that has none. */
export const saidBy = <const R extends object>(rule: R) =>
  [
    { by: partner, ...rule },
    { by: ['staff'], when: ['byHand'], ...rule },
  ] as const
/** The same where a guard has to hold besides. */
export const saidIf = <const G extends string, const R extends object>(guard: G, rule: R) =>
  [
    { by: partner, when: [guard], ...rule },
    { by: ['staff'], when: ['byHand', guard], ...rule },
  ] as const

const terms = { condition: form('condition'), replyBy: form('replyBy'), cost: form('cost'), attention: false } as const
/** The deadline becomes the later of what it was and the day an answer is wanted by; one that is off stays off. */
export const conditional = [
  {
    to: 'conditional',
    when: ['replyLater'],
    set: { ...terms, expiresAt: afterDay('reply', 'replyBy') },
    do: ['sendConditional'],
  },
  { to: 'conditional', when: ['!replyLater'], set: terms, do: ['sendConditional'] },
] as const

const over = { expiresAt: null, closed: true, attention: false } as const
const refused = { to: 'not-supplied', do: ['dropHold', 'sendNotSupplied'] } as const
/** Answers that end it without a loan. */
export const refusals = {
  unfilled: { ...refused, set: { ...over, reason: form('reason') } },
  locations: { ...refused, set: { ...over, reason: form('reason') } },
  retry: { ...refused, set: { ...over, reason: form('reason') } },
  estimate: { ...refused, set: { ...over, cost: form('cost') } },
} as const
export const expired = {
  to: 'not-supplied',
  set: { expiresAt: null, closed: true, attention: true },
  do: ['dropHold', 'sendExpired'],
} as const
/** The borrowing library does not want it any more: nothing is left to be said. */
export const givenUp = <const S extends string>(to: S) =>
  ({
    to,
    set: { expiresAt: null, closed: true, closedByPartner: true, attention: true },
    do: ['dropHold'],
  }) as const

/** Its answer is waited for: the deadline rests until it comes. */
export const cancel = { by: partner, to: 'cancel-pending', ...unread } as const
export const cancelYes = { to: 'cancelled', set: over, do: ['dropHold', 'sendCancelYes'] } as const
/** What was promised has no deadline; what was not has all of it anew. */
export const cancelNo = [
  {
    to: 'in-process',
    when: ['expires'],
    set: { expiresAt: after('answer'), attention: false },
    do: ['sendCancelNo'],
  },
  { to: 'in-process', when: ['!expires'], set: { attention: false }, do: ['sendCancelNo'] },
] as const

const sent = {
  shippedAt: now,
  expiresAt: null,
  attention: false,
  condition: form('conditions'),
  cost: form('cost'),
} as const
export const shippedWith = <const F extends string>(telling: F) =>
  [
    {
      to: 'shipped',
      when: ['asLoan', 'asAsked', 'dueSaid'],
      set: { ...sent, shippedService: 'loan', dueOn: form('dueOn'), renewable: form('renewable') },
      do: ['lend', 'postFee', telling],
    },
    {
      to: 'shipped',
      when: ['!asLoan', 'asAsked'],
      set: { ...sent, shippedService: 'copy', closed: true },
      do: ['dropHold', 'postFee', telling],
    },
  ] as const

/** A parcel of which nobody here was told that it left. */
const arrived = { to: 'shipped', set: { expiresAt: null, shippedAt: now, attention: true } } as const
const arrivedAs = {
  loan: { ...arrived, set: { ...arrived.set, shippedService: 'loan', receivedAt: now } },
  copy: { ...arrived, set: { ...arrived.set, shippedService: 'copy', receivedAt: now, closed: true } },
} as const
export const receivedUnannounced = [
  { by: partner, when: ['asLoan'], ...arrivedAs.loan },
  { by: partner, when: ['!asLoan'], ...arrivedAs.copy },
  { by: ['staff'], when: ['byHand', 'asLoan'], ...arrivedAs.loan },
  { by: ['staff'], when: ['byHand', '!asLoan'], ...arrivedAs.copy },
] as const
export const returnedUnannounced = saidBy({
  ...arrived,
  set: { ...arrived.set, shippedService: 'loan', returnedAt: now, closedByPartner: true },
} as const)

export const received = [
  { by: partner, when: ['loanShipped'], set: { receivedAt: now } },
  { by: partner, when: ['!loanShipped'], set: { receivedAt: now, closedByPartner: true } },
  { by: ['staff'], when: ['byHand', 'loanShipped'], set: { receivedAt: now } },
  { by: ['staff'], when: ['byHand', '!loanShipped'], set: { receivedAt: now, closedByPartner: true } },
] as const
export const returned = saidIf('loanShipped', {
  set: { returnedAt: now, closedByPartner: true, attention: true },
} as const)
export const renew = <const S extends string>(to: S) =>
  saidIf('loanShipped', { to, set: { renewTo: form('dueOn'), attention: true } } as const)

const answered = { renewTo: null, attention: false } as const
/** A renewal ends later than the loan does: so that of two that cross, the later one is known by its date. */
export const renewYes = {
  to: 'shipped',
  when: ['laterDue'],
  set: { ...answered, dueOn: form('dueOn'), renewable: form('renewable') },
  do: ['changeDue', 'sendRenewYes'],
} as const
export const renewNo = <const S extends string>(to: S) => ({ to, set: answered, do: ['sendRenewNo'] }) as const

/** With the date it was due on, which a parcel that nobody announced does not have. */
const isOverdue = { when: ['loanShipped', 'dueKnown'], set: { dueOn: form('dueOn') }, do: ['sendOverdue'] } as const
export const overdue = <const S extends string>(to: S) => ({ to, ...isOverdue }) as const
export const overdueAgain = isOverdue
export const recall = { to: 'recall', when: ['loanShipped'], set: { renewTo: null }, do: ['sendRecall'] } as const

const home = {
  to: 'checked-in',
  set: { checkedInAt: now, closed: true, attention: false, renewTo: null },
  do: ['takeBack', 'sendCheckedIn'],
} as const
export const checkedIn = { when: ['loanShipped'], ...home } as const
export const found = home
export const lost = [
  { to: 'lost', by: ['staff'], set: { attention: true, expiresAt: null }, do: ['sendLost'] },
  { to: 'lost', by: partner, set: { attention: true, expiresAt: null } },
] as const

/** What only the library that has it can say. */
export const lostThere = lost[1]

/** It was answered with No, or given up, and is with them all the same: what they say of it counts. */
const reopened = { closed: false, closedByPartner: false, reason: null } as const
export const arrivedAllTheSame = {
  received: [
    { by: partner, when: ['asLoan'], ...arrivedAs.loan, set: { ...arrivedAs.loan.set, ...reopened } },
    { by: partner, when: ['!asLoan'], ...arrivedAs.copy },
  ],
  returned: {
    by: partner,
    ...arrived,
    set: { ...arrived.set, ...reopened, shippedService: 'loan', returnedAt: now, closedByPartner: true },
  },
  lost: { ...lostThere, set: { ...lostThere.set, ...reopened } },
} as const

/** It is not known where it is: there is no more time to be had for it. */
export const renewOfLost = { by: partner, do: ['sendRenewNo'] } as const

/** What crosses the end of a loan. */
export const pastAnswering = {
  cancel: late,
  conditionAccepted: late,
  conditionDeclined: late,
  renew: late,
} as const

/** From Shipped on, whatever is heard late. */
export const afterShipping = {
  cancel: { by: partner, do: ['sendCancelNo'] },
  conditionAccepted: late,
  conditionDeclined: late,
  received,
  returned,
} as const
