import { after, form, now } from '../../../workflow/index.ts'

/** Rules, and parts of such, that several states of a lender's turn share. The compiler checks them where they are used. */

export const attention = { set: { attention: true } } as const
/** Legal only as what comes over a wire: late, doubled or out of order. Nobody is offered it as a button. */
export const partner = ['partner'] as const
export const late = { by: partner } as const
/** Done already: pressed twice, it does nothing. */
export const done = { unoffered: true } as const
export const strange = { by: partner, ...attention } as const

/** The lender's turn is over without a loan: the request hears of it. */
export const ended = { set: { expiresAt: null, noAnswerAt: null }, do: ['lineEnded'] } as const
export const notSupplied = { to: 'not-supplied', ...ended } as const
export const cancelled = { to: 'cancelled', ...ended } as const

const shippedSet = { shippedAt: now, expiresAt: null, noAnswerAt: null } as const
/** Only a loan has a date due. */
export const shippedWith = <const A extends boolean>(attention: A) =>
  [
    {
      to: 'shipped',
      when: ['asLoan'],
      set: { ...shippedSet, shippedService: 'loan', dueAtLender: form('dueAtLender'), attention },
    },
    { to: 'shipped', when: ['!asLoan'], set: { ...shippedSet, shippedService: 'copy', attention } },
  ] as const
export const shipped = shippedWith(false)

export const receivedLoanSet = {
  shippedService: 'loan',
  receivedAt: now,
  dueAtLender: form('dueAtLender'),
  expiresAt: null,
  noAnswerAt: null,
} as const
export const loanReceived = <const S extends string>(to: S) =>
  ({ to, when: ['linked', 'loanAsked'], set: receivedLoanSet, do: ['createItem', 'sendReceived'] }) as const
export const copyReceived = {
  to: 'received',
  when: ['copyAsked'],
  set: { shippedService: 'copy', receivedAt: now, closed: true, expiresAt: null, noAnswerAt: null },
  do: ['sendReceived'],
} as const

export const request = [
  {
    to: 'pending',
    when: ['linked', 'approved', 'goesOn', 'lenderOpen', 'aloneOrMeant', 'transmits', 'reachable'],
    set: { sentAt: now, expiresAt: form('expiresAt') },
    do: ['sendRequest'],
  },
  {
    to: 'pending',
    when: ['linked', 'approved', 'goesOn', 'lenderOpen', 'aloneOrMeant', '!transmits'],
    set: { sentAt: now, expiresAt: form('expiresAt'), otherMeans: true },
  },
] as const

/** From a state in which the lender still has to act, with or without a message. */
export const cancel = [
  {
    to: 'cancel-pending',
    when: ['transmits', 'reachable'],
    set: { noAnswerAt: after('cancelAnswer') },
    do: ['sendCancel'],
  },
  { to: 'cancel-pending', when: ['!transmits'], set: { noAnswerAt: after('cancelAnswer') } },
] as const

const frozen = { terminated: true, attention: false } as const
export const terminate = { set: frozen } as const
export const terminateAsking = [
  {
    to: 'cancel-pending',
    when: ['transmits', 'reachable'],
    set: { ...frozen, noAnswerAt: after('cancelAnswer') },
    do: ['sendCancel'],
  },
  { to: 'cancel-pending', when: ['!transmits'], set: { ...frozen, noAnswerAt: after('cancelAnswer') } },
] as const

const renewedSet = { dueAtLender: form('dueAtLender'), renewAskedAt: null, renewProposed: null } as const
const asked = { renewAskedAt: now, renewProposed: form('dueDate') } as const
/** A lender whose system answers is waited for; one who answers by mail may be asked again. */
export const renewal = <const S extends string>(to: S) =>
  [
    { to, when: ['loanShipped', 'reachable', 'answersItself'], set: asked, do: ['sendRenewal'] },
    { when: ['loanShipped', 'reachable', '!answersItself'], set: asked, do: ['sendRenewal'] },
  ] as const
export const renewed = { to: 'received', when: ['loanShipped'], set: renewedSet, do: ['setDue'] } as const

export const returned = {
  to: 'returned',
  when: ['loanShipped'],
  set: { returnedAt: now },
  do: ['closeItem', 'sendReturned'],
} as const
export const checkedIn = {
  to: 'returned',
  when: ['loanShipped'],
  set: { closed: true, closedByPartner: true },
  do: ['closeItem'],
} as const
export const changeDue = { when: ['loanShipped'], set: { dueAtLender: form('dueAtLender') }, do: ['setDue'] } as const
export const lost = { to: 'lost', set: { attention: true }, do: ['sendLost'] } as const

/** Back where it was before it was lost: on its way to us, with us, or on its way home. */
export const found = [
  { to: 'shipped', when: ['!sentHome', '!cameIn'], set: { attention: false } },
  { to: 'received', when: ['!sentHome', 'cameIn'], set: { attention: false } },
  { to: 'returned', when: ['sentHome'], set: { attention: false } },
] as const

/** A lender's message that changes nothing once the item is on its way or later. */
export const afterShipping = {
  willSupply: late,
  hold: late,
  notSupplied: strange,
  cancelRefused: late,
  costAdjustment: { when: ['settled'], set: { cost: form('cost') } },
} as const
/** The same for every state in which we have it, or had. */
export const afterReceipt = { ...afterShipping, shipped: late, unship: strange } as const

export const overdue = (to: 'overdue' | 'renew-overdue' | 'not-received-overdue') =>
  ({ to, when: ['loanOrUnknown'], ...attention }) as const
export const recall = { to: 'recall', when: ['loanOrUnknown'], ...attention } as const
