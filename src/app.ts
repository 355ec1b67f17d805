import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { hasStaff, makeLink, storeBuiltInRoles } from './accounts/index.ts'
import { importHandlers, importProfiles, selectSettings } from './catalogue/index.ts'
import { circulationHandlers, circulationSettings, tendCirculation } from './circulation/index.ts'
import {
  beginFetching,
  createHousePatrons,
  createIll,
  fetchHandlers,
  followCalling,
  type Ill,
  illDefinitions,
  illSettings,
  librarySystemSettings,
  loginsWithoutAccount,
  overHttp,
  readPartnerHeader,
} from './ill/index.ts'
import { type Database, openDatabase } from './kit/db/index.ts'
import { reachOf } from './kit/http/index.ts'
import {
  type Clock,
  type Close,
  closeInTurn,
  closeTogether,
  type Environment,
  installed,
  installedSeal,
  type Log,
  systemClock,
} from './kit/index.ts'
import { createWorker } from './kit/jobs/index.ts'
import { createMailer } from './kit/mail/index.ts'
import { messageHandlers, messageSettings } from './messages/index.ts'
import { illAddresses, overTcp, startIso10161 } from './our-ill-system.ts'
import { messageDoorAddresses, startMessageDoor } from './our-message-door.ts'
import { type ServerSettings, servedAddresses, sruSettings, startZ3950 } from './our-target.ts'
import {
  createSearchService,
  followTargets,
  lastingBook,
  lastingMemory,
  lookupHandlers,
  type TargetsConfig,
  tendLookups,
  warnOfRefused,
} from './search/index.ts'
import { createWeb } from './web/index.ts'
import { followingHandlers, webhookHandlers, webhookSettings } from './webhooks/index.ts'
import { readPolicy } from './workflow/index.ts'

export { configuredServer } from './our-target.ts'

/** How long a page may wait for libraries, and requests in flight to finish once we were told to stop. Milliseconds. */
const deadline = 16_000
const grace = deadline + 2_000
/** A message that a mail server does not take now is tried after half a minute, then after longer and longer. */
const messageBackOff = 30_000
/** The same of a mailbox that cannot be opened. */
const mailboxBackOff = 60_000
/** The same of a webhook that does not answer well. */
const webhookBackOff = 10_000
/** The same of a library's system, beside what its messages wait for by themselves. */
const exchangeBackOff = 10_000
/** The same of a copy that is not where its lender says. */
const collectBackOff = 60_000
/** A client that has not sent what its request is by then is slow on purpose. */
const requestDeadline = 15_000

const { version } = JSON.parse(readFileSync(installed('package.json'), 'utf8')) as { version: string }

export interface App {
  /** Where people open it. */
  readonly url: string
  readonly database: Database
  /** Where other systems find the catalogue, in words; none unless that is switched on. */
  readonly served: readonly string[]
  /** How many targets are searched, at the start. */
  readonly searched: number
  /** Where systems of other libraries call, besides its pages, in words; none unless that is switched on. */
  readonly called: readonly string[]
  /** Makes the address at which the first administrator is created; undefined once there is somebody on the staff. */
  setupAddress(): Promise<string | undefined>
  /** Finishes what is in flight, then closes every connection and association, and the database last. */
  close(): Promise<void>
}

export interface AppOptions {
  readonly clock?: Clock
  /** How the catalogue is served to other systems: not at all by default. */
  readonly served?: ServerSettings
  /** Opened already, to be closed with the application: the one the environment names by default. */
  readonly database?: Database
  /** Interlibrary loan as it is here: as ill.yaml says by default. */
  readonly illSettings?: Ill['settings']
  /** What the names of its cookies end in, where others of us stand at the same host name. */
  readonly cookieMark?: string
}

/**
 * Opens the database, wires everything and listens.
 * @param targets those of the file; those that staff keep are searched beside them
 * @throws Problem of `openDatabase`; the system's error when the address can't be had
 */
export async function startApp(
  environment: Environment,
  targets: TargetsConfig,
  log: Log,
  { clock = systemClock, ...options }: AppOptions = {},
): Promise<App> {
  const database =
    options.database ??
    (await openDatabase({
      url: environment.databaseUrl,
      migrationUrl: environment.databaseMigrationUrl,
      dataFolder: environment.data,
      log,
    }))
  const opened: Opened = { doors: [], behind: [] }
  const close = () => closeInTurn([() => closeTogether(opened.doors), ...opened.behind, () => database.close()])
  try {
    return { ...(await startOn(database, opened, { environment, targets, log, clock, ...options })), close }
  } catch (error) {
    await close().catch((failure) => log.warn({ err: failure }, 'not all could be closed that was open'))
    throw error
  }
}

/** How to close what is open. */
interface Opened {
  /** Nobody comes in any more: all at once. */
  readonly doors: Close[]
  /** In this order, once the doors are closed. */
  readonly behind: Close[]
}

interface Start extends Pick<AppOptions, 'served' | 'illSettings' | 'cookieMark'> {
  readonly environment: Environment
  readonly targets: TargetsConfig
  readonly log: Log
  readonly clock: Clock
}

async function startOn(
  database: Database,
  { doors, behind }: Opened,
  { environment, targets, log, clock, served, illSettings: ownSettings, cookieMark }: Start,
): Promise<Omit<App, 'close'>> {
  await storeBuiltInRoles(database.db)
  const circulation = await circulationSettings(environment.config)
  await tendCirculation(database.db)
  await tendLookups(database.db)
  const { limits } = await messageSettings(environment.config)
  const policy = await readPolicy(environment.config, illDefinitions)
  const strangers = await loginsWithoutAccount(database.db, policy.logins)
  if (strangers.length > 0)
    log.warn(
      { logins: strangers },
      'workflow.yaml names people who have no account in use: what it says of them has no effect',
    )
  const webhooks = await webhookSettings(environment.config)
  const settings = ownSettings ?? (await illSettings(environment.config))
  const { allowNetworks, timeout } = settings.exchange
  const librarySystem = await librarySystemSettings(environment.config)
  const patrons = createHousePatrons(librarySystem, { clock, log: log.child({ door: 'library-system' }) })
  const ill: Ill = createIll({
    followed: true,
    ...{ clock, circulation, settings, librarySystem, patrons },
    carriers: {
      iso18626: overHttp({
        reach: reachOf(allowNetworks, 'ill.yaml'),
        timeout: timeout * 1000,
        header: ({ id }) => readPartnerHeader(database.db, id),
        tls: followCalling(settings.exchange.calling, log.child({ door: 'iso18626' })),
      }),
      iso10161: overTcp({ settings, clock, log }, database, () => ill),
    },
    policy,
    library: environment.mail?.from.name,
    limits,
    ...(environment.baseUrl !== undefined && {
      requestsLink: `${environment.baseUrl}/account/requests`,
      staffLink: `${environment.baseUrl}/requests`,
      answersLink: `${environment.baseUrl}/answer`,
      copiesLink: `${environment.baseUrl}/copy`,
    }),
  })
  await ill.begin(database.db)
  const memory = await lastingMemory(database.db, clock, log)
  const book = await lastingBook(database.db, clock, log)
  const search = createSearchService({ targets: targets.targets, clock, log, memory, book })
  behind.push(() => search.close())
  const seal = installedSeal(environment)
  const targetList = await followTargets({ db: database.db, config: targets, seal, service: search, log })
  behind.push(() => targetList.close())
  const looking = new AbortController()
  behind.push(() => looking.abort())
  void warnOfRefused(targets.targets, log, looking.signal)
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const web = createWeb({
    search,
    targets: targetList,
    database,
    baseUrl: environment.baseUrl,
    trustProxy: environment.proxies,
    importProfiles: await importProfiles(environment.config),
    select: await selectSettings(environment.config),
    ill,
    circulation,
    webhooks,
    mail: environment.mail,
    clock,
    log,
    metrics,
    metricsFrom: environment.metricsFrom,
    version,
    deadline,
    cookieMark,
    ready: () => database.alive(),
    sru: served && sruSettings(served),
  })
  doors.push(() => web.close())
  const z3950 = served && (await startZ3950(database.db, served, version, log))
  doors.push(() => z3950?.close())
  const illDoor = await startIso10161(database, ill, { settings, clock, log })
  doors.push(() => illDoor?.close())
  const messageDoor = await startMessageDoor(web.messages, settings, log.child({ door: 'iso18626' }))
  doors.push(() => messageDoor && closeServer(messageDoor))
  const server = web.app.listen(environment.port, environment.host)
  server.headersTimeout = requestDeadline
  // Files take longer: the door itself sees to it that requests come on.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  doors.push(() => closeServer(server))
  const handlers = {
    ...importHandlers(database),
    ...circulationHandlers({ database, settings: circulation, clock, library: environment.mail?.from.name, limits }),
    ...ill.handlers(database),
    ...followingHandlers({ database, engine: ill.engine }),
  }
  const workers: Close[] = []
  behind.push(() => closeTogether(workers))
  behind.push(() => patrons?.close())
  const worker = createWorker({ database, handlers, clock, log })
  workers.push(() => worker.close())
  const { mail } = environment
  const mailer = mail && createMailer(mail.server, mail.from)
  // A worker of its own: a mail server that thinks long keeps no file from being loaded.
  const postman = createWorker({
    database,
    handlers: messageHandlers({
      database,
      mailer,
      clock,
      returns: mail?.returns,
      replies: mail?.replies,
      fillIn: ill.fillIn,
    }),
    concurrency: 2,
    backOff: messageBackOff,
    clock,
    log,
  })
  workers.push(() => postman.close())
  const { inbox } = environment
  if (inbox) {
    await beginFetching(database.db)
    const means = {
      database,
      engine: ill.engine,
      settings: ill.settings,
      clock,
      tellCopy: ill.tellCopy,
      note: ill.noteNotUnderstood,
    }
    // A mailbox that is slow to open holds up nothing else.
    const fetcher = createWorker({
      database,
      handlers: fetchHandlers({ ...means, ...inbox, replies: mail?.replies, returns: mail?.returns }),
      backOff: mailboxBackOff,
      clock,
      log,
    })
    workers.push(() => fetcher.close())
  }
  // And one more: receivers that think long keep no letter from being sent.
  const herald = createWorker({
    database,
    handlers: webhookHandlers({ database, engine: ill.engine, settings: webhooks, clock }),
    backOff: webhookBackOff,
    clock,
    log,
  })
  workers.push(() => herald.close())
  // Systems of other libraries may think long, too, and each keeps one place while it does.
  const courier = createWorker({
    database,
    handlers: ill.sending(database),
    concurrency: 8,
    backOff: exchangeBackOff,
    clock,
    log,
  })
  workers.push(() => courier.close())
  // A file that comes slowly keeps no message waiting.
  const collector = createWorker({
    database,
    handlers: ill.fetching(database),
    concurrency: 2,
    backOff: collectBackOff,
    clock,
    log,
  })
  workers.push(() => collector.close())
  if (ill.librarySystem) {
    // One that does not answer keeps no message to another library from being sent.
    const clerk = createWorker({
      database,
      handlers: ill.librarySystem.handlers(database),
      backOff: exchangeBackOff,
      clock,
      log,
    })
    workers.push(() => clerk.close())
  }
  // Lists of numbers wait for libraries most of the time: they keep nothing else waiting.
  const seeker = createWorker({
    database,
    handlers: lookupHandlers({ database, service: search, clock }),
    ...{ clock, log },
  })
  workers.push(() => seeker.close())
  const { port } = server.address() as AddressInfo
  const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host

  const url = `${environment.baseUrl ?? `http://${host}:${port}`}/`
  return {
    url,
    database,
    served: served ? servedAddresses(served, url, z3950?.port) : [],
    called: [...messageDoorAddresses(settings, messageDoor), ...illAddresses(settings, illDoor)],
    searched: search.metrics().targets.length,
    async setupAddress() {
      if (await hasStaff(database.db)) return undefined
      return `${url}link/${await database.tx((tx) => makeLink(tx, 'setup', undefined, clock.now()))}`
    },
  }
}

/** Lets requests in flight finish, for a while. */
async function closeServer(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const impatience = setTimeout(() => server.closeAllConnections(), grace)
  await ended
  clearTimeout(impatience)
}
