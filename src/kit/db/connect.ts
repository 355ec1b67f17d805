import { setTimeout as wait } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { Problem } from '../../problems.ts'
import type { Log } from '../log.ts'
import { type Access, accessTo, assumedRole } from './access.ts'
import { type EmbeddedOptions, type EmbeddedServer, joinServer } from './embedded/server.ts'
import { databaseProblem } from './failures.ts'
import { createPool, kysely } from './pool.ts'
import type { Tables } from './tables/index.ts'

/** Which database: an address, or the one of our own in the data folder. */
export interface DatabaseSource extends EmbeddedOptions {
  /** The application's; without it, the embedded PostgreSQL serves. */
  readonly url?: string | undefined
  /** The owner's, where it is another. */
  readonly migrationUrl?: string | undefined
  /** Of our own server's databases, where it has several: small letters, digits and underscores. */
  readonly name?: string | undefined
  /** Milliseconds a server may need until it answers; 10 seconds if not said. */
  readonly patience?: number
}

/** A database found, not looked into yet. */
export interface Connection {
  readonly access: Access
  /** One connection as the owner, without a limit of time. */
  readonly owner: Kysely<Tables>
  close(): Promise<void>
}

const embeddedName = 'farshelf'
const oldest = 150_000

/**
 * Finds the database and connects to it as its owner: starts or joins the embedded server where no address is given.
 * @throws Problem database-unreachable, database-unfit, and those of the embedded server
 */
export async function connect(source: DatabaseSource): Promise<Connection> {
  const { url, migrationUrl, log, name = embeddedName, patience = 10_000 } = source
  if (url !== undefined) return connected(accessTo({ url, migrationUrl }), log, patience)
  const server = await joinServer(source)
  try {
    await makeDatabase(server, name, log)
    const connection = await connected(embeddedAccess(server, name), log, patience)
    return {
      ...connection,
      async close() {
        await connection.close()
        await server.close()
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

function embeddedAccess({ host, port, logins }: EmbeddedServer, database: string): Access {
  const at = { host, port, database }
  return {
    name: 'of its own',
    appRole: 'given',
    owner: { ...at, user: 'farshelf_owner', password: logins.owner },
    app: { ...at, user: assumedRole, password: logins.app },
  }
}

/** The two logins and the database, each unless it is there: a start may have been killed between them. */
async function makeDatabase({ host, port, logins }: EmbeddedServer, name: string, log: Log): Promise<void> {
  const pool = createPool(
    { host, port, user: 'postgres', password: logins.superuser, database: 'postgres' },
    { size: 1, statementTimeout: 0, log },
  )
  try {
    const { rows } = await pool.query('select from pg_database where datname = $1', [name])
    if (rows.length > 0) return
    // Passwords are ours, base64url: nothing in them to quote.
    for (const statement of [
      `create role farshelf_owner login createdb password '${logins.owner}'`,
      `create role ${assumedRole} login password '${logins.app}'`,
      `grant ${assumedRole} to farshelf_owner`,
      `create database ${name} owner farshelf_owner`,
    ])
      await pool.query(statement).catch((error: { code?: string }) => {
        // Made already, by this start's predecessor or by another process now.
        if (!['42710', '42P04', '23505', 'XX000'].includes(error.code ?? '')) throw error
      })
  } finally {
    await pool.end()
  }
}

async function connected(access: Access, log: Log, patience: number): Promise<Connection> {
  const owner = kysely(
    createPool({ application_name: 'farshelf owner', ...access.owner }, { size: 1, statementTimeout: 0, log }),
  )
  try {
    await inspect(owner, access.name, patience)
    return { access, owner, close: () => owner.destroy() }
  } catch (error) {
    await owner.destroy()
    throw error
  }
}

/** Looks at the server, waiting a little for one that is just starting. */
async function inspect(owner: Kysely<Tables>, database: string, patience: number): Promise<void> {
  for (const until = Date.now() + patience; ; ) {
    try {
      const { rows } = await sql<{ version: number; encoding: string }>`
        select current_setting('server_version_num')::int as version,
          current_setting('server_encoding') as encoding`.execute(owner)
      const { version, encoding } = rows[0]!
      const unfit = (detail: string) => new Problem('database-unfit', { database, detail })
      if (version < oldest) throw unfit('its PostgreSQL is older than version 15')
      if (encoding !== 'UTF8') throw unfit(`its encoding is ${encoding}, and has to be UTF8`)
      return
    } catch (cause) {
      if (cause instanceof Problem) throw cause
      if (Date.now() >= until || !databaseProblem(cause))
        throw new Problem('database-unreachable', { database, detail: reasonOf(cause) }, { cause })
      await wait(500)
    }
  }
}

/** Several addresses of one host fail in several ways: the first says it. */
const reasonOf = (error: unknown): string =>
  error instanceof AggregateError ? reasonOf(error.errors[0]) : (error as Error).message
