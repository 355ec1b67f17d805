import { addDays, type Calendar, dateIn } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { endOf } from '../machines/lending-time.ts'
import { countLendings, type LendingCount, type LendingQuery } from './list.ts'

/** What is due, or runs out, on a day. */
interface Today {
  /** YYYY-MM-DD, where we are. */
  readonly date: string
  /** When the day is over. */
  readonly over: Date
}

interface QueueSpec {
  readonly label: string
  readonly query: (today: Today) => LendingQuery
}

/** States in which what we sent is still to come back. */
export const outStates = ['shipped', 'renew-pending', 'overdue', 'renew-overdue', 'recall'] as const

/** What was agreed to is new no more: it waits to be sent. */
const unanswered = {
  states: ['in-process'],
  promised: false,
  lastEventNot: 'conditionAccepted',
} as const satisfies LendingQuery

/** The lender's work queues: domain/ill.md 2.5. */
export const lendingQueues = {
  new: { label: 'New Requests', query: () => unanswered },
  expiring: {
    label: 'New Requests expiring today',
    // Also what was agreed to: its time runs out all the same.
    query: ({ over }) => ({ states: ['in-process'], promised: false, expiresBefore: over }),
  },
  'will-supply': { label: 'Will Supply', query: () => ({ states: ['in-process'], promised: true }) },
  conditional: { label: 'Conditional', query: () => ({ states: ['conditional'] }) },
  agreed: {
    label: 'Condition accepted',
    query: () => ({ states: ['in-process'], lastEvent: 'conditionAccepted' }),
  },
  cancel: { label: 'Cancel Requested', query: () => ({ states: ['cancel-pending'] }) },
  standing: { label: 'Answered by rule', query: () => ({ byRule: true, all: true }) },
  notes: { label: 'New Notes', query: () => ({ news: true, all: true }) },
  shipped: { label: 'Shipped', query: () => ({ states: ['shipped'] }) },
  renewal: { label: 'Renewal Requested', query: () => ({ states: ['renew-pending', 'renew-overdue'] }) },
  overdue: {
    label: 'Overdue today',
    query: ({ date }) => ({ states: outStates, dueBefore: date, dueFrom: addDays(date, -28) }),
  },
  'long-overdue': {
    label: 'Overdue > 4 weeks',
    query: ({ date }) => ({ states: outStates, dueBefore: addDays(date, -28) }),
  },
  recalled: { label: 'Recalled', query: () => ({ states: ['recall'] }) },
  returned: { label: 'Returned', query: () => ({ states: outStates, lastEvent: 'returned' }) },
} as const satisfies Readonly<Record<string, QueueSpec>>

export type LendingQueue = keyof typeof lendingQueues
export const lendingQueueNames = Object.keys(lendingQueues) as [LendingQueue, ...LendingQueue[]]

/** The requests of a queue, at an instant. */
export function queryOfQueue(queue: LendingQueue, calendar: Calendar, now: Date): LendingQuery {
  const date = dateIn(calendar.timeZone, now.getTime())
  return lendingQueues[queue].query({ date, over: endOf(calendar, date) })
}

/** A number on the home page of Lending. */
export interface LendingCard extends LendingCount {
  readonly queue: LendingQueue
  readonly label: string
}

/** How many stand in each queue: exact counts, now. */
export async function lendingCards(tx: Tx, calendar: Calendar, now: Date): Promise<readonly LendingCard[]> {
  const counts = await countLendings(
    tx,
    lendingQueueNames.map((queue) => queryOfQueue(queue, calendar, now)),
  )
  return lendingQueueNames.map((queue, at) => ({ queue, label: lendingQueues[queue].label, ...counts[at]! }))
}
