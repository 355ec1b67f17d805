import { z } from 'zod'

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
const side = z.enum(['borrowing', 'lending']).meta({ description: 'Who we are: the library that pays, or is paid' })
const month = z.string().regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/)
const amount = z.string().meta({ description: 'A decimal such as `12.50`' })
const currency = z.string().meta({ description: 'ISO 4217, or empty' })
const scheme = z.enum(['ifm', 'laser'])

export const FeesQuery = z.strictObject({
  month: month.optional().meta({ description: 'YYYY-MM, by the clocks of the house; this month if not given' }),
  library: id.optional().meta({ description: 'The id of a lender' }),
  side: side.optional(),
  after: id.optional().meta({ description: '`next` of the page before' }),
  size: z.coerce.number().int().min(1).max(500).default(100),
})

const library = z.object({ id: z.int(), symbol: z.string(), name: z.string() })

const Entry = z
  .object({
    ...{ id: z.int(), at: z.iso.datetime(), side, kind: z.enum(['fee', 'reversal']), scheme, library },
    request: z.string().meta({ description: 'The number of our reader’s request, or of the other library’s' }),
    title: z.string(),
    debtor: z.string().meta({ description: 'The symbol of who pays; empty is our house, where it has none' }),
    creditor: z.string().meta({ description: 'The symbol of who is paid' }),
    amount: amount.nullable().meta({ description: 'Less than zero where it is taken back; null where nobody said' }),
    currency,
    ourFigure: amount.nullable().meta({ description: 'What our own figure was adjusted to, if it was' }),
  })
  .meta({ id: 'FeeEntry' })

const Sum = z
  .object({
    ...{ library, side, scheme, currency, amount },
    entries: z.int(),
    unsaid: z.int().meta({ description: 'How many of them are without an amount' }),
  })
  .meta({ id: 'FeeSum' })

const Total = z
  .object({
    currency,
    paid: amount,
    received: amount,
    balance: amount.meta({ description: 'What we are paid, less what we pay' }),
  })
  .meta({ id: 'FeeTotal' })

export const FeeStatement = z
  .object({
    month,
    entries: z.array(Entry),
    sums: z.array(Sum).meta({ description: 'Of the whole month, not of the page' }),
    totals: z.array(Total).meta({ description: 'By currency, of the whole month' }),
    next: z.int().optional().meta({ description: 'For `after`; absent at the end' }),
  })
  .meta({ id: 'FeeStatement' })
