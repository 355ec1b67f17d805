import { z } from 'zod'
import { encodings, flavours } from '../standards/marc/index.ts'
import { type Attribute, fields } from '../standards/query/index.ts'
import { recordSyntaxOid } from '../standards/z3950/index.ts'
import type { TargetSettings } from '../zoom/index.ts'

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

const Entry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens, at most 64'),
  label: z.string().min(1).max(120),
  enabled: z.boolean().default(true),
  origin: z.string().optional(),
  protocol: z.literal('z3950', 'must be "z3950"').default('z3950'),
  host: z
    .string()
    .max(255)
    .regex(/^[^\s/@[\]]+$/, 'must be a host name or an address alone, without brackets, scheme or port'),
  port: z.int().min(1).max(65_535).default(210),
  databases: z.array(z.string().min(1)).min(1).max(20).default(['Default']),
  tls: Tls.default(false),
  authentication: Authentication.default({ type: 'none' }),
  syntax: z.enum(syntaxNames, `must be one of ${syntaxNames.join(', ')}`).default('usmarc'),
  /** `null` asks for none. */
  elementSet: z.string().min(1).nullable().default('F'),
  flavour: z.enum(flavours, `must be one of ${flavours.join(', ')}`).optional(),
  recordEncoding: z.enum(['auto', ...encodings], `must be one of auto, ${encodings.join(', ')}`).default('auto'),
  queryEncoding: z.enum(['utf-8', 'iso-8859-1', 'marc-8']).default('utf-8'),
  /** Replaces the default attributes of single fields. */
  attributes: z.partialRecord(z.enum(fields), attributes).default({}),
  /** Added to every term. */
  extraAttributes: attributes.default([]),
  piggyback: z.boolean().default(true),
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
})

/** One target as configured: what its client needs, what reading its records needs, and how pages show it. */
export type Target = ReturnType<typeof toTarget>

/** The whole of `targets.yaml`. Targets come out in the order pages show them. */
export const TargetsFile = z
  .strictObject({ targets: z.array(Entry).max(1000).nullable() })
  .superRefine(({ targets }, context) => {
    const seen = new Set<string>()
    targets?.forEach(({ id, firstRecords, mostRecords }, i) => {
      if (seen.has(id))
        context.addIssue({
          code: 'custom',
          path: ['targets', i, 'id'],
          message: `"${id}" is used by an earlier target`,
        })
      seen.add(id)
      if (firstRecords > mostRecords)
        context.addIssue({ code: 'custom', path: ['targets', i, 'firstRecords'], message: 'is more than mostRecords' })
    })
  })
  .transform(({ targets }) =>
    (targets ?? [])
      .filter(({ enabled }) => enabled)
      .map(toTarget)
      .sort((a, b) => a.order - b.order || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)),
  )

function toTarget(entry: z.output<typeof Entry>) {
  const { id, host, port, databases, authentication, queryEncoding, piggyback, presentChunk, deadlines, pool } = entry
  const client: TargetSettings = {
    id,
    host,
    port,
    databases,
    ...(entry.tls && { tls: entry.tls === true ? { rejectUnauthorized: true } : entry.tls }),
    authentication,
    syntax: recordSyntaxOid(entry.syntax)!,
    ...(entry.elementSet !== null && { elementSet: entry.elementSet }),
    queryEncoding,
    piggyback,
    presentChunk,
    deadlines,
    pool,
    searchesPerMinute: entry.searchesPerMinute,
  }
  return {
    id,
    label: entry.label,
    client,
    /** Undefined: as the syntax of each record says. */
    flavour: entry.flavour,
    syntax: entry.syntax,
    recordEncoding: entry.recordEncoding,
    attributes: entry.attributes,
    extraAttributes: entry.extraAttributes,
    firstRecords: entry.firstRecords,
    mostRecords: entry.mostRecords,
    audience: entry.audience,
    categories: entry.categories,
    order: entry.order,
    preselected: entry.preselected,
    link: entry.link,
  } as const
}

/** What may be said of a target that is named by its address; checked like an entry of the file. */
export type AdHocSettings = Partial<Pick<z.input<typeof Entry>, 'syntax' | 'recordEncoding'>>

/** A target named on a command line instead of in the file: `HOST:PORT/DB[+DB…]`, port 210 and `Default` if left out. */
export function adHocTarget(address: string, settings: AdHocSettings = {}): Target | undefined {
  const match = /^(\[[0-9A-Fa-f:.]+\]|[^:/\s]+)(?::(\d{1,5}))?(?:\/(\S+))?$/.exec(address)
  if (!match?.[1] || !/[.:/[\]]|^localhost$/.test(address)) return undefined
  const parsed = Entry.safeParse({
    id: 'ad-hoc',
    label: address,
    host: match[1].replace(/^\[|\]$/g, ''),
    ...(match[2] && { port: Number(match[2]) }),
    ...(match[3] && { databases: match[3].split('+') }),
    ...settings,
  })
  return parsed.success ? toTarget(parsed.data) : undefined
}
