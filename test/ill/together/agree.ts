import type { Exploration } from './explore.ts'
import { dueOf, type Service, type Who } from './libraries.ts'

/** How two libraries may stand to each other once nothing is on its way between them any more. */

const over = ['not-supplied', 'cancelled'] as const
/** The lender has nothing out, or does not know where it is: it waits for nothing. */
const nothingOut = ['none', ...over, 'lost', 'checked-in']

/** By the borrower's state, the lender's. */
const agreeing: Readonly<Record<string, readonly string[]>> = {
  idle: ['none'],
  pending: ['in-process'],
  conditional: ['conditional'],
  'cancel-pending': ['cancel-pending'],
  'not-supplied': nothingOut,
  cancelled: nothingOut,
  shipped: ['shipped'],
  'not-received-overdue': ['overdue'],
  received: ['shipped'],
  'renew-pending': ['renew-pending'],
  overdue: ['overdue'],
  'renew-overdue': ['renew-overdue'],
  recall: ['recall'],
  returned: ['shipped', 'renew-pending', 'overdue', 'renew-overdue', 'recall', 'checked-in', 'lost'],
  lost: ['lost'],
}
/** A copy is kept: once it was sent its lender waits for nothing, whether it was lost or found. */
const agreeingOfCopies: typeof agreeing = {
  ...agreeing,
  ...Object.fromEntries(['shipped', 'received', 'lost'].map((state) => [state, ['shipped', 'lost', 'checked-in']])),
  lost: ['lost', 'checked-in'],
}

/** Pairs that wait for somebody: whose acts alone make them agree, and why nobody else can know. */
export interface Wait {
  readonly borrower: readonly string[]
  readonly lender: readonly string[]
  readonly who: Who
  readonly why: string
}
export const waits: readonly Wait[] = [
  {
    borrower: over,
    lender: ['in-process', 'conditional', 'cancel-pending'],
    who: 'lender',
    why: 'Its turn is over for the borrower, by its clock or its people: the lender answers, or its own clock does, and is told then.',
  },
  {
    borrower: over,
    lender: ['shipped'],
    who: 'borrower',
    why: 'It was sent to somebody who waited no longer: the parcel is received, or comes back.',
  },
  {
    borrower: ['conditional'],
    lender: ['in-process'],
    who: 'borrower',
    why: 'New terms crossed the answer to the old ones, or a cancelling: the borrower answers them too, which does no harm.',
  },
  {
    borrower: ['received', 'overdue'],
    lender: ['renew-pending', 'renew-overdue'],
    who: 'lender',
    why: 'Renewal was asked for while it was granted unasked: the lender answers once more.',
  },
  {
    borrower: [
      ...['shipped', 'not-received-overdue', 'received', 'renew-pending', 'overdue', 'renew-overdue', 'recall'],
    ],
    lender: ['lost'],
    who: 'lender',
    why: 'What was reported lost was found, of which a note tells: the lender checks it in when it comes home.',
  },
]

/** Besides, where one says something again as if it were new. */
export const waitsOfForged: readonly Wait[] = [
  ...waits,
  {
    borrower: ['pending', 'conditional'],
    lender: ['cancel-pending'],
    who: 'lender',
    why: 'Cancel came again when it had been refused: the lender answers once more.',
  },
]

/** States in which the borrower has it, or waits for it. */
const keeping = ['shipped', 'not-received-overdue', 'received', 'renew-pending', 'overdue', 'renew-overdue', 'recall']

/** Whether both stand alike, and know the same date due where it is out. */
export function agrees(explored: Exploration, service: Service, number: number): boolean {
  const [borrower, lender] = [explored.standing(number, 'borrower'), explored.standing(number, 'lender')]
  const table = service === 'copy' ? agreeingOfCopies : agreeing
  if (!table[borrower.state]?.includes(lender.state)) return false
  // A lender that was told of a receipt it had announced nothing of has no date due.
  const due = dueOf(lender)
  return due === null || !keeping.includes(borrower.state) || dueOf(borrower) === due
}

/** The wait that explains why two stand apart, where its side's acts do bring them together. */
export function waitOf(
  explored: Exploration,
  service: Service,
  number: number,
  among: readonly Wait[],
): Wait | undefined {
  const [borrower, lender] = [explored.standing(number, 'borrower').state, explored.standing(number, 'lender').state]
  const found = among.find((wait) => wait.borrower.includes(borrower) && wait.lender.includes(lender))
  const together = (then: number) => explored.drained(then) && agrees(explored, service, then)
  return found && explored.leads(number, together, found.who) ? found : undefined
}

/** Both are done with it. */
export function ended(explored: Exploration, service: Service, number: number): boolean {
  const [borrower, lender] = [explored.standing(number, 'borrower').state, explored.standing(number, 'lender').state]
  const done = {
    borrower: [...over, service === 'loan' ? 'returned' : 'received'],
    lender: ['none', ...over, 'checked-in', ...(service === 'copy' ? ['shipped'] : [])],
  }
  return explored.drained(number) && done.borrower.includes(borrower) && done.lender.includes(lender)
}
