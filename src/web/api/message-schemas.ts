import { z } from 'zod'
import { largestReport } from '../../kit/mail/index.ts'
import { messageKindNames, messageStateNames } from '../../messages/index.ts'

const whole = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

export const MessagesQuery = z
  .object({
    requestId: whole.optional(),
    lineId: whole.optional(),
    patronId: z.uuid().optional(),
    itemId: whole.optional(),
  })
  .meta({ description: 'At least one; all that are given must fit' })

export const Message = z
  .object({
    id: z.int(),
    kind: z.enum(messageKindNames as [string, ...string[]]),
    audience: z.enum(['patron', 'lender', 'staff']),
    language: z.string(),
    about: z.object({
      requestId: z.int().optional(),
      lineId: z.int().optional(),
      patronId: z.string().optional(),
      itemId: z.int().optional(),
    }),
    number: z.int().optional().meta({ description: 'Counts the messages about its request' }),
    to: z.object({ name: z.string(), address: z.string() }),
    subject: z.string(),
    text: z.string(),
    html: z.string().optional(),
    state: z.enum(messageStateNames as [string, ...string[]]),
    reason: z.string().optional().meta({ description: 'Why it is held, failed or waits' }),
    messageId: z.string().optional(),
    attempts: z.int(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Message' })
export const Messages = z.object({ messages: z.array(Message) }).meta({ id: 'Messages' })

export const Bounce = z
  .strictObject({
    mail: z.string().min(1).max(largestReport).meta({ description: 'The whole mail, as it came: RFC 5322' }),
  })
  .meta({ id: 'Bounce' })
export const TakenBounce = z
  .object({
    outcome: z.enum(['bounced', 'no-failure', 'late', 'unknown', 'no-report']).meta({
      description: '`bounced`: the message is among the problems now. Otherwise nothing was done',
    }),
    message: z.int().optional(),
    requestId: z.int().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'TakenBounce' })

export const ProblemParams = z.object({ problem: z.string().regex(/^(message|job)-\d{1,15}$/) })
export const Retry = z
  .strictObject({
    address: z.string().max(254).optional().meta({ description: 'Of a message: where it goes instead' }),
  })
  .meta({ id: 'Retry' })
export const Nothing = z.strictObject({})

const OpenProblem = z
  .object({
    id: z.string().meta({ description: 'message-12 or job-7' }),
    what: z.enum(['message', 'job']),
    since: z.iso.datetime(),
    reason: z.string(),
    message: Message.optional(),
    job: z.object({ kind: z.string(), attempts: z.int() }).optional(),
  })
  .meta({ id: 'OpenProblem' })
export const OpenProblems = z
  .object({
    messages: z.int().meta({ description: 'How many messages have problems' }),
    jobs: z.int().meta({ description: 'How many jobs were given up' }),
    problems: z.array(OpenProblem).meta({ description: 'The newest of each, at most 200' }),
  })
  .meta({ id: 'OpenProblems' })
