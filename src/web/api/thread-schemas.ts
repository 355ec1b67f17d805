import { z } from 'zod'

const time = z.iso.datetime()

export const Thread = z
  .object({
    messages: z.array(
      z.object({
        id: z.int(),
        direction: z.enum(['in', 'out']),
        protocol: z.enum(['iso18626', 'iso10161']),
        state: z.enum(['queued', 'sent', 'confirmed', 'refused', 'failed']),
        type: z.string().meta({ description: 'A service of ISO 10161, such as `request` or `shipped`' }),
        label: z.string(),
        said: z.record(z.string(), z.unknown()),
        attempts: z.int(),
        error: z.string().optional().meta({ description: 'Why the last attempt failed, or why it was refused' }),
        at: time,
        settledAt: time.optional(),
        dueAt: time.optional().meta({ description: 'When it is tried next' }),
      }),
    ),
    mayAsk: z.boolean().meta({ description: 'The other system can be asked where the request stands' }),
  })
  .meta({ id: 'ExchangeThread', description: 'What our system and another library’s said, oldest first' })

export const Resend = z
  .strictObject({ note: z.string().trim().max(2000).optional().meta({ description: 'Instead of its note' }) })
  .default({})
  .meta({ id: 'ResendLastMessage' })

export const Replies = z
  .object({
    replies: z.array(
      z.object({
        id: z.int(),
        line: z.int(),
        lender: z.string(),
        from: z.object({ name: z.string(), address: z.string() }),
        knownSender: z.boolean().meta({ description: 'It came from the address the lender is written to at' }),
        answersLetter: z.boolean(),
        subject: z.string(),
        text: z.string(),
        arrivedAt: time,
        event: z.string().optional().meta({ description: 'The action of the line it seems to tell of' }),
        form: z.record(z.string(), z.unknown()).meta({ description: 'What the form of this action would hold' }),
        phrase: z.string().optional().meta({ description: 'The words it is known by' }),
        files: z.array(z.object({ fileId: z.int(), fileName: z.string(), mediaType: z.string(), size: z.int() })),
      }),
    ),
  })
  .meta({ id: 'LenderReplies', description: 'What lenders have written that nobody has settled, oldest first' })

export const ReplyParams = z.object({
  id: z.string().max(60),
  reply: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
})
export const ApplyReply = z
  .strictObject({
    action: z.string().max(80).meta({ description: 'What the lender can be taken to say: an action of the line' }),
    form: z.record(z.string(), z.unknown()).default({}),
    fileId: z.int().min(1).optional().meta({ description: 'The file that is the reader’s copy' }),
  })
  .meta({ id: 'ApplyReply' })
