import { type RawBuilder, sql } from 'kysely'
import { liveLineStates } from '../machines/borrowing.ts'
import { openRequestStates } from '../machines/request.ts'

/** A row of `ill_lines`, with its instance, of the request at hand. */
export const someLine = (condition: RawBuilder<unknown>) =>
  sql`exists (select from ill_lines l join workflow_instances li on li.id = l.id where l.request_id = r.id and ${condition})`

/** That the request is open; `i` is its instance. */
const open = sql`i.state = any(${[...openRequestStates]}::text[])`
const live = sql`(li.state = any(${[...liveLineStates]}::text[]) and (li.data->>'closed')::boolean is distinct from true)`
const terminated = sql`(li.data->>'terminated')::boolean`
const tried = sql`li.state in ('not-supplied', 'cancelled')`

interface Queue {
  readonly label: string
  /** What has to hold of the request `r` and its instance `i`. */
  readonly holds: RawBuilder<unknown>
}

/** What waits for staff at lenders: the borrower's work queues of domain/ill.md 2.5 that no state tells by itself. */
export const queues = {
  idle: {
    label: 'Nobody asked yet',
    holds: sql`${open} and (i.state = 'in-process' or ${someLine(sql`li.state = 'idle'`)})
      and not ${someLine(sql`li.state <> 'idle'`)}`,
  },
  // Until somebody takes it in hand, who sees then what stood against it.
  despite: {
    label: 'To be checked first',
    holds: sql`i.state in ('pending-review', 'assigned') and r.despite <> '[]'`,
  },
  approve: {
    label: 'To be approved',
    holds: sql`${open} and ${someLine(sql`li.state = 'idle' and not (li.data->>'approved')::boolean`)}`,
  },
  patron: {
    label: 'Invalid patron',
    holds: sql`${open} and exists (select from ill_patron_checks c where c.request_id = r.id and c.review)`,
  },
  check: {
    label: 'Rota waits for a look',
    holds: sql`${open} and not ${someLine(live)} and not ${someLine(terminated)} and ${someLine(tried)}
      and ${someLine(sql`li.state = 'idle' and l.skipped is not null`)}`,
  },
  'end-of-rota': {
    label: 'End of rota',
    holds: sql`${open} and ${someLine(tried)} and not ${someLine(terminated)}
      and not ${someLine(sql`not (${tried}) and not (li.state = 'idle' and l.skipped is not null)`)}`,
  },
  terminated: { label: 'Request no longer required', holds: sql`${open} and ${someLine(terminated)}` },
  'will-supply': {
    label: 'Will supply',
    holds: someLine(sql`li.state = 'pending' and li.data->>'promised' is not null`),
  },
  conditional: { label: 'Conditional', holds: someLine(sql`li.state = 'conditional'`) },
  cancelling: { label: 'Cancelling asked', holds: someLine(sql`li.state = 'cancel-pending'`) },
  renewals: {
    label: 'Renewal answers',
    holds: someLine(sql`(li.data->>'attention')::boolean and li.data->>'renewAnswer' is not null`),
  },
  recalled: { label: 'Recalled', holds: someLine(sql`li.state = 'recall'`) },
  returned: {
    label: 'Returned, still open',
    holds: sql`${open} and ${someLine(sql`li.state = 'returned'`)}`,
  },
  notes: { label: 'New notes', holds: someLine(sql`(li.data->>'newNote')::boolean`) },
} as const satisfies Record<string, Queue>

export type QueueName = keyof typeof queues
export const queueNames = Object.keys(queues) as [QueueName, ...QueueName[]]
