import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, startApp } from './app.ts'
import {
  addSampleLenders,
  addSampleLending,
  addSamplePeople,
  addSampleWork,
  fillCatalogue,
  type SamplePerson,
} from './demo/index.ts'
import { openDatabase } from './kit/db/index.ts'
import { type Environment, installed, type Log } from './kit/index.ts'
import { ServerFile } from './our-target.ts'
import { Problem } from './problems.ts'
import { TargetsFile } from './search/index.ts'
import { createZServer, openRecordFile } from './zserver/index.ts'

/**
 * The libraries of the demo, and how each of them differs: Northfield writes UTF-8, Eastbrook MARC-8, Lakeside UNIMARC.
 * `delay` is milliseconds an answer takes. Nothing is said of encodings: they are found out.
 */
const libraries = [
  { id: 'northfield', label: 'Northfield City Library', syntax: 'usmarc', delay: 40 },
  { id: 'eastbrook', label: 'Eastbrook University', syntax: 'usmarc', delay: 250 },
  { id: 'lakeside', label: 'Lakeside Consortium', syntax: 'unimarc', delay: 800 },
] as const

/** The port of tcpmux, a service of 1988 that nobody runs: connections to it are refused. */
const closedPort = 1
const down = { id: 'old-harbour', label: 'Old Harbour Archive' }

export interface Demo extends Pick<App, 'url' | 'served' | 'close'> {
  readonly libraries: readonly { readonly label: string; readonly address: string }[]
  /** To sign in as: told this once. */
  readonly people: readonly SamplePerson[]
}

/**
 * Starts the demo's libraries on free loopback ports, and the application that searches them. Its database is of its
 * own, in a temporary folder: whatever database is configured, a demo must not touch it.
 * @throws Problem environment-invalid where others could reach it: its passwords are on a screen
 */
export async function startDemo(environment: Environment, log: Log): Promise<Demo> {
  demandThisMachine(environment)
  const servers = await Promise.all(libraries.map((library) => serve(library, log)))
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}/Default`)
  const entries = libraries.map(({ id, label, syntax }, i) => ({
    id,
    label,
    host: '127.0.0.1',
    port: servers[i]!.port,
    syntax,
    order: i,
    // A newcomer tries quickly, and these libraries are our own.
    searchesPerMinute: 1000,
  }))
  const targets = TargetsFile.parse({
    allowNetworks: ['127.0.0.0/8'],
    targets: [...entries, { ...down, host: '127.0.0.1', port: closedPort, order: libraries.length }],
  })
  const closeServers = () => Promise.all(servers.map((server) => server.close()))
  // On the machine's own address alone, whatever the pages listen on, and on whatever port is free.
  const served = ServerFile.parse({ z3950: { enabled: true, port: 0 }, sru: { enabled: true } })
  const data = await mkdtemp(join(tmpdir(), 'farshelf-demo-'))
  try {
    const own = { ...environment, data, databaseUrl: undefined, databaseMigrationUrl: undefined, baseUrl: undefined }
    const database = await openDatabase({ dataFolder: data, temporary: true, log })
    const app = await startApp(own, targets, log, { database, served })
    await fillCatalogue(app.database)
    await addSampleLenders(app.database)
    const people = await addSamplePeople(app.database)
    await addSampleWork(app.database)
    await addSampleLending(app.database)
    return {
      url: app.url,
      served: app.served,
      people,
      libraries: [
        ...libraries.map(({ label }, i) => ({ label, address: addresses[i]! })),
        { label: down.label, address: 'is down' },
      ],
      async close() {
        await app.close()
        await closeServers()
      },
    }
  } catch (error) {
    await closeServers()
    await rm(data, { recursive: true, force: true })
    throw error
  }
}

/** @throws Problem environment-invalid where others could reach the demo */
export function demandThisMachine({ host }: Environment): void {
  if (!/^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host))
    throw new Problem('environment-invalid', {
      variable: 'FARSHELF_HOST',
      detail: 'a demo is for this machine alone: leave it out, or say 127.0.0.1',
    })
}

async function serve({ id, syntax, delay }: (typeof libraries)[number], log: Log) {
  const records = createReadStream(installed(`fixtures/library/${id}.mrc`))
  const flavour = syntax === 'unimarc' ? 'unimarc' : 'marc21'
  const database = await openRecordFile(records, { name: 'Default', flavour })
  const server = createZServer({ databases: [database], name: 'Farshelf demo', delay, log: log.child({ library: id }) })
  await server.listen(0)
  return server
}
