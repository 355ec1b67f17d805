import { z } from 'zod'
import { fitsAny } from '../../bib/index.ts'
import { flavours } from '../../standards/marc/index.ts'
import { MatchPlace } from '../points/index.ts'
import { cleanUpRules, OverlayRules } from '../rules/index.ts'
import { itemColumnsOf, TableMapping } from './table/index.ts'

/** By what an incoming record is matched, in order: the first that finds something decides. */
const namedPoints = [
  'standard',
  'agencyNumber',
  'isbnTitle',
  'titleAuthorYear',
  'isbn',
  'issn',
  'lccn',
  'oclc',
  'controlNumber',
] as const
export type NamedPoint = (typeof namedPoints)[number]

/** One of these, or a place of the profile's own. */
const Point = z.union([z.enum(namedPoints), MatchPlace], {
  error: `must be one of ${namedPoints.join(', ')}, or a place: { place: 035$a, normalise: controlNumber }`,
})
export type MatchPoint = z.infer<typeof Point>

/** Where an item's facts stand: subfields of a field, repeated for each item; codes as they are, or by a table. */
const ItemMapping = z.strictObject({
  tag: z.string().regex(/^[0-9A-Za-z]{3}$/, 'must be a tag'),
  accessionNo: z.string().length(1),
  branch: z.string().length(1).optional(),
  location: z.string().length(1).optional(),
  collection: z.string().length(1).optional(),
  status: z.string().length(1).optional(),
  callNumber: z.string().length(1).optional(),
  publicNote: z.string().length(1).optional(),
  staffNote: z.string().length(1).optional(),
  /** What an item has whose field does not say. */
  defaults: z
    .strictObject({
      branch: z.string().optional(),
      location: z.string().optional(),
      collection: z.string().optional(),
      status: z.string().default('available'),
    })
    .default({ status: 'available' }),
  /** Their codes, and ours. */
  codes: z.record(z.string(), z.string()).default({}),
  /** Items of which records are taken; `replace`: of all, and what an item that is there says is replaced. */
  action: z.enum(['always', 'new', 'matches', 'replace', 'ignore']).default('always'),
  /** Whether the fields stay in the record. */
  keepFields: z.boolean().default(false),
})
export type ItemMapping = z.infer<typeof ItemMapping>

/** Why no record of such a file has anything at a place by the time it is matched. */
function whyLost({ place }: MatchPlace, { cleanUp, items }: Pick<ImportProfile, 'cleanUp' | 'items'>) {
  const tag = place.slice(0, 3)
  if (cleanUp && (tag === '001' || tag === '003'))
    return `cleanUp takes ${tag} out before records are matched: match by 035$a`
  if (cleanUp && fitsAny(tag, cleanUp.drop) && !fitsAny(tag, cleanUp.keep))
    return `cleanUp drops ${tag} before records are matched`
  if (items?.tag === tag && !items.keepFields) return `${tag} holds items, and is taken out before records are matched`
  return undefined
}

/** How files of one kind are loaded. */
export const ImportProfile = z
  .strictObject({
    label: z.string().min(1).optional(),
    flavour: z.enum(flavours).default('marc21'),
    /** Whether readers see new records at once. */
    state: z.enum(['active', 'suppressed']).default('active'),
    match: z.array(Point).max(20).default(['standard']),
    onMatch: z.enum(['replace', 'merge', 'keep', 'skip']).default('replace'),
    onSeveral: z.enum(['review', 'skip', 'first']).default('review'),
    onNone: z.enum(['create', 'skip']).default('create'),
    /** Leaves a record that says more than the incoming one. */
    refusePoorer: z.boolean().default(true),
    /** What becomes of records with characters that could not be decoded. */
    lossy: z.enum(['reject', 'accept']).default('reject'),
    merge: OverlayRules.prefault({}),
    /** What is done to every record first. */
    cleanUp: z.strictObject(cleanUpRules({ drop: [] })).optional(),
    items: ItemMapping.optional(),
    /** What the columns of a table hold: such a profile takes tables. */
    table: TableMapping.optional(),
  })
  .superRefine((profile, context) => {
    profile.match.forEach((point, at) => {
      const lost = typeof point === 'string' ? undefined : whyLost(point, profile)
      if (lost) context.addIssue({ code: 'custom', path: ['match', at, 'place'], message: lost })
    })
  })
  .superRefine(({ table, items }, context) => {
    const homeless = table && itemColumnsOf(table).find((column) => items?.[column] === undefined)
    if (homeless)
      context.addIssue({
        code: 'custom',
        path: ['items', homeless],
        message: `must name the subfield that holds an item's ${homeless}: a column has it`,
      })
  })
export type ImportProfile = z.infer<typeof ImportProfile>
