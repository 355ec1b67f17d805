import { addDays } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { countEach, type RequestCount } from './list.ts'
import type { RequestQuery } from './query.ts'
import { queueNames, queues } from './queues.ts'

/** What a card counts, and what opens the list of it. */
export interface Counted {
  readonly name: string
  readonly label: string
  readonly query: RequestQuery
}

/** A number on the home page of Requests. */
export interface Card extends Counted, RequestCount {}

const overdue = ['overdue', 'renew-overdue', 'recall', 'not-received-overdue'] as const
const table = {
  pending: { label: 'Pending', query: { states: ['pending-review'] } },
  assigned: { label: 'Assigned', query: { states: ['assigned'] } },
  'in-process': { label: 'In process', query: { states: ['in-process'] } },
  waiting: { label: 'Waiting on lender', query: { lineStates: ['pending', 'conditional', 'cancel-pending'] } },
  shipped: { label: 'Shipped to us', query: { lineStates: ['shipped', 'not-received-overdue'] } },
  arrived: { label: 'Arrived', query: { completed: true, lineStates: ['received'], lent: false } },
  lent: { label: 'On loan', query: { completed: true, lent: true } },
  renewal: { label: 'Renewal asked', query: { completed: true, lineStates: ['renew-pending', 'renew-overdue'] } },
  overdue: { label: 'Overdue to lender', query: { completed: true, lineStates: overdue } },
  attention: { label: 'New answers', query: { completed: true, attention: true } },
} as const satisfies Record<string, Omit<Counted, 'name'>>

interface Looking<Kept extends Counted> {
  readonly me: string
  /** YYYY-MM-DD */
  readonly today: string
  /** What holds of everything that is counted. */
  readonly within?: Pick<RequestQuery, 'branches' | 'timeZone'>
  /** Counted too: lists that somebody keeps. */
  readonly kept?: readonly Kept[]
}

/** The cards of interlibrary loan, and those of the person who looks: exact counts, now. */
export async function requestCards<Kept extends Counted>(
  tx: Tx,
  { me, today, within = {}, kept = [] }: Looking<Kept>,
): Promise<{
  readonly loan: readonly Card[]
  /** What waits for staff at lenders: only where there is something. */
  readonly queues: readonly Card[]
  readonly mine: readonly Card[]
  readonly kept: readonly (Kept & RequestCount)[]
}> {
  const loan: readonly Counted[] = [
    ...Object.entries(table).map(([name, what]) => ({ name, ...what })),
    {
      ...{ name: 'due', label: 'Return due within 3 days' },
      query: { completed: true, dueTo: addDays(today, 3) },
    },
  ]
  const waiting: readonly Counted[] = [
    ...queueNames.map((name) => ({ name, label: queues[name].label, query: { queue: name } })),
    {
      ...{ name: 'unanswered', label: 'No answer for two weeks' },
      query: { completed: true, sentTo: addDays(today, -14) },
    },
  ]
  const mine: Counted = { name: 'mine', label: 'Still to be done', query: { assignedTo: me } }
  const all = [...loan, mine, ...waiting, ...kept]
  const counts = await countEach(
    tx,
    all.map(({ query }) => ({ ...query, ...within })),
  )
  const counted = <C extends Counted>(what: C, at: number): C & RequestCount => ({ ...what, ...counts[at]! })
  const own = counted(mine, loan.length)
  const found = waiting.map((what, at) => counted(what, loan.length + 1 + at)).filter(({ count }) => count > 0)
  // They wait for staff before any lender is asked.
  const isBefore = ({ name }: Counted) => name === 'patron' || name === 'despite'
  return {
    loan: [...loan.map(counted), ...found.filter(isBefore)],
    mine: own.count > 0 ? [own] : [],
    queues: found.filter((what) => !isBefore(what)),
    kept: kept.map((what, at) => counted(what, loan.length + 1 + waiting.length + at)),
  }
}
