import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { sql } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Problem } from '../../../problems.ts'
import type { Log } from '../../log.ts'
import type { Connection } from '../connect.ts'
import { applyMigrations, makeBookkeeping } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { grantTo } from '../prepare.ts'
import { type Header, Unframing } from './format.ts'
import { inSession, type Session } from './session.ts'
import { dropAll, suspendChecks, tablesOf } from './shape.ts'
import { columnsOf, type Progress } from './write.ts'

export interface RestoreOptions {
  /** Replace what the database holds. */
  readonly force?: boolean
  readonly tell?: (progress: Progress) => void
}

/**
 * Makes the database what the backup says, in one transaction: all of it or nothing. One of an older Farshelf is
 * migrated after it was read. Gives what was in it.
 * @throws Problem backup-damaged, backup-newer, database-not-empty, database-in-use; then nothing has changed
 */
export async function restore(
  connection: Connection,
  log: Log,
  backup: Readable,
  { force = false, tell = () => {} }: RestoreOptions = {},
): Promise<Header> {
  const { access } = connection
  const zip = createGunzip()
  backup.on('error', (error) => zip.destroy(error))
  const parts = new Unframing(backup.pipe(zip))
  const header = await parts.header()
  const unknown = header.migrations.filter((name) => !(name in migrations))
  if (unknown.length > 0) throw new Problem('backup-newer', { migration: unknown.join(', ') })
  await makeBookkeeping(connection.owner)
  await grantTo(connection, log)
  await inSession(access, log, 'begin', async (session) => {
    await refuseUse(session, access.name)
    if (!force) await refuseData(session, access.name)
    await sql`set local lock_timeout = '10s'`.execute(session.db)
    await dropAll(session.db)
    await makeBookkeeping(session.db)
    await applyMigrations(session.db, header.migrations)
    await fill(session, header, parts, tell).catch(explain)
    await parts.end()
    await applyMigrations(
      session.db,
      Object.keys(migrations).filter((name) => !header.migrations.includes(name)),
    )
  })
  await grantTo(connection, log)
  await sql`analyze`.execute(connection.owner)
  return header
}

/** PostgreSQL's classes of values that are none, and of constraints: rows it would not take were never ours. */
function explain(error: unknown): never {
  if (error instanceof pg.DatabaseError && /^(22|23|42)/.test(error.code ?? ''))
    throw new Problem('backup-damaged', { detail: error.message }, { cause: error })
  throw error
}

/** @throws Problem database-in-use when another process of ours is connected, as far as we may see */
async function refuseUse({ db }: Session, database: string): Promise<void> {
  const { rows } = await sql`select from pg_stat_activity
    where datname = current_database() and application_name = 'farshelf'`.execute(db)
  if (rows.length > 0) throw new Problem('database-in-use', { database })
}

/** @throws Problem database-not-empty naming the first table with rows */
async function refuseData({ db }: Session, database: string): Promise<void> {
  for (const { name } of await tablesOf(db)) {
    const { rows } = await sql`select from ${sql.id(name)} limit 1`.execute(db)
    if (rows.length > 0) throw new Problem('database-not-empty', { database, table: name })
  }
}

async function fill({ client, db }: Session, header: Header, parts: Unframing, tell: (progress: Progress) => void) {
  const there = await tablesOf(db)
  // What migrations put into tables is in the backup too.
  if (there.length > 0) await sql`truncate ${sql.join(there.map(({ name }) => sql.id(name)))}`.execute(db)
  const resumeChecks = await suspendChecks(db)
  for (const table of header.tables) {
    tell({ table: table.name, rows: table.rows })
    const into = client.query(copyFrom(`copy ${columnsOf(table)} from stdin`))
    await pipeline(Readable.from(parts.table(), { objectMode: false }), into)
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.id(table.name)}`.execute(db)
    if (rows[0]!.count !== table.rows)
      throw new Problem('backup-damaged', { detail: `${table.name} got ${rows[0]!.count} rows of ${table.rows}` })
  }
  for (const { name, last } of header.sequences)
    await sql`select setval(format('%I', ${name}::text)::regclass, ${last})`.execute(db)
  await resumeChecks()
}
