import type { ChildProcess } from 'node:child_process'
import { chmod, rm } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from '../../../problems.ts'
import type { Log } from '../../log.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { type Guard, guard } from './guard.ts'
import { initialize, type Logins } from './initialize.ts'
import { type Place, preparePlace } from './place.ts'
import { lives, readPostmaster } from './postmaster.ts'
import { clearRemains, isTaken, start, stop } from './start.ts'

export interface EmbeddedOptions {
  readonly dataFolder: string
  readonly log: Log
  /** More settings of PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>
  /** The folder is removed when the server stops, and both go when this process is killed. */
  readonly temporary?: boolean
}

/** A server all processes on this data folder share. */
export interface EmbeddedServer {
  readonly host: string
  readonly port: number
  readonly logins: Logins
  /** Its own process, for tests. */
  readonly pid: () => Promise<number | undefined>
  /** Leaves the server; the last one to leave stops it. */
  close(): Promise<void>
}

/** Everybody who uses the server holds this lock shared; who gets it alone is the last. */
const presenceLock = '5099012260412334'
const patience = 10_000

/**
 * Joins the server on this data folder, starting one where none runs. Which of several processes started it does not
 * matter: each holds a connection with a shared advisory lock, and whoever leaves last stops the server. A process
 * that was killed lets go of its lock with its connection, so a server it left behind is simply joined by the next.
 * A server that dies while it is in use is started again.
 * @throws Problem embedded-unsupported, embedded-version, embedded-failed, data-folder-unusable
 */
export async function joinServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataFolder, log } = options
  // A temporary folder is made for its maker alone; the server's user has to pass through it.
  if (options.temporary) await chmod(dataFolder, 0o711)
  const place = await preparePlace(dataFolder, log)
  const binaries = await findBinaries(place.identity, place.home, log)
  const logins = await initialize(place, binaries)
  const server = new Presence(place, binaries, logins, options)
  await server.join()
  return server
}

class Presence implements EmbeddedServer {
  readonly logins: Logins
  readonly #place: Place
  readonly #binaries: Binaries
  readonly #options: EmbeddedOptions
  readonly #log: Log
  #guard: Guard | undefined
  #client: pg.Client | undefined
  #joining: Promise<void> | undefined
  readonly #closing = new AbortController()
  host = ''
  port = 0

  constructor(place: Place, binaries: Binaries, logins: Logins, options: EmbeddedOptions) {
    this.#place = place
    this.#binaries = binaries
    this.logins = logins
    this.#options = options
    this.#log = options.log
  }

  pid = async () => (await readPostmaster(this.#place.cluster))?.pid

  /** Goes on until there is a server that wants us, or a reason why there will be none. */
  async join(): Promise<void> {
    for (let tries = Date.now(); ; await wait(20)) {
      if (await this.#enter()) return
      const postmaster = await readPostmaster(this.#place.cluster)
      const alive = postmaster !== undefined && lives(postmaster.pid)
      // Recovery after a crash takes as long as it takes.
      if (alive && postmaster.status === 'starting') tries = Date.now()
      const late = Date.now() - tries > patience
      if (alive && !late) continue
      if (alive)
        throw new Problem('embedded-failed', {
          detail: `process ${postmaster.pid} does not answer`,
          log: this.#place.log,
        })
      const started = await start(this.#place, this.#binaries, this.logins, this.#options.settings)
      if ('child' in started) this.#started(started.child)
      else if (late || !isTaken(started.said))
        throw new Problem('embedded-failed', { detail: started.said, log: this.#place.log })
      // Its lock file names a process that is no server any more: give a real one time to show before tidying up.
      else if (postmaster && Date.now() - tries > 2000) await clearRemains(this.#place, postmaster)
    }
  }

  #started(child: ChildProcess): void {
    this.#guard?.dismiss()
    if (this.#options.temporary) this.#guard = guard(child.pid!, [this.#place.home, this.#options.dataFolder])
  }

  /** Connects to the server that runs and says that we are here; false when it does not want to, or is about to end. */
  async #enter(): Promise<boolean> {
    const postmaster = await readPostmaster(this.#place.cluster)
    if (postmaster?.status !== 'ready' || !lives(postmaster.pid)) return false
    const host = postmaster.sockets || '127.0.0.1'
    const client = new pg.Client({
      host,
      port: postmaster.port,
      user: 'postgres',
      password: this.logins.superuser,
      database: 'postgres',
      application_name: 'farshelf presence',
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query(`select pg_try_advisory_lock_shared(${presenceLock}) as entered`)
      if (rows[0]?.entered) {
        this.#client = client
        this.host = host
        this.port = postmaster.port
        client.once('end', () => this.#lost())
        return true
      }
    } catch (cause) {
      const { code } = cause as { code?: string }
      if (code === '28P01' || code === '28000')
        throw new Problem('embedded-failed', { detail: (cause as Error).message, log: this.#place.log }, { cause })
    }
    await client.end().catch(() => undefined)
    return false
  }

  #lost(): void {
    this.#client = undefined
    if (this.#closing.signal.aborted) return
    this.#log.warn('the embedded PostgreSQL is gone: starting it again')
    this.#joining = this.#rejoin()
  }

  async #rejoin(): Promise<void> {
    for (let pause = 100; !this.#closing.signal.aborted; pause = Math.min(pause * 2, 10_000))
      try {
        await this.join()
        this.#log.info('the embedded PostgreSQL is back')
        return
      } catch (error) {
        this.#log.error({ err: error }, 'the embedded PostgreSQL does not start')
        await wait(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
      }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    await this.#joining
    const client = this.#client
    if (!client) return
    const last = await leave(client).catch(() => false)
    // While the lock is ours alone nobody enters; who tries waits for the server to be gone.
    if (last && !(await stop(this.#place, this.#binaries))) this.#log.error('the embedded PostgreSQL does not stop')
    await client.end().catch(() => undefined)
    if (last && this.#options.temporary) {
      this.#guard?.dismiss()
      for (const folder of [this.#place.home, this.#options.dataFolder])
        await rm(folder, { recursive: true, force: true })
    }
  }
}

/** Takes back our lock; true when nobody else holds it, so that we are to stop the server. */
async function leave(client: pg.Client): Promise<boolean> {
  await client.query(`select pg_advisory_unlock_shared(${presenceLock})`)
  const { rows } = await client.query(`select pg_try_advisory_lock(${presenceLock}) as last`)
  return rows[0]?.last === true
}
