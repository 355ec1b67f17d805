import { z } from 'zod'

/** What a request of another library has besides its state. Days are YYYY-MM-DD, times ISO 8601 in UTC. */
export const LendingData = z.object({
  /** Something happened that nobody has looked at. */
  attention: z.boolean(),
  /** Among it a note of the borrowing library. */
  news: z.boolean(),
  completedAt: z.string().nullable(),
  /** Our part is over: not supplied, cancelled, checked in, or sent as a copy. */
  closed: z.boolean(),
  closedByPartner: z.boolean(),
  /** Until then it has to be answered. */
  expiresAt: z.string().nullable(),
  /** As what it is dealt with now, of the services that were asked for. */
  service: z.enum(['loan', 'copy']),
  expectedOn: z.string().nullable(),
  condition: z.string().nullable(),
  replyBy: z.string().nullable(),
  cost: z.string().nullable(),
  reason: z.string().nullable(),
  shippedService: z.enum(['loan', 'copy']).nullable(),
  shippedAt: z.string().nullable(),
  dueOn: z.string().nullable(),
  renewable: z.boolean().nullable(),
  receivedAt: z.string().nullable(),
  /** The day the borrowing library would like to keep it until. */
  renewTo: z.string().nullable(),
  returnedAt: z.string().nullable(),
  checkedInAt: z.string().nullable(),
})
export type LendingData = z.infer<typeof LendingData>

export const newLending: LendingData = {
  attention: true,
  news: false,
  completedAt: null,
  closed: false,
  closedByPartner: false,
  expiresAt: null,
  service: 'loan',
  expectedOn: null,
  condition: null,
  replyBy: null,
  cost: null,
  reason: null,
  shippedService: null,
  shippedAt: null,
  dueOn: null,
  renewable: null,
  receivedAt: null,
  renewTo: null,
  returnedAt: null,
  checkedInAt: null,
}
