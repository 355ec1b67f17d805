import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, startApp } from './app.ts'
import {
  acquaintAll,
  addSamplePeople,
  dealt,
  fillCatalogue,
  type NetworkLibrary,
  networkIllSettings,
  networkLibraries,
  northfieldRecords,
  onlyThere,
  type SamplePerson,
} from './demo/index.ts'
import { demandThisMachine } from './demo.ts'
import { type Database, openDatabase } from './kit/db/index.ts'
import { type Close, closeInTurn, closeTogether, type Environment, type Log } from './kit/index.ts'
import { ServerFile } from './our-target.ts'
import { TargetsFile } from './search/index.ts'
import { CatalogueDatabase, createZServer } from './zserver/index.ts'

/** A library of the network, as it is shown to whoever started it. */
export interface OpenLibrary extends NetworkLibrary {
  readonly url: string
  /** Where the others search it: `host:port/database`, over Z39.50. */
  readonly target: string
  /** To sign in as: told this once. */
  readonly people: readonly SamplePerson[]
  /** A book on its shelf that no other library has. */
  readonly own: string | undefined
}

export interface Network extends Pick<App, 'close'> {
  readonly libraries: readonly OpenLibrary[]
}

/** Each has a dozen connections of its own. */
const settings = { max_connections: '250' }

/**
 * Starts some whole libraries in this process: each with its own database in one PostgreSQL, its own port, catalogue,
 * people and Z39.50 door. They search each other, and each has the others in its directory as lenders over ISO 18626.
 * The first is at the environment's port, the others at those that follow; at any free ones where that is 0.
 * @throws Problem environment-invalid where others could reach it: its passwords are on a screen
 */
export async function startNetwork(environment: Environment, log: Log, size: number): Promise<Network> {
  demandThisMachine(environment)
  const dataFolder = await mkdtemp(join(tmpdir(), 'farshelf-demo-'))
  const opened: Record<'doors' | 'houses', Close[]> = { doors: [], houses: [] }
  const close = () =>
    // Whoever started PostgreSQL is the last to leave it.
    closeInTurn([
      () => closeTogether(opened.doors),
      () => closeTogether(opened.houses.slice(1)),
      ...opened.houses.slice(0, 1),
    ])
  try {
    return { libraries: await open(), close }
  } catch (error) {
    await close().catch((failure) => log.warn({ err: failure }, 'not all could be closed that was open'))
    await rm(dataFolder, { recursive: true, force: true })
    throw error
  }

  async function open(): Promise<OpenLibrary[]> {
    const libraries = networkLibraries(size)
    const records = dealt(await northfieldRecords(), libraries)
    const [first, ...others] = libraries
    const databases = [await openHouse(first!), ...(await Promise.all(others.map(openHouse)))]
    const targets = await Promise.all(libraries.map((library, n) => openDoor(library, databases[n]!)))
    const apps = await allOf(libraries.map((library, n) => start(library, n, databases[n]!, targets)))
    const people = await Promise.all(
      libraries.map(async ({ accounts }, n) => {
        await fillCatalogue(databases[n]!, records[n])
        return await addSamplePeople(databases[n]!, accounts)
      }),
    )
    await acquaintAll(
      libraries.map((library, n) => ({
        ...library,
        database: databases[n]!,
        endpoint: new URL('iso18626', apps[n]!.url).href,
      })),
    )
    return await Promise.all(
      libraries.map(async (library, n) => ({
        ...library,
        url: apps[n]!.url,
        target: `${targets[n]!.host}:${targets[n]!.port}/Default`,
        people: people[n]!,
        own: await onlyThere(databases[n]!, records.toSpliced(n, 1)),
      })),
    )
  }

  async function openHouse({ id }: NetworkLibrary): Promise<Database> {
    const database = await openDatabase({ dataFolder, temporary: true, name: `farshelf_${id}`, settings, log })
    opened.houses.push(() => database.close())
    return database
  }

  /** What the others search it by. */
  async function openDoor({ id, name }: NetworkLibrary, { db }: Database) {
    const databases = [new CatalogueDatabase(db, { name: 'Default' })]
    const server = createZServer({ databases, name, log: log.child({ library: id, door: 'z3950' }) })
    await server.listen(0)
    opened.doors.push(() => server.close())
    return { id, label: name, host: '127.0.0.1', port: server.port, syntax: 'usmarc', searchesPerMinute: 1000 }
  }

  async function start(
    library: NetworkLibrary,
    n: number,
    database: Database,
    targets: readonly { readonly id: string }[],
  ): Promise<App> {
    const others = networkLibraries(size).filter(({ id }) => id !== library.id)
    const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host
    const port = environment.port === 0 ? 0 : environment.port + n
    const app = await startApp(
      {
        ...environment,
        port,
        // Where it is known beforehand: the others fetch copies by it.
        baseUrl: port === 0 ? undefined : `http://${host}:${port}`,
        ...{ mail: undefined, inbox: undefined },
      },
      TargetsFile.parse({
        allowNetworks: ['127.0.0.0/8'],
        targets: targets.filter(({ id }) => id !== library.id),
      }),
      log.child({ library: library.id }),
      {
        database,
        illSettings: networkIllSettings(library, others),
        served: ServerFile.parse({ sru: { enabled: true } }),
        cookieMark: `-${library.id}`,
      },
    )
    // It closes its database, too.
    opened.houses[n] = () => app.close()
    return app
  }
}

/** What all of them come to, or the first failure once none is under way any more: what has opened can be closed then. */
async function allOf<T>(attempts: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(attempts)
  return await Promise.all(attempts)
}
