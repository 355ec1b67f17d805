import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type pg from 'pg'
import { type Connection, connect, type DatabaseSource } from './connect.ts'
import { isContention } from './failures.ts'
import { createPool, kysely } from './pool.ts'
import { prepare } from './prepare.ts'
import type { Tables } from './tables/index.ts'

/** The application's own role: reads and writes rows, changes no shapes. */
export type Db = Kysely<Tables>
/** What functions take that may be part of somebody's transaction: one, or the database itself. */
export type Tx = Kysely<Tables>

export interface Database {
  readonly db: Db
  readonly pool: pg.Pool
  /**
   * Runs work in one transaction, again when it lost against another (deadlock, serialisation failure), three times
   * at most: work must do nothing outside of it.
   */
  tx<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Whether it answers now, within two seconds. */
  alive(): Promise<boolean>
  /** Waits for connections in use, then lets go of the database: last, when nothing works any more. */
  close(): Promise<void>
}

export interface DatabaseOptions extends DatabaseSource {
  /** Connections of the application. */
  readonly poolSize?: number
  /** Milliseconds a statement of the application may take. */
  readonly statementTimeout?: number
}

const attempts = 3
const patience = 2000

/**
 * Opens the database, brought up to date: the one at `url`, or our own in the data folder.
 * @throws Problem of finding it (see `connect`), database-newer, migration-failed, database-role-refused
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const connection = await connect(options)
  try {
    await prepare(connection, options.log)
    return await openApp(connection, options)
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** The application's side of a database that is prepared. */
async function openApp(connection: Connection, options: DatabaseOptions): Promise<Database> {
  const { poolSize = 10, statementTimeout = 60_000, log } = options
  const pool = createPool(connection.access.app, { size: poolSize, statementTimeout, log })
  const db = kysely(pool)
  const close = async () => {
    await db.destroy()
    if (!pool.ending) await pool.end()
    await connection.close()
  }
  try {
    const { rows } = await pool.query("select has_schema_privilege(current_schema(), 'create') as changes")
    if (rows[0]?.changes)
      log.warn(
        'the application may change tables: use another login for it, and revoke CREATE on the schema from PUBLIC',
      )
  } catch (error) {
    if (!pool.ending) await pool.end()
    throw error
  }
  await connection.owner.destroy()
  return { db, pool, tx: (work) => retried(db, work), alive: () => answers(pool), close }
}

async function retried<T>(db: Db, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt === attempts || !isContention(error)) throw error
      // Whoever won may still be busy, and those who lost together must not meet again.
      await wait(Math.random() * 20 * attempt)
    }
}

async function answers(pool: pg.Pool): Promise<boolean> {
  const asked = pool.query('select').then(
    () => true,
    () => false,
  )
  const tired = new AbortController()
  const late = wait(patience, false, { signal: tired.signal }).catch(() => false)
  try {
    return await Promise.race([asked, late])
  } finally {
    tired.abort()
  }
}
