import { z } from 'zod'

/** What a lender's line has besides its state. Days are YYYY-MM-DD, times ISO 8601 in UTC. */
export const LineData = z.object({
  approved: z.boolean(),
  sentAt: z.string().nullable(),
  otherMeans: z.boolean(),
  /** The lender's time to answer is over then; and ours to wait for it, somewhat later. */
  answerBy: z.string().nullable(),
  expiresAt: z.string().nullable(),
  cancelAskedAt: z.string().nullable(),
  noAnswerAt: z.string().nullable(),
  condition: z.string().nullable(),
  replyBy: z.string().nullable(),
  /** What a lender has promised that has not sent it yet, and for which day. */
  promised: z.enum(['will-supply', 'hold']).nullable(),
  expectedOn: z.string().nullable(),
  /** A condition that came while the lender was to say whether it cancels: it still has to be answered. */
  termsHeard: z.boolean(),
  /** Why it does not supply: the kind of its answer, what it says of it, and from when it may be asked again. */
  answer: z.string().nullable(),
  reason: z.string().nullable(),
  retryAfter: z.string().nullable(),
  shippedService: z.enum(['loan', 'copy']).nullable(),
  shippedAt: z.string().nullable(),
  dueAtLender: z.string().nullable(),
  /** The last date due the lender's system named: what comes with an earlier one was overtaken. */
  dueSaid: z.string().nullable(),
  receivedAt: z.string().nullable(),
  renewAskedAt: z.string().nullable(),
  renewProposed: z.string().nullable(),
  /** The lender's answer to the last asking. */
  renewAnswer: z.enum(['yes', 'no']).nullable(),
  returnedAt: z.string().nullable(),
  cost: z.string().nullable(),
  attention: z.boolean(),
  /** The lender wrote something that nobody has looked at. */
  newNote: z.boolean(),
  terminated: z.boolean(),
  /** The turn was over for us, and the lender sent it all the same. */
  reopened: z.boolean(),
  closed: z.boolean(),
  closedByPartner: z.boolean(),
})
export type LineData = z.infer<typeof LineData>

/** What came with the fourth version of the machine, as it is where nothing is known of it. */
export const newInFourth = {
  ...{ answerBy: null, cancelAskedAt: null, promised: null, answer: null, reason: null, retryAfter: null },
  ...{ renewAnswer: null, newNote: false },
} as const

/** The same of the fifth. */
export const newInFifth = { termsHeard: false, reopened: false, dueSaid: null } as const

export const newLine: LineData = {
  ...newInFourth,
  ...newInFifth,
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
