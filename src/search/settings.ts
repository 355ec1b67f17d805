import { z } from 'zod'
import { AllowNetworks, type Reach, reachOf } from '../kit/http/index.ts'
import { defaultAttributes, fields } from '../standards/query/index.ts'
import { recordSyntaxOid } from '../standards/z3950/index.ts'
import type { SruSettings, Z3950Settings } from '../zoom/index.ts'
import { Entry, SruEntry, type TargetEntry, Z3950Entry } from './entries.ts'

/** One target as configured: what its client needs, what reading its records needs, and how pages show it. */
export type Target = ReturnType<typeof targetOf>

/** What `targets.yaml` says. */
export interface TargetsConfig {
  /** All that stand in it, as they stand there. */
  readonly entries: readonly TargetEntry[]
  /** Those that are enabled, in the order pages show them. */
  readonly targets: readonly Target[]
  /** The networks of the house where targets may be: those of the file, and whichever come from elsewhere. */
  readonly reach: Reach
}

/** Where targets may be: in the internet, and in these networks. */
export const targetReach = (allowNetworks: readonly string[]): Reach => reachOf(allowNetworks, 'targets.yaml')

/** The whole of `targets.yaml`. */
export const TargetsFile = z
  .strictObject({ allowNetworks: AllowNetworks, targets: z.array(Entry).max(1000).nullish() })
  .superRefine(({ targets }, context) => {
    const seen = new Set<string>()
    targets?.forEach(({ id }, i) => {
      if (seen.has(id))
        context.addIssue({
          code: 'custom',
          path: ['targets', i, 'id'],
          message: `"${id}" is used by an earlier target`,
        })
      seen.add(id)
    })
  })
  .transform(({ allowNetworks, targets }): TargetsConfig => {
    const reach = targetReach(allowNetworks)
    const entries = targets ?? []
    return { entries, targets: enabledTargets(entries, reach), reach }
  })

/** Those that are enabled, in the order pages show them. */
export const enabledTargets = (entries: readonly TargetEntry[], reach: Reach): readonly Target[] =>
  entries
    .filter(({ enabled }) => enabled)
    .map((entry) => targetOf(entry, reach))
    .sort((a, b) => a.order - b.order || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))

/** A target, from its entry. @param reach where it may be; undefined: anywhere */
export function targetOf(entry: TargetEntry, reach: Reach | undefined) {
  return {
    id: entry.id,
    label: entry.label,
    client: entry.protocol === 'sru' ? sruClient(entry) : z3950Client(entry),
    /** Undefined: as the syntax of each record says. */
    flavour: entry.flavour,
    /** What records are asked for in: a record syntax, or of SRU a schema. */
    syntax: entry.protocol === 'sru' ? (entry.schema ?? 'any') : entry.syntax,
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
    /** Where it may be; undefined: anywhere. */
    reach,
  } as const
}

const tlsOf = ({ tls }: TargetEntry) => tls && { tls: tls === true ? { rejectUnauthorized: true } : tls }

function z3950Client(entry: z.output<typeof Z3950Entry>): Z3950Settings {
  const { protocol, id, host, port, databases, authentication, queryEncoding, piggyback } = entry
  const { presentChunk, deadlines, pool, searchesPerMinute } = entry
  return {
    ...{ protocol, id, host, port, databases, authentication, queryEncoding, piggyback },
    ...{ presentChunk, deadlines, pool, searchesPerMinute },
    ...tlsOf(entry),
    syntax: recordSyntaxOid(entry.syntax)!,
    ...(entry.elementSet !== null && { elementSet: entry.elementSet }),
  }
}

function sruClient(entry: z.output<typeof SruEntry>): SruSettings {
  const { protocol, id, url, version, method, credentials } = entry
  const { presentChunk, deadlines, pool, searchesPerMinute } = entry
  return {
    ...{ protocol, id, url, version, method },
    ...{ presentChunk, deadlines, pool, searchesPerMinute },
    ...tlsOf(entry),
    ...(entry.schema !== null && { schema: entry.schema }),
    ...(credentials && { credentials }),
    indexes: new Map(
      fields.flatMap((field) => {
        const name = entry.indexes[field]
        const use = (entry.attributes[field] ?? defaultAttributes[field]).find(({ type }) => type === 1)?.value
        return name !== undefined && typeof use === 'number' ? [[use, name]] : []
      }),
    ),
  }
}

/** Where a target is, for people: what follows a question mark may hold a key, which is nobody's to read. */
export const addressOf = (client: Target['client']): string =>
  client.protocol === 'sru'
    ? client.url.replace(/\?.*/s, '?…')
    : `${client.host}:${client.port}/${client.databases.join('+')}${client.tls ? ' (TLS)' : ''}`

/** The database that is searched, as its server knows it. */
export const databaseOf = (client: Target['client']): string =>
  client.protocol === 'sru' ? new URL(client.url).pathname.replace(/^\/|\/$/g, '') : client.databases.join('+')

/** What may be said of a target that is named by its address; checked like an entry of the file. */
export type AdHocSettings = Partial<Pick<z.input<typeof Z3950Entry>, 'syntax' | 'recordEncoding'>>

/**
 * A target named on a command line instead of in the file: `HOST:PORT/DB[+DB…]`, port 210 and `Default` if left out; or
 * the http(s) address of a database that speaks SRU. It may be in any network: whoever types it could call it himself.
 */
export function adHocTarget(address: string, settings: AdHocSettings = {}): Target | undefined {
  if (/^https?:\/\//.test(address)) {
    const { recordEncoding } = settings
    const sru = SruEntry.safeParse({ id: 'ad-hoc', label: address, protocol: 'sru', url: address, recordEncoding })
    return sru.success ? targetOf(sru.data, undefined) : undefined
  }
  const match = /^(\[[0-9A-Fa-f:.]+\]|[^:/\s]+)(?::(\d{1,5}))?(?:\/(\S+))?$/.exec(address)
  if (!match?.[1] || !/[.:/[\]]|^localhost$/.test(address)) return undefined
  const parsed = Z3950Entry.safeParse({
    id: 'ad-hoc',
    label: address,
    host: match[1].replace(/^\[|\]$/g, ''),
    ...(match[2] && { port: Number(match[2]) }),
    ...(match[3] && { databases: match[3].split('+') }),
    ...settings,
  })
  return parsed.success ? targetOf(parsed.data, undefined) : undefined
}
