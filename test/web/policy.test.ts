import { expect } from 'chai'
import { sql } from 'kysely'
import { builtInRoles, rightsOf } from '../../src/accounts/index.ts'
import { may as allowed } from '../../src/web/may.ts'
import { areas, policy, type RouteName } from '../../src/web/policy/index.ts'
import { type SignedIn, signInWith } from './people.ts'
import { openSite, type Site } from './site.ts'

const routes = Object.keys(policy) as RouteName[]
/**
 * SRU is served where it is configured; its POST is a long query that changes nothing. Messages of libraries' systems
 * come with credentials of their own: test/web/iso18626.
 */
const served = routes.filter((route) => !route.includes(' /sru/') && !route.endsWith(' /iso18626'))
const changing = served.filter((route) => !route.startsWith('GET '))
const nobody = '00000000-0000-4000-8000-000000000000'

/** An address of the route, at which nothing is. */
const addressOf = (route: string) =>
  route
    .split(' ')[1]!
    .replace(/:(person|session|token|reservation|loan|scan|upload)\b/g, nobody)
    .replace(/:mode\b/g, 'in')
    .replace(/:role\b/g, 'nobody')
    .replace(/:list\b/g, 'location')
    .replace(/:kind\b/g, 'overdue')
    .replace(/:language\b/g, 'en')
    .replace(/:\w+/g, '999999')

interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method?: string }[] }
  readonly handle: { readonly stack?: readonly Layer[] }
}

/** Every route of the real routers; without what their router stands under. */
const routesOf = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ route, handle }) => {
    if (!route) return handle.stack ? routesOf(handle.stack) : []
    return [...new Set(route.stack.map(({ method }) => method?.toUpperCase()))]
      .filter((method) => method !== undefined)
      .map((method) => `${method} ${route.path}`)
  })

describe('The policy', () => {
  let site: Site
  before(async () => {
    site = await openSite([])
  })
  after(() => site.close())

  /** A request for a route, as a browser with this session makes it. */
  const send = async (route: string, who?: SignedIn, headers: Record<string, string> = {}, csrf = who?.csrf ?? '') => {
    const [method] = route.split(' ') as [string]
    const isApi = route.includes(' /api/')
    const answer = await site.get(addressOf(route), {
      method,
      ...(method !== 'GET' && { body: isApi ? '{}' : new URLSearchParams({ csrf }) }),
      headers: {
        ...(who && { cookie: who.cookie }),
        ...(isApi && method !== 'GET' && { 'content-type': 'application/json', 'x-csrf-token': csrf }),
        ...headers,
      },
    })
    return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
  }

  /** How many rows each table has. */
  const rows = async () => {
    const { rows } = await sql<{ name: string; n: string }>`
      select relname as name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname),
        false, true, '')))[1]::text as n from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname <> 'login_failures' and relname not like 'kysely%' order by 1`.execute(site.database.db)
    expect(rows.length).to.be.greaterThan(10)
    return rows
  }

  it('has one row for a route, whatever the area', () => {
    const named = areas.flatMap((area) => Object.keys(area))
    expect(named.filter((route, at) => named.indexOf(route) !== at)).to.deep.equal([])
    expect(named).to.have.members(routes)
  })

  it('names every route there is', () => {
    const stack = (site.web.app as unknown as { router: { stack: readonly Layer[] } }).router.stack
    const found = routesOf(stack)
    expect(found.length).to.be.greaterThan(50)
    const unnamed = found.filter((route) => {
      const underApi = route.replace(' /', ' /api/v1/')
      return !(route in policy) && !(underApi in policy)
    })
    expect(unnamed).to.deep.equal([])
  })

  it('names no route that is not there', async () => {
    const admin = await signInWith(site, 'staff', [{ role: 'admin' }])
    const gone: string[] = []
    for (const route of served.filter((one) => one !== 'POST /logout'))
      if (/There is no (page|operation) at this address/.test((await send(route, admin)).text)) gone.push(route)
    expect(gone).to.deep.equal([])
  })

  it('sends strangers to sign in, wherever they may not be', async () => {
    for (const route of served) {
      const { status, location } = await send(route)
      // Who asks for figures is a program.
      const reading = route.startsWith('GET ') && !route.includes(' /api/') && route !== 'GET /metrics'
      const rule = policy[route]
      if (rule === 'public')
        expect([route, [401].includes(status), location.includes('next=')]).to.deep.equal([route, false, false])
      else if (reading)
        expect([route, status, location]).to.deep.equal([
          route,
          303,
          `${rule === 'account' || rule === 'request.place' ? '' : '/staff'}/login?next=${encodeURIComponent(addressOf(route))}`,
        ])
      else expect([route, status]).to.deep.equal([route, 401])
    }
  })

  for (const [role, { permissions }] of Object.entries(builtInRoles))
    it(`lets ${role} do what its permissions say, and nothing else`, async () => {
      const who = await signInWith(site, role === 'patron' ? 'patron' : 'staff', [{ role }])
      for (const route of served.filter((one) => one !== 'POST /logout')) {
        const may = allowed(rightsOf([{ permissions, branch: null }]), policy[route])
        const { status, location } = await send(route, who)
        const refused = status === 401 || status === 403 || location.includes('/login?')
        expect([route, status, refused]).to.deep.equal([route, may ? status : 403, !may])
      }
    })

  it('keeps files from a loader of one branch: they belong to the whole house', async () => {
    await site.database.db.insertInto('branches').values({ code: 'north', name: 'North' }).execute()
    const who = await signInWith(site, 'staff', [{ role: 'loader', branch: 'north' }])
    const ofFiles = served.filter((route) => [policy[route]].flat().includes('catalogue.import' as never))
    expect(ofFiles.length).to.be.greaterThan(10)
    for (const route of ofFiles) expect([route, (await send(route, who)).status]).to.deep.equal([route, 403])
    expect((await who.get('/account')).status).to.equal(200)
  })

  it('takes nothing that no page of ours sent, and changes nothing then', async () => {
    const admin = await signInWith(site, 'staff', [{ role: 'admin' }])
    const before = await rows()
    expect(changing.length).to.be.greaterThan(20)
    for (const route of changing)
      for (const [headers, csrf] of [
        [{}, ''],
        [{}, 'x'.repeat(43)],
        [{ origin: 'https://evil.example' }, admin.csrf],
        [{ 'sec-fetch-site': 'cross-site' }, admin.csrf],
        [{ 'sec-fetch-site': 'same-site' }, admin.csrf],
      ] as const)
        expect([route, headers, (await send(route, admin, headers, csrf)).status]).to.deep.equal([route, headers, 403])
    expect(await rows()).to.deep.equal(before)
  })

  it('takes no form of a visitor that no page of ours sent', async () => {
    for (const route of changing.filter((one) => policy[one] === 'public' && !one.includes(' /api/')))
      expect([route, (await send(route)).status]).to.deep.equal([route, 403])
    const foreign = await send('POST /api/v1/searches', undefined, { origin: 'https://evil.example' })
    expect(foreign.status).to.equal(403)
  })

  it('changes nothing when something is only looked at', async () => {
    const admin = await signInWith(site, 'staff', [{ role: 'admin' }])
    const before = await rows()
    for (const route of served.filter((one) => one.startsWith('GET '))) await send(route, admin)
    expect(await rows()).to.deep.equal(before)
  })
})
