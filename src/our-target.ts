import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Db } from './kit/db/index.ts'
import { type Environment, type Log, readConfig } from './kit/index.ts'
import { Problem } from './problems.ts'
import { defaultSru, type SruSettings } from './web/index.ts'
import { CatalogueDatabase, createZServer, type ZServer } from './zserver/index.ts'

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be letters, digits, hyphens, at most 64')
const text = z.string().min(1).max(255)

/** A section of which all lines are comments is an empty one. */
function orEmpty<S extends z.ZodType>(section: S) {
  return z.preprocess((given) => given ?? {}, section)
}

const Credentials = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), value: text }),
  z.strictObject({
    type: z.literal('idPass'),
    user: text.optional(),
    group: text.optional(),
    password: text.optional(),
  }),
])

const Z3950 = z.strictObject({
  enabled: z.boolean().default(false),
  host: text.default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(9999),
  database: name.default('Default'),
  /** Who may come in; everybody, if none are given. */
  credentials: z.array(Credentials).min(1).max(100).optional(),
  connections: z.int().min(1).max(10_000).default(100),
  connectionsPerAddress: z.int().min(1).max(10_000).default(10),
  searchesPerMinute: z.int().min(1).max(1_000_000).default(120),
})

const Sru = z.strictObject({
  enabled: z.boolean().default(false),
  database: name.default(defaultSru.database),
  title: text.default(defaultSru.title),
  maximumRecords: z.int().min(1).max(1000).default(defaultSru.mostRecords),
  requestsPerMinute: z.int().min(1).max(1_000_000).default(defaultSru.requestsPerMinute),
})

/** How the catalogue is served to other systems: `server.yaml`. Everything is off unless it is switched on. */
export const ServerFile = orEmpty(z.strictObject({ z3950: orEmpty(Z3950), sru: orEmpty(Sru) }))
export type ServerSettings = z.output<typeof ServerFile>

const fileName = 'server.yaml'

/** The settings of the configuration folder; what holds without any when there are none. @throws Problem config-invalid */
export async function configuredServer({ config }: Environment): Promise<ServerSettings> {
  const file = join(config, fileName)
  return existsSync(file) ? await readConfig(file, ServerFile) : ServerFile.parse({})
}

/** How the web door serves the catalogue over SRU; undefined when it is off. */
export function sruSettings({ sru }: ServerSettings): SruSettings | undefined {
  if (!sru.enabled) return undefined
  const { database, title, maximumRecords: mostRecords, requestsPerMinute } = sru
  return { ...defaultSru, database, title, mostRecords, requestsPerMinute }
}

/** The Z39.50 server of the catalogue, listening; undefined when it is off. @throws Problem z3950-cannot-listen */
export async function startZ3950(
  db: Db,
  { z3950 }: ServerSettings,
  version: string,
  log: Log,
): Promise<ZServer | undefined> {
  if (!z3950.enabled) return undefined
  const { host, port, database, credentials, connections, connectionsPerAddress, searchesPerMinute } = z3950
  const server = createZServer({
    databases: [new CatalogueDatabase(db, { name: database })],
    name: 'Farshelf',
    version,
    ...(credentials && { credentials }),
    limits: { connections, connectionsPerAddress, searchesPerMinute, resultSets: 10, recordsPerPresent: 100 },
    log: log.child({ door: 'z3950' }),
  })
  await server.listen(port, host).catch((cause: Error) => {
    throw new Problem('z3950-cannot-listen', { host, port, file: fileName, detail: cause.message }, { cause })
  })
  return server
}

/** Where the catalogue is found, a line for each protocol that is on. `url` is the web door's, with a slash at its end. */
export function servedAddresses({ z3950, sru }: ServerSettings, url: string, z3950Port = z3950.port): string[] {
  const host = z3950.host.includes(':') ? `[${z3950.host}]` : z3950.host
  return [
    ...(z3950.enabled ? [`Z39.50: ${host}:${z3950Port}/${z3950.database}`] : []),
    ...(sru.enabled ? [`SRU: ${url}sru/${sru.database}`] : []),
  ]
}
