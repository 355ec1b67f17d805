import { addPerson, beginSession, type Permission, type RoleGrant } from '../../src/accounts/index.ts'
import type { Site } from './site.ts'

/**
 * Somebody signed in at a site: requests carry the session, forms what shows that a page of ours sent them.
 * `await signIn(site, 'catalogue.edit')` makes a member of staff with just these permissions.
 */
export interface SignedIn {
  readonly id: string
  readonly name: string
  readonly cookie: string
  readonly csrf: string
  get(path: string, init?: RequestInit): Promise<Response>
  /** Sends a form, as a browser does. */
  form(path: string, fields?: Readonly<Record<string, string | readonly string[]>>): Promise<Response>
  /** Calls the API as a script of ours does; without a body for GET. */
  call(method: string, path: string, body?: unknown): Promise<Response>
}

let made = 0

/** Makes a person with these permissions and signs that person in. */
export async function signIn(
  site: Pick<Site, 'database' | 'get'>,
  ...permissions: readonly Permission[]
): Promise<SignedIn> {
  const kind = permissions.length === 1 && permissions[0] === 'request.place' ? 'patron' : 'staff'
  const number = ++made
  const { db } = site.database
  const role = `test-${number}`
  await db
    .insertInto('roles')
    .values({ name: role, label: role, permissions: ['account', ...permissions] })
    .execute()
  return await signInWith(site, kind, [{ role }], `Person ${number}`)
}

/** The same with roles there are. */
export async function signInWith(
  site: Pick<Site, 'database' | 'get'>,
  kind: 'staff' | 'patron',
  roles: readonly RoleGrant[],
  name = `Person ${++made}`,
): Promise<SignedIn> {
  const { db } = site.database
  const actor = { name: 'test', via: 'cli' } as const
  const login = name.replaceAll(' ', '-')
  const id = await addPerson(db, { kind, login, name, email: '', blocked: false, active: true, roles }, actor)
  const token = await beginSession(db, { id, kind }, 'test', Date.now())
  const cookie = `farshelf-session=${token}`
  const page = await (await site.get('/account', { headers: { cookie } })).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const get = (path: string, init: RequestInit = {}) =>
    site.get(path, { ...init, headers: { cookie, ...(init.headers as Record<string, string>) } })
  return {
    id,
    name,
    cookie,
    csrf,
    get,
    form(path, fields = {}) {
      const body = new URLSearchParams({ csrf })
      for (const [field, value] of Object.entries(fields))
        for (const one of typeof value === 'string' ? [value] : value) body.append(field, one)
      return get(path, { method: 'POST', body })
    },
    call: (method, path, body) =>
      get(path, {
        method,
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

/** The form token and cookie of a visitor who is not signed in. */
export async function visit(site: Site, path: string): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const answer = await site.get(path)
  const cookie =
    answer.headers
      .getSetCookie()
      .find((one) => one.startsWith('farshelf-visit'))
      ?.split(';')[0] ?? ''
  const csrf = /name="csrf" value="([^"]+)"/.exec(await answer.text())?.[1] ?? ''
  return { cookie, csrf }
}
