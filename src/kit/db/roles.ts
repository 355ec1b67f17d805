import { type Kysely, sql } from 'kysely'
import { Problem } from '../../problems.ts'
import type { Tables } from './tables/index.ts'

/** What PostgreSQL says when somebody else has just made the same. */
const madeAlready: readonly unknown[] = ['42710', '23505']

const codeOf = (error: unknown) => (error as { code?: string }).code

/**
 * Makes the role the application assumes, unless it is there, and grants it to the owner, unless he has it.
 * @throws Problem database-role-refused with what an administrator has to do
 */
export async function makeAppRole(owner: Kysely<Tables>, role: string): Promise<void> {
  const name = sql.id(role)
  const {
    rows: [found],
  } = await sql<{ user: string; exists: boolean; version: number }>`
    select current_user as user, current_setting('server_version_num')::int as version,
      exists (select from pg_roles where rolname = ${role}) as exists`.execute(owner)
  const { user, exists, version } = found!
  try {
    if (!exists) await sql`create role ${name} nologin`.execute(owner).catch(unlessMade)
    // From 16 on a member may be one who cannot `set role`.
    const right = version >= 160_000 ? 'set' : 'member'
    const { rows } = await sql<{ has: boolean }>`select pg_has_role(current_user, ${role}, ${right}) as has`.execute(
      owner,
    )
    if (!rows[0]?.has) await sql`grant ${name} to ${sql.id(user)}`.execute(owner).catch(unlessMade)
  } catch (cause) {
    if (codeOf(cause) !== '42501') throw cause
    throw new Problem('database-role-refused', { role, user }, { cause })
  }
}

function unlessMade(error: unknown) {
  if (!madeAlready.includes(codeOf(error))) throw error
}

/** Gives the application rows to read and write in all the owner's tables, those to come too, and nothing more. */
export async function grantRows(owner: Kysely<Tables>, role: string): Promise<void> {
  const name = sql.id(role)
  const {
    rows: [place],
  } = await sql<{ schema: string }>`select current_schema() as schema`.execute(owner)
  const schema = sql.id(place!.schema)
  await sql`grant usage on schema ${schema} to ${name}`.execute(owner)
  await sql`alter default privileges in schema ${schema}
    grant select, insert, update, delete on tables to ${name}`.execute(owner)
  await sql`alter default privileges in schema ${schema} grant usage, select on sequences to ${name}`.execute(owner)
  await sql`grant select, insert, update, delete on all tables in schema ${schema} to ${name}`.execute(owner)
  await sql`grant usage, select on all sequences in schema ${schema} to ${name}`.execute(owner)
}

/**
 * Takes back what the application is not to do with rows it may otherwise read and write: a line of the audit trail
 * stays, and of what it says only who somebody was may be forgotten. Nothing to do where no table is yet.
 */
export async function keepAudit(owner: Kysely<Tables>, role: string): Promise<void> {
  const name = sql.id(role)
  const { rows } = await sql<{ there: boolean }>`select to_regclass('audit') is not null as there`.execute(owner)
  if (!rows[0]?.there) return
  await sql`revoke update, delete on audit from ${name}`.execute(owner)
  await sql`grant update (actor_id, actor_name, detail) on audit to ${name}`.execute(owner)
}
