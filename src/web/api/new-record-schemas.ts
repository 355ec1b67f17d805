import { z } from 'zod'
import { formats, languageName } from '../../bib/index.ts'
import { matchReasons } from '../../catalogue/index.ts'
import { judgeNumbers } from '../new-record.ts'
import { Brief, ProblemDetails } from './schemas.ts'
import { bibId, linkedRequest } from './select-schemas.ts'

const line = z.string().trim().max(1000)
const several = (description: string) => z.array(line.min(1)).max(50).default([]).meta({ description })

/** What is known of a title before it is in hand. */
export const NewRecord = z
  .strictObject({
    title: line.min(1).meta({ description: 'With the subtitle behind a colon: `Solaris : a novel`' }),
    author: line.default('').meta({ description: '`Lem, Stanisław` or `Stanisław Lem`' }),
    authorKind: z.enum(['person', 'body']).default('person').meta({ description: '`body`: an organisation' }),
    edition: line.default(''),
    place: line.default('').meta({ description: 'Of publication' }),
    publisher: line.default(''),
    year: z
      .string()
      .regex(/^\d{4}$/, 'must be four digits')
      .optional(),
    isbns: several('Of every binding: `9780306406157 (pbk.)`'),
    issns: several('ISSNs'),
    format: z.enum(formats).default('book'),
    language: z
      .string()
      .refine((code) => languageName(code) !== undefined, 'must be a code of ISO 639-2/B, such as eng')
      .optional()
      .meta({ description: 'ISO 639-2/B, such as `eng`' }),
    notes: several('A note each'),
    subjects: several('In your own words'),
    decision: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('create') }),
        z.strictObject({ kind: z.literal('existing'), bibId }),
      ])
      .optional()
      .meta({
        description:
          'Where we may have it: create another record all the same, or use ours. Left out, we say what we have',
      }),
    requestId: linkedRequest,
  })
  .superRefine(judgeNumbers)
  .meta({ id: 'NewRecord', description: 'The short form of a record that is not catalogued yet' })

/** A problem with the records that may be the one. */
export const Twins = ProblemDetails.extend({
  matches: z.array(
    z.object({
      bibId: z.int(),
      version: z.int(),
      state: z.enum(['active', 'suppressed', 'deleted']),
      reason: z.enum(matchReasons),
      brief: Brief,
    }),
  ),
}).meta({ id: 'NewRecordTwins', description: 'Code `needs-decision`: send it again with a decision' })
