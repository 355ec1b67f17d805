/** Who acts, in the turn of which lender, what they do, and what they say with it. */
export type Step = readonly [who: 'borrower' | 'lender', turn: number, action: string, form?: object]

/** How a turn ends, at the borrower and at the lender, and what has happened, each once. */
export interface Turn {
  readonly borrower: string
  readonly lender: string
  readonly atBorrower: string
  readonly atLender: string
}

/** What two libraries do about a request, and how it ends. Each lender that is asked is a turn. */
export interface Loan {
  readonly steps: readonly Step[]
  readonly turns: readonly Turn[]
}

const [due, later] = ['2031-05-01', '2031-06-01']
const ship = (turn: number): Step => ['lender', turn, 'shipped', { dueOn: due }]
const receive = (turn: number): Step => ['borrower', turn, 'receivedAsLoan', { dueAtLender: due }]
const terms: Step = ['lender', 0, 'answerConditional', { condition: 'LibraryUseOnly' }]
const cancel = (turn: number): Step => ['borrower', turn, 'cancel', { transmit: true }]
const renew = (turn: number): Step => ['borrower', turn, 'requestRenewal', { dueDate: later }]

/** All that can be said of a loan. */
const whole: Loan = {
  steps: [
    terms,
    ['borrower', 0, 'acceptCondition'],
    ['lender', 0, 'willSupply'],
    ship(0),
    receive(0),
    renew(0),
    ['lender', 0, 'renewYes', { dueOn: later }],
    ['borrower', 0, 'message', { publicNote: 'Thank you.' }],
    ['lender', 0, 'recall'],
    ['borrower', 0, 'returned'],
    ['lender', 0, 'checkedIn'],
  ],
  turns: [
    {
      ...{ borrower: 'returned', lender: 'checked-in' },
      atBorrower:
        'request conditional acceptCondition willSupply shipped receivedAsLoan requestRenewal renewed message recall returned checkedIn',
      atLender:
        'answerConditional conditionAccepted willSupply shipped received renew renewYes message recall returned checkedIn',
    },
  ],
}

/** The first has it not, the second has. */
const second: Loan = {
  steps: [
    ['lender', 0, 'unfilled', { reason: 'NotHeld' }],
    ['lender', 1, 'willSupply'],
    ship(1),
    receive(1),
    ['lender', 1, 'overdue'],
    renew(1),
    ['lender', 1, 'renewNo'],
    ['borrower', 1, 'returned'],
    ['lender', 1, 'checkedIn'],
  ],
  turns: [
    {
      ...{ borrower: 'not-supplied', lender: 'not-supplied' },
      ...{ atBorrower: 'request notSupplied', atLender: 'unfilled' },
    },
    {
      ...{ borrower: 'returned', lender: 'checked-in' },
      atBorrower: 'request willSupply shipped receivedAsLoan overdue requestRenewal renewalRefused returned checkedIn',
      atLender: 'willSupply shipped received overdue renew renewNo returned checkedIn',
    },
  ],
}

/** The first one's terms are declined, the second is cancelled: nobody is left. */
const inVain: Loan = {
  steps: [
    terms,
    ['borrower', 0, 'declineCondition'],
    ['lender', 1, 'holdPlaced', { availableOn: due }],
    cancel(1),
    ['lender', 1, 'cancelNo'],
    cancel(1),
    ['lender', 1, 'cancelYes'],
  ],
  turns: [
    {
      ...{ borrower: 'not-supplied', lender: 'not-supplied' },
      ...{ atBorrower: 'request conditional declineCondition', atLender: 'answerConditional conditionDeclined' },
    },
    {
      ...{ borrower: 'cancelled', lender: 'cancelled' },
      atBorrower: 'request hold cancel cancelRefused cancel cancelAccepted',
      atLender: 'holdPlaced cancel cancelNo cancel cancelYes',
    },
  ],
}

/** Sent though it was being cancelled, renewed, and never seen again. */
const lost: Loan = {
  steps: [
    cancel(0),
    ship(0),
    receive(0),
    renew(0),
    ['lender', 0, 'renewYes', { dueOn: later }],
    ['borrower', 0, 'lost'],
  ],
  turns: [
    {
      ...{ borrower: 'lost', lender: 'lost' },
      atBorrower: 'request cancel cancelRefused shipped receivedAsLoan requestRenewal renewed lost',
      atLender: 'cancel shipped received renew renewYes lost',
    },
  ],
}

/** As `second`, until it has come in. */
export const short: Loan = {
  steps: [['lender', 0, 'unfilled', { reason: 'NotHeld' }], ship(1), receive(1)],
  turns: [
    second.turns[0]!,
    {
      ...{ borrower: 'received', lender: 'shipped' },
      ...{ atBorrower: 'request shipped receivedAsLoan', atLender: 'shipped received' },
    },
  ],
}

export const ask: Step = ['borrower', 0, 'request', { transmit: true }]
export const loans = { whole, second, inVain, lost } as const
export type LoanName = keyof typeof loans
