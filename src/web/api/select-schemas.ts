import { z } from 'zod'
import { matchReasons } from '../../catalogue/index.ts'
import { editorLimits, flavours } from '../../standards/marc/index.ts'
import { Brief, ProblemDetails } from './schemas.ts'

export const bibId = z.int().min(1).meta({ description: 'Record of our catalogue' })
const version = z.int().min(1).meta({ description: 'The version that was looked at' })
const Decision = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('create') }),
    z.strictObject({ kind: z.literal('existing'), bibId }),
    z.strictObject({ kind: z.literal('overlay'), bibId, version }),
    z.strictObject({ kind: z.literal('complete'), bibId, version }),
    z.strictObject({ kind: z.literal('restore'), bibId, version }),
  ])
  .meta({
    id: 'SelectDecision',
    description:
      'Create a new record, use ours, lay theirs over ours, add to ours only what it lacks, or bring back ours that was deleted.',
  })

export const linkedRequest = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .meta({ description: 'Request to link with the record, in the same transaction: its `number` or `id`' })

export const Select = z
  .strictObject({
    searchId: z.string().min(1).max(64),
    hit: z.int().min(1).meta({ description: 'Number of the hit' }),
    source: z.int().min(0).max(1000).default(0).meta({ description: 'Which of the hit’s sources, from 0' }),
    decision: Decision.optional(),
    confirmLossy: z
      .boolean()
      .optional()
      .meta({ description: 'Take the record although some of its characters could not be read' }),
    requestId: linkedRequest,
  })
  .meta({ id: 'Select' })

export const SelectHeaders = z.object({
  'idempotency-key': z
    .string()
    .max(255)
    .optional()
    .meta({ description: 'Taken and not needed: the same record is never added twice' }),
})

export const Selected = z
  .object({
    outcome: z.enum(['created', 'existing', 'overlaid', 'completed', 'restored']),
    bibId: z.int(),
    version: z.int(),
  })
  .meta({ id: 'Selected' })

const Difference = z
  .object({
    kind: z.enum(['removed', 'added', 'changed']),
    tag: z.string().meta({ description: '`LDR` is the leader' }),
    before: z.string().optional().meta({ description: 'The field as the MARC editor writes it' }),
    after: z.string().optional(),
  })
  .meta({ id: 'Difference' })

const Match = z
  .object({
    bibId: z.int(),
    version: z.int(),
    state: z.enum(['active', 'suppressed', 'deleted']),
    flavour: z.enum(flavours),
    reason: z.enum([...matchReasons, 'origin']).meta({ description: '`origin`: made from this record, deleted since' }),
    brief: Brief,
    poorer: z.boolean().meta({ description: 'Theirs says less than ours' }),
    changes: z
      .array(Difference)
      .optional()
      .meta({ description: 'What laying theirs over ours changes; absent where that cannot be done' }),
  })
  .meta({ id: 'SelectMatch' })

/** A problem with what is needed to decide. */
export const Undecided = ProblemDetails.extend({
  matches: z.array(Match),
  lossyFields: z.array(z.string()),
}).meta({ id: 'Undecided', description: 'Code `needs-decision` or `lossy-record`: send it again with a decision.' })

export const Check = z
  .strictObject({
    text: z.string().max(2 * editorLimits.characters),
    flavour: z.enum(flavours).default('marc21'),
  })
  .meta({ id: 'Check', description: 'A record as the MARC editor has it, a field a line' })

export const Checked = z
  .object({
    sound: z.boolean().meta({ description: 'It may be saved' }),
    summary: z.string(),
    findings: z.array(
      z.object({
        severity: z.enum(['error', 'warning']),
        line: z.int(),
        column: z.int().optional(),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Checked' })
