/** What somebody does, and what they say with it; `clock` is what nobody does. */
export type Act = readonly [event: string, form?: object, actor?: 'clock']

/** Both act before they have heard the other: how they then stand, whoever is heard first. domain/ill.md 3.3. */
export interface Crossing {
  readonly name: string
  /** What happened before, one after the other. */
  readonly before: readonly (readonly ['borrower' | 'lender', ...Act])[]
  readonly borrower: readonly Act[]
  readonly lender: readonly Act[]
  readonly ends: Standing
  /** How it can go on, one after the other, and stands then. */
  readonly after?: { readonly acts: readonly (readonly ['borrower' | 'lender', ...Act])[]; readonly ends: Standing }
}

interface Standing {
  readonly borrower: string
  readonly lender: string
  /** Who has to look. */
  readonly attention: readonly ('borrower' | 'lender')[]
  /** Whether the next lender has been asked. */
  readonly next: boolean
  /** At both, where it is to be looked at. */
  readonly due?: string
}

const [due, later] = ['2031-05-01', '2031-06-01']

const cancel: Act = ['cancel', { transmit: true }]
const accept: Act = ['acceptCondition']
const receive: Act = ['receivedAsLoan', { dueAtLender: due }]
const renew: Act = ['requestRenewal', { dueDate: later }]
const conditional: Act = ['answerConditional', { condition: 'LibraryUseOnly' }]
const unfilled: Act = ['unfilled', { reason: 'NotOnShelf' }]
const ship: Act = ['shipped', { dueOn: due }]
const renewYes: Act = ['renewYes', { dueOn: later }]
const expired: Act = ['expired', {}, 'clock']

const offered = [['lender', ...conditional]] as const
const shipped = [['lender', ...ship]] as const
const received = [...shipped, ['borrower', ...receive]] as const
const asking = [...received, ['borrower', ...renew]] as const
const both = ['borrower', 'lender'] as const
const nobody = [] as const

export const crossings: readonly Crossing[] = [
  {
    name: 'Cancel × Will supply',
    before: [],
    borrower: [cancel],
    lender: [['willSupply']],
    ends: { borrower: 'cancel-pending', lender: 'cancel-pending', attention: both, next: false },
    after: {
      acts: [['lender', 'cancelYes']],
      ends: { borrower: 'cancelled', lender: 'cancelled', attention: ['borrower'], next: true },
    },
  },
  {
    name: 'Cancel × Unfilled',
    before: [],
    borrower: [cancel],
    lender: [unfilled],
    ends: { borrower: 'not-supplied', lender: 'not-supplied', attention: nobody, next: true },
  },
  {
    name: 'Cancel × Conditional',
    before: [],
    borrower: [cancel],
    lender: [conditional],
    ends: { borrower: 'cancel-pending', lender: 'cancel-pending', attention: both, next: false },
  },
  {
    name: 'Cancel × Shipped',
    before: [],
    borrower: [cancel],
    lender: [ship],
    ends: { borrower: 'shipped', lender: 'shipped', attention: ['borrower'], next: false, due },
  },
  {
    name: 'Cancel × Expired',
    before: [],
    borrower: [cancel],
    lender: [expired],
    ends: { borrower: 'not-supplied', lender: 'not-supplied', attention: ['lender'], next: true },
  },
  {
    name: 'Conditional-Reply Yes × Expired',
    before: offered,
    borrower: [accept],
    lender: [expired],
    ends: { borrower: 'not-supplied', lender: 'not-supplied', attention: ['lender'], next: true },
  },
  {
    name: 'Conditional-Reply No × Expired',
    before: offered,
    borrower: [['declineCondition']],
    lender: [expired],
    ends: { borrower: 'not-supplied', lender: 'not-supplied', attention: ['lender'], next: true },
  },
  {
    name: 'Conditional-Reply Yes, Cancel × Conditional with other terms',
    before: offered,
    borrower: [accept, cancel],
    lender: [conditional],
    ends: { borrower: 'cancel-pending', lender: 'cancel-pending', attention: both, next: false },
  },
  {
    name: 'Conditional-Reply Yes × Conditional with other terms',
    before: offered,
    borrower: [accept],
    lender: [conditional],
    // The lender takes it for an answer to its last terms; the borrower still has to give one.
    ends: { borrower: 'conditional', lender: 'in-process', attention: both, next: false },
    after: {
      acts: [['borrower', ...accept]],
      ends: { borrower: 'pending', lender: 'in-process', attention: both, next: false },
    },
  },
  {
    name: 'Received × Overdue',
    before: shipped,
    borrower: [receive],
    lender: [['overdue']],
    ends: { borrower: 'overdue', lender: 'overdue', attention: ['borrower'], next: false, due },
  },
  {
    name: 'Received × Recall',
    before: shipped,
    borrower: [receive],
    lender: [['recall']],
    ends: { borrower: 'recall', lender: 'recall', attention: ['borrower'], next: false, due },
  },
  {
    name: 'Renew × Recall',
    before: received,
    borrower: [renew],
    lender: [['recall']],
    ends: { borrower: 'recall', lender: 'recall', attention: ['borrower'], next: false, due },
  },
  {
    name: 'Renew × Overdue',
    before: received,
    borrower: [renew],
    lender: [['overdue']],
    ends: { borrower: 'renew-overdue', lender: 'renew-overdue', attention: both, next: false, due },
    after: {
      acts: [['lender', ...renewYes]],
      ends: { borrower: 'received', lender: 'shipped', attention: ['borrower'], next: false, due: later },
    },
  },
  {
    name: 'Returned × Recall',
    before: received,
    borrower: [['returned']],
    lender: [['recall']],
    ends: { borrower: 'returned', lender: 'recall', attention: both, next: false },
    after: {
      acts: [['lender', 'checkedIn']],
      ends: { borrower: 'returned', lender: 'checked-in', attention: ['borrower'], next: false },
    },
  },
  {
    name: 'Returned × Overdue',
    before: received,
    borrower: [['returned']],
    lender: [['overdue']],
    ends: { borrower: 'returned', lender: 'overdue', attention: both, next: false },
  },
  {
    name: 'Returned × Renew Reply-Yes',
    before: asking,
    borrower: [['returned']],
    lender: [renewYes],
    ends: { borrower: 'returned', lender: 'shipped', attention: ['lender'], next: false },
    after: {
      acts: [['lender', 'checkedIn']],
      ends: { borrower: 'returned', lender: 'checked-in', attention: [], next: false },
    },
  },
  {
    name: 'Returned × Renew Reply-No',
    before: asking,
    borrower: [['returned']],
    lender: [['renewNo']],
    ends: { borrower: 'returned', lender: 'shipped', attention: ['lender'], next: false },
  },
  {
    name: 'Renew × Checked In',
    before: received,
    borrower: [renew],
    lender: [['checkedIn']],
    ends: { borrower: 'returned', lender: 'checked-in', attention: ['borrower'], next: false },
  },
  {
    name: 'Returned × Lost',
    before: received,
    borrower: [['returned']],
    lender: [['lost']],
    ends: { borrower: 'lost', lender: 'lost', attention: both, next: false },
    after: {
      acts: [['lender', 'checkedIn']],
      ends: { borrower: 'returned', lender: 'checked-in', attention: ['borrower'], next: false },
    },
  },
  {
    name: 'Lost × Lost',
    before: received,
    borrower: [['lost']],
    lender: [['lost']],
    ends: { borrower: 'lost', lender: 'lost', attention: both, next: false },
  },
  {
    name: 'Lost × Recall',
    before: received,
    borrower: [['lost']],
    lender: [['recall']],
    ends: { borrower: 'lost', lender: 'lost', attention: both, next: false },
  },
  {
    name: 'nothing from us any more, for the time is over × Shipped',
    before: [],
    borrower: [expired],
    lender: [ship],
    ends: { borrower: 'not-supplied', lender: 'shipped', attention: ['borrower'], next: true },
  },
  {
    name: 'nothing from us any more, for the time is over × Unfilled',
    before: [],
    borrower: [expired],
    lender: [unfilled],
    ends: { borrower: 'not-supplied', lender: 'not-supplied', attention: nobody, next: true },
  },
]
