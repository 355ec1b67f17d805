import { z } from 'zod'
import { openCallStates, stepNames } from '../../ill/index.ts'
import { whole } from './catalogue-schemas.ts'

const time = z.iso.datetime()
const day = z.iso.date()
const side = z.enum(['borrowing', 'lending']).meta({ description: 'For a reader of ours, or for another library' })
const acts = ['retry', 'by-hand', 'take-back'] as const

export const StepParams = z.object({ step: whole })

export const StepsQuery = z.strictObject({
  state: z
    .string()
    .max(100)
    .transform((all): string[] => all.split(','))
    .pipe(z.array(z.enum(openCallStates)))
    .optional()
    .meta({ description: `One or more, with commas: ${openCallStates.join(', ')}` }),
  side: side.optional(),
  after: whole.optional().meta({ description: '`next` of the page before' }),
  size: z.coerce.number().int().min(1).max(500).default(100),
})

export const CirculationStep = z
  .object({
    id: z.int(),
    step: z.enum(stepNames as [string, ...string[]]),
    label: z.string(),
    side,
    request: z
      .object({ id: z.int(), number: z.string(), title: z.string() })
      .meta({ description: 'Our reader’s, or the one of the other library' }),
    library: z.string().meta({ description: 'The library on the other side' }),
    part: z.int().meta({ description: 'From 1: of several volumes' }),
    item: z.string().meta({ description: 'Its number there; empty where it is not known' }),
    dueOn: day.optional().meta({ description: 'What was asked for, where the system has not said' }),
    state: z.enum([...openCallStates, 'done', 'skipped']).meta({
      description:
        '`waiting` to be asked, or for its next try; `failed`; `manual`: left to staff; `done`; `skipped`: not needed any more',
    }),
    late: z.boolean().meta({ description: 'It should have been done 30 minutes ago: the system may be down' }),
    attempts: z.int(),
    createdAt: time,
    triedAt: time.optional(),
    nextTryAt: time.optional(),
    settledAt: time.optional(),
    error: z.string().optional().meta({ description: 'What the last try failed of, or why it is not needed' }),
    byHand: z.string().meta({ description: 'What staff do in the system where it is done by hand' }),
    needsDueOn: z
      .boolean()
      .meta({ description: 'Done by hand it needs the date due that the system gave: Shipped follows it' }),
    settledBy: z.string().optional().meta({ description: 'Who did it by hand' }),
    note: z.string().optional().meta({ description: 'How they did it' }),
    answer: z
      .object({
        item: z.string().optional(),
        requestId: z.string().optional(),
        callNumber: z.string().optional(),
        dueOn: day.optional(),
      })
      .optional()
      .meta({ description: 'What the system answered, as far as it is of use' }),
    actions: z.array(z.enum(acts)).meta({ description: 'What may be done with it now' }),
  })
  .meta({ id: 'CirculationStep' })

export const CirculationSteps = z.object({ steps: z.array(CirculationStep) }).meta({ id: 'CirculationSteps' })

export const CirculationQueue = z
  .object({
    steps: z.array(CirculationStep),
    asked: z.boolean().meta({ description: 'Whether there is a system that is asked: else nothing of it can be done' }),
    next: z.int().optional().meta({ description: 'For `after`; absent at the end' }),
  })
  .meta({ id: 'CirculationQueue' })

export const ByHand = z
  .strictObject({
    item: z.string().trim().max(60).optional().meta({ description: 'Its number there, where it is another' }),
    dueOn: day.optional().meta({ description: 'The date due the system gave' }),
    note: z.string().trim().max(1000).default(''),
  })
  .default({ note: '' })
  .meta({ id: 'StepDoneByHand' })

export const PatronCheck = z
  .object({
    state: z.enum(['waiting', 'fine', 'invalid', 'unanswered', 'accepted']).meta({
      description:
        '`waiting` for the system’s answer; `fine`: may borrow; `invalid`: unknown, blocked or expired there; `unanswered`: it could not be asked, and is asked again; `accepted` by staff, whatever it says',
    }),
    reason: z.string().meta({ description: 'Why it is not fine' }),
    review: z.boolean().meta({ description: 'Somebody has to look at it: until then nothing happens by itself' }),
    askedAt: time.optional(),
    acceptedBy: z.string().optional(),
    asks: z.boolean().meta({ description: 'Whether there is a system that is asked' }),
  })
  .meta({ id: 'PatronCheck' })
