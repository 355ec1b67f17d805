import { type Kysely, sql } from 'kysely'
import type { Log } from '../log.ts'
import { type Access, assumedRole } from './access.ts'
import type { Connection } from './connect.ts'
import { migrate, migrationState, refuseUnknown } from './migrate.ts'
import { createPool } from './pool.ts'
import { grantRows, keepAudit, makeAppRole } from './roles.ts'
import type { Tables } from './tables/index.ts'

const prepareLock = '5099012260412335'

/**
 * Migrates as the owner and grants the application its rights, where there is any need to. Gives the migrations run.
 * @throws Problem database-newer, migration-failed, database-role-refused
 */
export async function prepare({ access, owner }: Connection, log: Log): Promise<readonly string[]> {
  const state = await migrationState(owner)
  refuseUnknown(state)
  const role = access.appRole === assumedRole ? assumedRole : await loginOf(access, log)
  if (state.pending.length === 0 && (await isGranted(owner, role))) return []
  return owner.connection().execute(async (one) => {
    // Grants of two processes at once would fail on each other, so the second waits for the first.
    await sql`select pg_advisory_lock(${sql.lit(prepareLock)})`.execute(one)
    try {
      if (access.appRole === assumedRole) await makeAppRole(one, role)
      await grantRows(one, role)
      const done = await migrate(one, log)
      await keepAudit(one, role)
      return done
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(prepareLock)})`.execute(one)
    }
  })
}

/** Makes the application's role if need be and gives it its rights on what is there and what will be. */
export async function grantTo({ access, owner }: Connection, log: Log): Promise<void> {
  const role = access.appRole === assumedRole ? assumedRole : await loginOf(access, log)
  if (access.appRole === assumedRole) await makeAppRole(owner, role)
  await grantRows(owner, role)
  await keepAudit(owner, role)
}

/** Whom the application's address logs in as. */
async function loginOf({ app }: Access, log: Log): Promise<string> {
  if (typeof app.user === 'string') return app.user
  const pool = createPool(app, { size: 1, statementTimeout: 0, log })
  try {
    return (await pool.query('select current_user as login')).rows[0].login
  } finally {
    await pool.end()
  }
}

/** Whether the role is there, ours to assume, and has its rights and no more: `jobs` was the first table. */
async function isGranted(owner: Kysely<Tables>, role: string): Promise<boolean> {
  const { rows } = await sql<{ granted: boolean }>`
    select coalesce(pg_has_role(current_user, oid, 'member') and has_table_privilege(oid, 'jobs', 'delete')
      and (rolsuper or not has_table_privilege(oid, 'audit', 'delete')), false) as granted
    from pg_roles where rolname = ${role}`.execute(owner)
  return rows[0]?.granted ?? false
}
