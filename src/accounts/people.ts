import { sql } from 'kysely'
import { type Tx, textArray } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { revokeLinks } from './links.ts'
import { builtInRoles, type Rights, rightsOf } from './permissions.ts'
import { keepAnAdmin } from './roles.ts'
import { endSessions, hasSession } from './sessions.ts'

export type PersonKind = 'staff' | 'patron'

/** A role somebody has, for a branch or for all. */
export interface RoleGrant {
  readonly role: string
  readonly branch?: string | undefined
}

/** What is kept of a person. */
export interface PersonFields {
  readonly kind: PersonKind
  /** Name staff sign in by, or card number. */
  readonly login: string
  readonly name: string
  readonly email: string
  readonly branch?: string | undefined
  /** Lending rules go by it; patrons only. */
  readonly group?: string | undefined
  /** YYYY-MM-DD; patrons only. */
  readonly expiresOn?: string | undefined
  readonly blocked: boolean
  readonly active: boolean
  readonly roles: readonly RoleGrant[]
}

export interface Person extends PersonFields, Rights {
  readonly id: string
  /** They want to see, and have kept, what is long past. */
  readonly keepsHistory: boolean
  /** Notices by e-mail they do without, by names that circulation knows. */
  readonly noticesOff: readonly string[]
  readonly hasTotp: boolean
  readonly hasSecret: boolean
}

const columns = [
  'id',
  'kind',
  'login',
  'name',
  'email',
  'branch',
  'patron_group',
  'expires_on',
  'blocked',
  'active',
  'keep_history',
  'notices_off',
  'totp_secret',
  'secret_hash',
] as const

/** The person of an id, whatever state the account is in. */
export async function readPerson(tx: Tx, id: string): Promise<Person | undefined> {
  const row = await tx.selectFrom('people').select(columns).where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const grants = await tx
    .selectFrom('role_grants')
    .innerJoin('roles', 'roles.name', 'role_grants.role')
    .select(['role', 'branch', 'permissions'])
    .where('person_id', '=', id)
    .orderBy('role')
    .execute()
  return {
    id: row.id,
    kind: row.kind,
    login: row.login,
    name: row.name,
    email: row.email,
    ...(row.branch !== null && { branch: row.branch }),
    ...(row.patron_group !== null && { group: row.patron_group }),
    ...(row.expires_on !== null && { expiresOn: row.expires_on }),
    blocked: row.blocked,
    active: row.active,
    keepsHistory: row.keep_history,
    noticesOff: row.notices_off,
    hasTotp: row.totp_secret !== null,
    hasSecret: row.secret_hash !== null,
    roles: grants.map(({ role, branch }) => ({ role, ...(branch !== null && { branch }) })),
    ...rightsOf(grants),
  }
}

/** The person a login name or card number belongs to. */
export async function findPerson(tx: Tx, kind: PersonKind, login: string): Promise<Person | undefined> {
  const row = await tx
    .selectFrom('people')
    .select('id')
    .where('kind', '=', kind)
    .where(sql`lower(login)`, '=', login.trim().toLowerCase())
    .executeTakeFirst()
  return row && (await readPerson(tx, row.id))
}

/** @throws Problem login-taken */
export async function addPerson(tx: Tx, fields: PersonFields, actor: Actor): Promise<string> {
  const row = await tx
    .insertInto('people')
    .values(rowOf(fields))
    .onConflict((oc) => oc.expression(sql`kind, lower(login)`).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Problem('login-taken', { login: fields.login })
  await grant(tx, row.id, fields.roles)
  await audit(tx, { actor, action: 'person.add', subject: { kind: fields.kind, id: row.id }, detail: told(fields) })
  return row.id
}

/**
 * Changes an account. When what it may do changes, or it is closed, its sessions end; a closed one loses its one-time
 * link, too.
 * @throws Problem not-found, login-taken, last-admin
 */
export async function changePerson(tx: Tx, id: string, fields: PersonFields, actor: Actor): Promise<void> {
  // Held first: what it may do, as it is judged below, is what it may do when it is changed.
  await tx.selectFrom('people').select('id').where('id', '=', id).forUpdate().execute()
  const before = await readPerson(tx, id)
  if (!before) throw new Problem('not-found', { what: 'person' })
  const other = await findPerson(tx, before.kind, fields.login)
  if (other && other.id !== id) throw new Problem('login-taken', { login: fields.login })
  await tx
    .updateTable('people')
    .set({ ...rowOf(fields), kind: before.kind, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('role_grants').where('person_id', '=', id).execute()
  await grant(tx, id, fields.roles)
  const same = JSON.stringify(sorted(before.roles)) === JSON.stringify(sorted(fields.roles))
  if (!same || !fields.active) await endSessions(tx, id)
  if (!fields.active) await revokeLinks(tx, id)
  if (before.active && before.permissions.has('admin')) await keepAnAdmin(tx)
  await audit(tx, { actor, action: 'person.change', subject: { kind: before.kind, id }, detail: told(fields) })
}

/**
 * Gives a person a new password or PIN; every session but one ends, and links not used yet are void. Judge the secret
 * first, see `passwordComplaint`, and hash it before the transaction: that takes its time.
 * @param keep the session from which this is asked
 * @throws Problem not-found; sign-in-first when that session was ended meanwhile
 */
export async function setSecret(
  tx: Tx,
  { id, hash, keep }: { readonly id: string; readonly hash: string; readonly keep?: string | undefined },
  actor: Actor,
): Promise<void> {
  const row = await tx
    .updateTable('people')
    .set({ secret_hash: hash, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .returning('kind')
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', { what: 'person' })
  if (keep !== undefined && !(await hasSession(tx, id, keep))) throw new Problem('sign-in-first')
  await endSessions(tx, id, keep)
  await revokeLinks(tx, id)
  await audit(tx, { actor, action: 'person.secret', subject: { kind: row.kind, id } })
}

/** Whether anybody could run the house: without one, a set-up link is due. */
export async function hasStaff(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('people').select('id').where('kind', '=', 'staff').limit(1).executeTakeFirst()
  return row !== undefined
}

/** Brings the built-in roles up to what this version says of them. */
export async function storeBuiltInRoles(tx: Tx): Promise<void> {
  await tx
    .insertInto('roles')
    .values(
      Object.entries(builtInRoles).map(([name, { label, permissions }]) => ({
        name,
        label,
        permissions: [...permissions],
        built_in: true,
      })),
    )
    .onConflict((oc) =>
      oc.column('name').doUpdateSet((eb) => ({
        label: eb.ref('excluded.label'),
        permissions: eb.ref('excluded.permissions'),
        built_in: true,
      })),
    )
    .execute()
}

const sorted = (roles: readonly RoleGrant[]) => roles.map(({ role, branch = '' }) => `${role} ${branch}`).sort()
const told = ({ login, roles, active, blocked }: PersonFields) => ({ login, roles: sorted(roles), active, blocked })

async function grant(tx: Tx, id: string, roles: readonly RoleGrant[]): Promise<void> {
  if (roles.length === 0) return
  await tx
    .insertInto('role_grants')
    .values(roles.map(({ role, branch }) => ({ person_id: id, role, branch: branch ?? null })))
    .onConflict((oc) => oc.doNothing())
    .execute()
}

const rowOf = ({ kind, login, name, email, branch, group, expiresOn, blocked, active }: PersonFields) => ({
  kind,
  login: login.trim(),
  name,
  email,
  branch: branch ?? null,
  patron_group: group ?? null,
  expires_on: expiresOn ?? null,
  blocked,
  active,
})

/** Says whether somebody wants to see, and have kept, what is long past. */
export async function setKeepHistory(tx: Tx, id: string, keep: boolean, actor: Actor): Promise<void> {
  await tx.updateTable('people').set({ keep_history: keep }).where('id', '=', id).execute()
  await audit(tx, { actor, action: 'person.history', subject: { kind: 'person', id }, detail: { keep } })
}

/** Says which notices by e-mail somebody does without. What is so already leaves no trace. */
export async function setNoticesOff(tx: Tx, id: string, off: readonly string[], actor: Actor): Promise<void> {
  const sorted = [...new Set(off)].sort()
  const { numUpdatedRows } = await tx
    .updateTable('people')
    .set({ notices_off: sorted })
    .where('id', '=', id)
    .where(sql<boolean>`notices_off <> ${textArray(sorted)}::text[]`)
    .executeTakeFirst()
  if (numUpdatedRows > 0n)
    await audit(tx, { actor, action: 'person.notices', subject: { kind: 'person', id }, detail: { without: sorted } })
}
