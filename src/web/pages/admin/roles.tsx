import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  addRole,
  changeRole,
  isPermission,
  listRoles,
  type Permission,
  permissionNames,
  permissions,
  type Role,
  removeRole,
} from '../../../accounts/index.ts'
import { Problem } from '../../../problems.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import { Check } from '../../components/choice.tsx'
import { TextField } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { type Exchange, formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AdminLayout } from './admin-layout.tsx'
import { plainText } from './plain-text.ts'

const notices = { made: 'The role is made.', changed: 'Saved.', removed: 'The role is removed.' } as const
const RolesAddress = z.object({ saved: z.enum(['made', 'changed', 'removed']).optional() })
const RoleAddress = z.object({ role: z.string().min(1).max(64) })
const RoleForm = z.object({
  label: plainText(60, 'Give the role a name.'),
  permission: z.array(z.string().max(64)).max(50),
})

interface Typed {
  readonly label: string
  readonly permissions: readonly Permission[]
}

interface Shown {
  readonly form?: Typed
  readonly complaints?: Complaints
  readonly notice?: string | undefined
}

async function show(door: Door, { res }: Exchange, shown: Shown, status = 200): Promise<void> {
  sendPage(res, <Roles door={door} roles={await listRoles(door.database.db)} {...shown} />, status)
}

/** Every role and what it allows, and a form for one more. */
export const rolesPage = (door: Door): RequestHandler =>
  route(RolesAddress, ({ saved }, exchange) => show(door, exchange, { notice: saved && notices[saved] }))

/** A role of the house's own, to be changed. */
export const rolePage = (door: Door): RequestHandler =>
  route(RoleAddress, async ({ role: name }, { res }) => {
    const role = await known(door, name)
    if (role.builtIn) throw new Problem('role-built-in')
    sendPage(res, <RolePage door={door} role={role} form={role} />)
  })

export const addRoleAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { form, complaints } = judge(exchange)
    if (complaints) return await show(door, exchange, { form, complaints }, 400)
    const name = nameOf(form.label)
    try {
      if (name === '') throw new Problem('role-taken', { role: form.label })
      await door.database.tx((tx) => addRole(tx, { name, ...form }, exchange.visitor.actor))
      exchange.res.redirect(303, '/admin/roles?saved=made')
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'role-taken') throw error
      await show(door, exchange, { form, complaints: { label: 'Another role has a name like this one.' } }, 409)
    }
  })

export const changeRoleAct = (door: Door): RequestHandler =>
  route(RoleAddress, async ({ role: name }, exchange) => {
    const { res, visitor } = exchange
    const role = await known(door, name)
    const { form, complaints } = judge(exchange)
    if (complaints) return sendPage(res, <RolePage door={door} {...{ role, form, complaints }} />, 400)
    try {
      await door.database.tx((tx) => changeRole(tx, { name, ...form }, visitor.actor))
      res.redirect(303, '/admin/roles?saved=changed')
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'last-admin') throw error
      sendPage(res, <RolePage door={door} role={role} form={form} refusal={error.message} />, 409)
    }
  })

export const removeRoleAct = (door: Door): RequestHandler =>
  route(RoleAddress, async ({ role: name }, { res, visitor }) => {
    await door.database.tx((tx) => removeRole(tx, name, visitor.actor))
    res.redirect(303, '/admin/roles?saved=removed')
  })

/** @throws Problem not-found */
async function known(door: Door, name: string): Promise<Role> {
  const role = (await listRoles(door.database.db)).find((one) => one.name === name)
  if (!role) throw new Problem('not-found', { what: 'role' })
  return role
}

/** `Reading room desk` becomes `reading-room-desk`. */
const nameOf = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

function judge({ req }: Exchange): { readonly form: Typed; readonly complaints?: Complaints } {
  const given = formFields(req, RoleForm)
  const parsed = RoleForm.safeParse(given)
  if (parsed.success)
    return { form: { label: parsed.data.label, permissions: parsed.data.permission.filter(isPermission) } }
  const ticked = [given['permission'] ?? []].flat().filter(isPermission)
  return { form: { label: String(given['label'] ?? ''), permissions: ticked }, complaints: complaintsOf(parsed.error) }
}

/** What a role can be given: everybody who has an account may use it anyway. */
const grantable = permissionNames.filter((name) => name !== 'account')

function Roles({ door, roles, form, complaints = {}, notice }: Shown & { door: Door; roles: readonly Role[] }) {
  return (
    <AdminLayout door={door} title="Roles" part="/admin/roles" notice={notice}>
      <h1>Roles</h1>
      <p class="hint">A role is a set of things somebody may do. People get them on their account’s page.</p>
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Role</th>
              <th scope="col">Allows to</th>
              <th scope="col">People</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <tr key={role.name}>
                <th scope="row">
                  {role.builtIn ? role.label : <Link to={`/admin/roles/${role.name}`}>{role.label}</Link>}
                </th>
                <td>
                  {grantable.every((one) => role.permissions.includes(one))
                    ? 'Everything'
                    : role.permissions
                        .filter((one) => one !== 'account')
                        .map((one) => permissions[one])
                        .join('; ') || <span class="hint">nothing but the own account</span>}
                </td>
                <td data-label="People">{role.people}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <section class="panel">
        <h2>Make a role of your own</h2>
        <RoleFields action="/admin/roles" form={form ?? { label: '', permissions: [] }} complaints={complaints}>
          Make the role
        </RoleFields>
      </section>
    </AdminLayout>
  )
}

interface RolePageProps {
  readonly door: Door
  readonly role: Role
  readonly form: Typed
  readonly complaints?: Complaints
  readonly refusal?: string
}

function RolePage({ door, role, form, complaints = {}, refusal }: RolePageProps) {
  const address = `/admin/roles/${role.name}`
  return (
    <AdminLayout door={door} title={role.label} part="/admin/roles" refusal={refusal}>
      <p class="way-back">
        <Link to="/admin/roles">‹ Roles</Link>
      </p>
      <h1>{role.label}</h1>
      <section class="panel">
        {role.people > 0 && (
          <p class="hint">
            {role.people === 1 ? 'One person has' : `${role.people} people have`} this role: saving signs them out
            everywhere.
          </p>
        )}
        <RoleFields action={address} form={form} complaints={complaints}>
          Save
        </RoleFields>
      </section>
      <section class="panel">
        {role.people > 0 ? (
          <p class="hint">It can be removed once nobody has it.</p>
        ) : (
          <form method="post" action={`${address}/remove`} class="bar flat">
            <CsrfField />
            <p>Nobody has this role.</p>
            <button type="submit" class="btn">
              Remove it
            </button>
          </form>
        )}
      </section>
    </AdminLayout>
  )
}

interface RoleFieldsProps {
  readonly action: string
  readonly form: Typed
  readonly complaints: Complaints
  readonly children: string
}

const RoleFields = ({ action, form, complaints, children }: RoleFieldsProps) => (
  <form method="post" action={action} class="stacked">
    <CsrfField />
    <TextField
      id="label"
      label="Name of the role"
      value={form.label}
      complaint={complaints['label']}
      autocomplete="off"
      required
    />
    <PermissionChecks legend="Allows to" chosen={form.permissions} />
    <button type="submit" class="btn primary">
      {children}
    </button>
  </form>
)

/** A tick for each thing that can be allowed. */
export const PermissionChecks = ({ legend, chosen }: { legend: string; chosen: readonly Permission[] }) => (
  <fieldset>
    <legend>{legend}</legend>
    {grantable.map((name) => (
      <Check key={name} name="permission" value={name} checked={chosen.includes(name)} words={permissions[name]} />
    ))}
  </fieldset>
)
