import { z } from 'zod'

/** What a lender's line has besides its state. Days are YYYY-MM-DD, times ISO 8601 in UTC. */
export const LineData = z.object({
  approved: z.boolean(),
  sentAt: z.string().nullable(),
  otherMeans: z.boolean(),
  expiresAt: z.string().nullable(),
  noAnswerAt: z.string().nullable(),
  condition: z.string().nullable(),
  replyBy: z.string().nullable(),
  expectedOn: z.string().nullable(),
  shippedService: z.enum(['loan', 'copy']).nullable(),
  shippedAt: z.string().nullable(),
  dueAtLender: z.string().nullable(),
  receivedAt: z.string().nullable(),
  renewAskedAt: z.string().nullable(),
  renewProposed: z.string().nullable(),
  returnedAt: z.string().nullable(),
  cost: z.string().nullable(),
  attention: z.boolean(),
  terminated: z.boolean(),
  closed: z.boolean(),
  closedByPartner: z.boolean(),
})
export type LineData = z.infer<typeof LineData>

export const newLine: LineData = {
  approved: true,
  sentAt: null,
  otherMeans: false,
  expiresAt: null,
  noAnswerAt: null,
  condition: null,
  replyBy: null,
  expectedOn: null,
  shippedService: null,
  shippedAt: null,
  dueAtLender: null,
  receivedAt: null,
  renewAskedAt: null,
  renewProposed: null,
  returnedAt: null,
  cost: null,
  attention: false,
  terminated: false,
  closed: false,
  closedByPartner: false,
}
