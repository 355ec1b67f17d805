import { z } from 'zod'
import { listLimits, lookupOutcomes, numberKinds } from '../../search/index.ts'
import { flavours } from '../../standards/marc/index.ts'
import { ourFormatNames } from '../marc-formats.ts'
import { IdempotencyKey } from './once.ts'

const moment = z.iso.datetime()

export const NumberListParams = z.object({ list: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
export const ResultsQuery = z.object({
  outcome: z.enum(lookupOutcomes).optional(),
  after: z.coerce.number().int().min(0).max(1_000_000).default(0).meta({ description: 'Only lines behind this one' }),
  size: z.coerce.number().int().min(1).max(500).default(100),
})
export const NumbersFileQuery = z.object({ format: z.enum(ourFormatNames).default('marc') })

export const NumberListHeaders = z.object({ 'idempotency-key': IdempotencyKey })
export const NewNumberList = z
  .strictObject({
    name: z.string().trim().max(200).default(''),
    numbers: z
      .array(z.string().max(200))
      .min(1)
      .max(listLimits.numbers)
      .meta({ description: 'ISBNs, ISSNs and LCCNs; the line of each in the results is its place, from 1' }),
    kind: z.enum(numberKinds).optional().meta({ description: 'What they are; found out from each by default' }),
    sources: z
      .array(z.string().min(1).max(64))
      .min(1)
      .max(200)
      .meta({ description: 'Ids of libraries that staff may ask, the preferred one first' }),
    fullOnly: z.boolean().default(false).meta({ description: 'Take full records only' }),
  })
  .meta({ id: 'NewNumberList' })

export const NumberList = z
  .object({
    id: z.int(),
    name: z.string(),
    sources: z.array(z.string()),
    fullOnly: z.boolean(),
    state: z.enum(['running', 'stopped', 'done', 'failed']),
    counts: z.object(
      Object.fromEntries(lookupOutcomes.map((outcome) => [outcome, z.int()])) as Record<
        (typeof lookupOutcomes)[number],
        z.ZodInt
      >,
    ),
    againAt: moment.optional().meta({ description: 'When what could not be asked everywhere is tried once more' }),
    lastError: z.string().optional(),
    createdAt: moment,
    changedAt: moment,
  })
  .meta({ id: 'NumberList' })
export const NumberLists = z.object({ lists: z.array(NumberList) }).meta({ id: 'NumberLists' })

export const NumbersLeftOut = z
  .object({
    leftOut: z.array(
      z.object({
        line: z.int(),
        number: z.string().meta({ description: 'As it is looked for' }),
        title: z.string(),
        flavour: z.enum(flavours),
        why: z.string(),
      }),
    ),
  })
  .meta({ id: 'NumbersLeftOut' })

export const NumberResults = z
  .object({
    results: z.array(
      z
        .object({
          line: z.int(),
          given: z.string().meta({ description: 'Shortened' }),
          kind: z.enum(numberKinds).optional(),
          number: z.string().optional().meta({ description: 'As it is looked for' }),
          outcome: z.enum(lookupOutcomes),
          source: z.string().optional().meta({ description: 'The library that gave the record' }),
          title: z.string().optional(),
          level: z.enum(['full', 'less-than-full', 'brief']).optional(),
          twinOf: z.int().optional().meta({ description: 'The line that asks for the same number' }),
          why: z.string().meta({ description: 'Why there is no record, or what is to be known of it; may be empty' }),
        })
        .meta({ id: 'NumberResult' }),
    ),
    after: z.int().optional().meta({ description: 'Leads to the next page; absent on the last' }),
  })
  .meta({ id: 'NumberResults' })
