import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { isPermission, type Permission } from './permissions.ts'

/** A named set of permissions. */
export interface Role {
  /** For addresses and command lines; does not change. */
  readonly name: string
  readonly label: string
  readonly permissions: readonly Permission[]
  /** Comes with Farshelf: can be given, not changed. */
  readonly builtIn: boolean
  /** How many people have it. */
  readonly people: number
}

/** Every role, those that come with Farshelf first. */
export async function listRoles(tx: Tx): Promise<Role[]> {
  const rows = await tx
    .selectFrom('roles')
    .select(['name', 'label', 'permissions', 'built_in'])
    .select(sql<number>`(select count(distinct person_id) from role_grants where role = roles.name)::int`.as('people'))
    .orderBy('built_in', 'desc')
    .orderBy('label')
    .execute()
  return rows.map(({ built_in, permissions, ...role }) => ({
    ...role,
    builtIn: built_in,
    permissions: permissions.filter(isPermission),
  }))
}

export interface RoleFields {
  readonly name: string
  readonly label: string
  readonly permissions: readonly Permission[]
}

/** Makes a role of the house's own. @throws Problem role-taken */
export async function addRole(tx: Tx, role: RoleFields, actor: Actor): Promise<void> {
  const made = await tx
    .insertInto('roles')
    .values(rowOf(role))
    .onConflict((oc) => oc.column('name').doNothing())
    .returning('name')
    .executeTakeFirst()
  if (!made) throw new Problem('role-taken', { role: role.name })
  await audit(tx, { actor, action: 'role.add', subject: { kind: 'role', id: role.name }, detail: told(role) })
}

/**
 * Changes what a role of the house's own allows. Sessions of everybody who has it end.
 * @throws Problem not-found, role-built-in, last-admin
 */
export async function changeRole(tx: Tx, role: RoleFields, actor: Actor): Promise<void> {
  await own(tx, role.name)
  await tx.updateTable('roles').set(rowOf(role)).where('name', '=', role.name).execute()
  await tx
    .deleteFrom('sessions')
    .where('person_id', 'in', tx.selectFrom('role_grants').select('person_id').where('role', '=', role.name))
    .execute()
  await keepAnAdmin(tx)
  await audit(tx, { actor, action: 'role.change', subject: { kind: 'role', id: role.name }, detail: told(role) })
}

/** Removes a role nobody has. @throws Problem not-found, role-built-in, role-in-use */
export async function removeRole(tx: Tx, name: string, actor: Actor): Promise<void> {
  await own(tx, name)
  const held = await tx
    .selectFrom('role_grants')
    .select(({ fn }) => fn.count<string>('person_id').distinct().as('people'))
    .where('role', '=', name)
    .executeTakeFirstOrThrow()
  if (Number(held.people) > 0) throw new Problem('role-in-use', { people: Number(held.people) })
  await tx.deleteFrom('roles').where('name', '=', name).execute()
  await audit(tx, { actor, action: 'role.remove', subject: { kind: 'role', id: name } })
}

/** Locks a role that may be changed. */
async function own(tx: Tx, name: string): Promise<void> {
  const role = await tx.selectFrom('roles').select('built_in').where('name', '=', name).forUpdate().executeTakeFirst()
  if (!role) throw new Problem('not-found', { what: 'role' })
  if (role.built_in) throw new Problem('role-built-in')
}

/**
 * Belongs behind whatever takes rights away, in the same transaction: somebody must be left to give them again.
 * @throws Problem last-admin
 */
export async function keepAnAdmin(tx: Tx): Promise<void> {
  // Two administrators who close each other's account take turns: the second one fails.
  await sql`select pg_advisory_xact_lock(hashtext('farshelf administrators'))`.execute(tx)
  const left = await tx
    .selectFrom('people')
    .innerJoin('role_grants', 'role_grants.person_id', 'people.id')
    .innerJoin('roles', 'roles.name', 'role_grants.role')
    .select('people.id')
    .where('people.active', '=', true)
    // An administrator of one branch manages no accounts.
    .where('role_grants.branch', 'is', null)
    .where(sql<boolean>`'admin' = any(roles.permissions)`)
    .limit(1)
    .executeTakeFirst()
  if (!left) throw new Problem('last-admin')
}

const rowOf = ({ name, label, permissions }: RoleFields) => ({
  name,
  label,
  // Whoever has an account may use it.
  permissions: [...new Set<Permission>(['account', ...permissions])],
})
const told = ({ label, permissions }: RoleFields) => ({ label, permissions })
