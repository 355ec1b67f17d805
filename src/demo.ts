import { createReadStream } from 'node:fs'
import { type App, startApp } from './app.ts'
import type { Environment, Log } from './kit/index.ts'
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

export interface Demo extends App {
  readonly libraries: readonly { readonly label: string; readonly address: string }[]
}

/** Starts the demo's libraries on free loopback ports, and the application that searches them. */
export async function startDemo(environment: Environment, log: Log): Promise<Demo> {
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
    targets: [...entries, { ...down, host: '127.0.0.1', port: closedPort, order: libraries.length }],
  })
  const closeServers = () => Promise.all(servers.map((server) => server.close()))
  try {
    const app = await startApp(environment, targets, log)
    return {
      url: app.url,
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
    throw error
  }
}

async function serve({ id, syntax, delay }: (typeof libraries)[number], log: Log) {
  const records = createReadStream(new URL(`../fixtures/library/${id}.mrc`, import.meta.url))
  const flavour = syntax === 'unimarc' ? 'unimarc' : 'marc21'
  const database = await openRecordFile(records, { name: 'Default', flavour })
  const server = createZServer({ databases: [database], name: 'Farshelf demo', delay, log: log.child({ library: id }) })
  await server.listen(0)
  return server
}
