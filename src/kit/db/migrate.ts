import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { Problem } from '../../problems.ts'
import type { Log } from '../log.ts'
import { migrations as ours } from './migrations/index.ts'
import type { Tables } from './tables/index.ts'

export type Migrations = Readonly<Record<string, Migration>>

export interface MigrationState {
  readonly applied: readonly string[]
  readonly pending: readonly string[]
  /** Applied by a newer Farshelf than this one. */
  readonly unknown: readonly string[]
}

/** Which changes the database has seen. Reads only. */
export async function migrationState(db: Kysely<Tables>, migrations: Migrations = ours): Promise<MigrationState> {
  const applied = await appliedMigrations(db)
  return {
    applied,
    pending: Object.keys(migrations)
      .filter((name) => !applied.includes(name))
      .sort(),
    unknown: applied.filter((name) => !(name in migrations)),
  }
}

async function appliedMigrations(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    db,
  )
  if (!rows[0]?.there) return []
  return (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(
    ({ name }) => name,
  )
}

/**
 * Brings the database to this Farshelf's shape, in one transaction; of processes that try together one does it and
 * the others wait.
 * @throws Problem database-newer when a newer Farshelf was here, migration-failed
 */
export async function migrate(
  owner: Kysely<Tables>,
  log: Log,
  migrations: Migrations = ours,
): Promise<readonly string[]> {
  refuseUnknown(await migrationState(owner, migrations))
  const migrator = new Migrator({ db: owner, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) {
    const name = results.find(({ status }) => status === 'Error')?.migrationName ?? 'the first'
    throw new Problem('migration-failed', { name, detail: (error as Error).message }, { cause: error })
  }
  const done = results.map(({ migrationName }) => migrationName)
  if (done.length > 0) log.info({ migrations: done }, 'database migrated')
  return done
}

/** @throws Problem database-newer */
export function refuseUnknown({ unknown }: MigrationState): void {
  if (unknown.length > 0) throw new Problem('database-newer', { migration: unknown.join(', ') })
}

/** Makes the tables in which Kysely notes what was applied, as it would itself. */
export async function makeBookkeeping(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists kysely_migration (
    name varchar(255) primary key, timestamp varchar(255) not null)`.execute(db)
  await sql`create table if not exists kysely_migration_lock (
    id varchar(255) primary key, is_locked integer default 0 not null)`.execute(db)
  await sql`insert into kysely_migration_lock (id, is_locked) values ('migration_lock', 0)
    on conflict do nothing`.execute(db)
}

/** Applies some of our migrations inside the caller's transaction, which Kysely's migrator would not. */
export async function applyMigrations(tx: Kysely<Tables>, names: readonly string[]): Promise<void> {
  for (const name of [...names].sort()) {
    await ours[name]!.up(tx)
    await sql`insert into kysely_migration (name, timestamp) values (${name}, ${new Date().toISOString()})`.execute(tx)
  }
}
