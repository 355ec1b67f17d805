import { borrowingEventOf } from '../../../src/ill/exchange/lender-said.ts'
import { type IllMessage, lendingEventOf } from '../../../src/ill/index.ts'
import { requesterTable } from '../requester-table.ts'
import { responderTable } from '../responder-table.ts'

/** What is known of a transaction: by the tables of domain/ill.md 3.1 and 3.2, as they stand a second time in our tests. */
export interface Known {
  /** Whose side we are on. */
  readonly we: 'borrow' | 'lend'
  /** What was asked for first, with this number. */
  readonly wanted: string
  state: string
  /** What has happened, one after the other. */
  readonly events: string[]
}

/** What is to be answered: that it is good, or why not. */
export type Answer = 'ok' | 'unknown-request' | 'illegal-now' | 'duplicate-request' | 'bad-value'

const cells = new Map<string, string>([
  ...requesterTable.map(([state, event, cell]) => [`borrow ${state} ${event}`, cell.replace('!', '')] as const),
  ...responderTable.map(({ state, event, to }) => [`lend ${state} ${event}`, to ?? '-'] as const),
])

const over: ReadonlySet<string> = new Set(['not-supplied', 'cancelled', 'forward'])

/** What follows when something happens in a state; undefined where it cannot. */
export function follows(
  { we, state, events }: Pick<Known, 'we' | 'state' | 'events'>,
  event: string,
): string | undefined {
  const cell = cells.get(`${we} ${state} ${event}`) ?? '-'
  if (cell === '-' || cell === 'x') return undefined
  // Its lender has it back: nothing it says afterwards leads on.
  const home =
    we === 'borrow' && ['not-supplied', 'cancelled', 'returned'].includes(state) && events.includes('checkedIn')
  if (home && ['overdue', 'recall', 'renewed', 'lost'].includes(event)) return state
  // Terms that came while it was asked to cancel are answered after all.
  if (we === 'borrow' && state === 'cancel-pending' && event === 'cancelRefused')
    return events.slice(events.lastIndexOf('cancel')).includes('conditional') ? 'conditional' : cell
  // All renewals here are to one date: one that names it again came late.
  if (we === 'borrow' && event === 'renewed' && events.includes('renewed') && !over.has(state))
    return { 'renew-pending': 'received', 'renew-overdue': 'overdue' }[state] ?? state
  return cell === '=' ? state : cell
}

/** Whether it is ours to do then, and leads on. */
export function moves(known: Known, event: string): boolean {
  const { we, state, events } = known
  if (we === 'borrow' && event === 'lost' && state === 'conditional') return false
  if (we === 'borrow' && event === 'receivedAsLoan' && over.has(state)) return false
  if (we === 'lend' && event === 'overdue' && !events.includes('shipped')) return false
  if (we === 'lend' && event === 'renewYes' && events.includes('renewYes')) return false
  return (follows(known, event) ?? state) !== state
}

/** Transactions of each partner, by whose side we are on, the partner and the number between the two. */
export type Model = Map<string, Known>

export const keyOf = (we: Known['we'], partner: string, number: string) => `${we} ${partner} ${number}`

/** Takes a message in, as it should be, and gives what it should be answered. */
export function takeIn(model: Model, partner: string, { from, envelope, message }: IllMessage): Answer {
  const key = keyOf(from === 'requester' ? 'lend' : 'borrow', partner, envelope.requestId)
  const known = model.get(key)
  if (message.type === 'request' && message.kind !== 'reminder') {
    const wanted = message.wanted.title ?? ''
    if (!known) {
      model.set(key, { we: 'lend', wanted, state: 'in-process', events: ['start'] })
      return 'ok'
    }
    if (message.kind === 'new') return known.wanted === wanted ? 'ok' : 'duplicate-request'
    if (over.has(known.state)) return 'bad-value'
  }
  if (!known) return 'unknown-request'
  const { event } = from === 'requester' ? lendingEventOf(message) : borrowingEventOf(message)
  const to = follows(known, event)
  // Somebody is told of what could not happen.
  known.events.push(to === undefined ? 'message' : event)
  known.state = to ?? known.state
  return to === undefined ? 'illegal-now' : 'ok'
}
