import { z } from 'zod'
import { encodings, flavours } from '../standards/marc/index.ts'
import { type Attribute, fields } from '../standards/query/index.ts'

/** Record syntaxes a target may be asked for, by the names administrators know: those that hold MARC records. */
export const syntaxNames = [
  'usmarc',
  'marc21',
  'unimarc',
  'intermarc',
  'ukmarc',
  'normarc',
  'danmarc',
  'finmarc',
  'ibermarc',
  'rusmarc',
  'opac',
  'xml',
] as const

/** Bib-1 attributes written as administrators write them: `1=4 4=6`. */
const attributes = z
  .string()
  .regex(/^\s*(?:\d+=\S+(?:\s+|$))*$/, 'attributes are written like "1=4 4=6"')
  .transform((text): readonly Attribute[] =>
    text
      .split(/\s+/)
      .filter(Boolean)
      .map((pair) => {
        const [type, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
        return { type: Number(type), value: /^\d+$/.test(value) ? Number(value) : value }
      }),
  )

const milliseconds = (fallback: number) => z.int().min(10).max(600_000).default(fallback)

const Authentication = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('anonymous') }),
  z.strictObject({ type: z.literal('open'), value: z.string() }),
  z.strictObject({
    type: z.literal('idPass'),
    group: z.string().optional(),
    user: z.string().optional(),
    password: z.string().optional(),
  }),
])

const Tls = z.union([
  z.boolean(),
  z.strictObject({ rejectUnauthorized: z.boolean().default(true), serverName: z.string().optional() }),
])

/** Where a record is in its owner's own catalogue: an http(s) address with `{001}` or `{020a}`-like tokens. */
const LinkPattern = z
  .string()
  .regex(/^https?:\/\/[^\s{}]+\//, 'must begin with http:// or https:// and a host, before the first {token}')
  .regex(/^(?:[^{}]|\{[0-9]{3}[a-z0-9]?\})*$/, 'tokens are written like {001} or {020a}')

/** What targets of every protocol have. */
const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens, at most 64'),
  label: z.string().min(1).max(120),
  enabled: z.boolean().default(true),
  origin: z.string().optional(),
  tls: Tls.default(false),
  flavour: z.enum(flavours, `must be one of ${flavours.join(', ')}`).optional(),
  recordEncoding: z.enum(['auto', ...encodings], `must be one of auto, ${encodings.join(', ')}`).default('auto'),
  /** Replaces the default attributes of single fields. */
  attributes: z.partialRecord(z.enum(fields), attributes).default({}),
  /** Added to every term. */
  extraAttributes: attributes.default([]),
  presentChunk: z.int().min(1).max(100).default(10),
  /** Records fetched at first, and at most. */
  firstRecords: z.int().min(1).max(10_000).default(50),
  mostRecords: z.int().min(1).max(10_000).default(500),
  deadlines: z
    .strictObject({
      connect: milliseconds(3_000),
      init: milliseconds(5_000),
      search: milliseconds(10_000),
      present: milliseconds(10_000),
      total: milliseconds(15_000),
    })
    .prefault({}),
  pool: z
    .strictObject({
      associations: z.int().min(1).max(16).default(4),
      idle: milliseconds(60_000),
      queue: milliseconds(2_000),
    })
    .prefault({}),
  searchesPerMinute: z.int().min(1).max(10_000).default(30),
  audience: z.array(z.enum(['opac', 'enquiry'])).default(['opac', 'enquiry']),
  categories: z.array(z.string().min(1)).min(1).default(['General']),
  order: z.int().default(0),
  preselected: z.boolean().default(false),
  link: LinkPattern.optional(),
}

export const Z3950Entry = z.strictObject({
  ...common,
  protocol: z.literal('z3950').default('z3950'),
  host: z
    .string()
    .max(255)
    .regex(/^[^\s/@[\]]+$/, 'must be a host name or an address alone, without brackets, scheme or port'),
  port: z.int().min(1).max(65_535).default(210),
  databases: z.array(z.string().min(1)).min(1).max(20).default(['Default']),
  authentication: Authentication.default({ type: 'none' }),
  syntax: z.enum(syntaxNames, `must be one of ${syntaxNames.join(', ')}`).default('usmarc'),
  /** `null` asks for none. */
  elementSet: z.string().min(1).nullable().default('F'),
  queryEncoding: z.enum(['utf-8', 'iso-8859-1', 'marc-8']).default('utf-8'),
  piggyback: z.boolean().default(true),
})

export const SruEntry = z.strictObject({
  ...common,
  protocol: z.literal('sru'),
  url: z
    .url({ protocol: /^https?$/, error: 'must be the http or https address of the database, without a query' })
    .max(500)
    .refine(
      (url) => !/[@#]/.test(url),
      'must not hold a user or a fragment: give user and password under "credentials"',
    ),
  version: z.enum(['1.1', '1.2', '2.0'], 'must be "1.1", "1.2" or "2.0", in quotes').default('1.2'),
  method: z.enum(['get', 'post']).default('get'),
  /** `null` leaves it to the server. */
  schema: z.string().min(1).max(200).nullable().default('marcxml'),
  credentials: z.strictObject({ user: z.string().min(1), password: z.string() }).optional(),
  /** What the server calls the index of a field, where it is not the usual name. */
  indexes: z
    .partialRecord(z.enum(fields), z.string().regex(/^[\w.-]{1,100}$/, 'is the name of an index, like dc.title'))
    .default({}),
})

/** One target, as a file has it; of Z39.50 where it names no protocol. */
export const Entry = z
  .preprocess(
    (entry) =>
      typeof entry === 'object' && entry !== null && !('protocol' in entry) ? { ...entry, protocol: 'z3950' } : entry,
    z.discriminatedUnion('protocol', [Z3950Entry, SruEntry], 'must be "z3950" or "sru"'),
  )
  .superRefine(({ firstRecords, mostRecords }, context) => {
    if (firstRecords > mostRecords)
      context.addIssue({ code: 'custom', path: ['firstRecords'], message: 'is more than mostRecords' })
  })
export type TargetEntry = z.output<typeof Entry>

/** What a target's entry may say, as it is written: what is left out is as by default. */
export type WrittenEntry = z.input<typeof Z3950Entry> | z.input<typeof SruEntry>
