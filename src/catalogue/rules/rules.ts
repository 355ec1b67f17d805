import { z } from 'zod'
import { type FieldAction, fieldActions, tagPattern } from '../../bib/index.ts'

const Pattern = z.string().regex(tagPattern, 'must be a tag such as 245, with X for any character')
/** A library's code: an ISIL or a MARC organisation code. */
export const Agency = z.string().regex(/^[\w :/-]{1,40}$/, 'must be a code such as XX-Abc')

/** The settings of bib's `cleanUp`: what is dropped unless something else is said. */
export const cleanUpRules = ({ drop }: { readonly drop: readonly string[] }) => ({
  /** Our code among libraries: signs 040 (UNIMARC 801), and marks our fields by $5. */
  agency: Agency.optional(),
  /** ISO 3166, for UNIMARC 801. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters, such as GB')
    .optional(),
  drop: z
    .array(Pattern)
    .max(100)
    .default([...drop]),
  keep: z.array(Pattern).max(100).default([]),
  keepControlNumber: z.boolean().default(true),
})

/** The settings of bib's `mergeRecords`, with what holds where nothing is said: our local fields and numbers stay. */
const mergeRules = (fields: Readonly<Record<string, FieldAction>>, otherwise: FieldAction) =>
  z.strictObject({
    /** What becomes of the fields of a tag; the pattern with the fewest X decides. */
    fields: z.record(Pattern, z.enum(fieldActions)).default(fields),
    otherwise: z.enum(fieldActions).default(otherwise),
    /** Our fields that stay whatever `fields` says. */
    protect: z.array(Pattern).max(100).default(['001', '003', '09X', '59X', '69X', '9XX']),
  })

/** Numbers and links of both records are worth having, in MARC 21 and in UNIMARC. */
const numbers = { '010': 'add', '011': 'add', '020': 'add', '022': 'add', '024': 'add', '035': 'add' } as const
const contents = { '05X': 'add', '08X': 'add', '33X': 'add', '5XX': 'add', '6XX': 'add', '7XX': 'add' } as const

/** How another record replaces ours: theirs, but for local fields and numbers. */
export const OverlayRules = mergeRules({ ...numbers, '856': 'add' }, 'take')
/** How another record completes ours: ours, and what only theirs has of subjects, names, notes and links. */
export const CompletionRules = mergeRules({ ...numbers, ...contents, '856': 'add' }, 'keep')
