import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { storeBuiltInRoles } from '../../src/accounts/index.ts'
import { type Database, openDatabase } from '../../src/kit/db/index.ts'
import { createLog, type Log } from '../../src/kit/index.ts'
import { createTargetList, type SearchService, type TargetListOptions } from '../../src/search/index.ts'
import { createWeb, type Web, type WebOptions } from '../../src/web/index.ts'
import { testServer } from '../database.ts'
import { type Library, openLibraries } from '../search/libraries.ts'

export interface Site {
  /** Without a slash at its end. */
  readonly url: string
  readonly web: Web
  readonly service: SearchService
  readonly database: Database
  /** The owner's address of it. */
  readonly databaseUrl: string
  get(path: string, init?: RequestInit): Promise<Response>
  /** Calls the API with JSON, or presses the button of a page's form. */
  post(path: string, body?: unknown): Promise<Response>
  close(): Promise<void>
}

/** What a browser sends with a form of a page it was given: the cookie, and the token of the page. */
async function formOfAVisitor(get: Site['get']) {
  const page = await get('/login')
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  return { headers: { cookie }, body: new URLSearchParams({ csrf }) }
}

export interface SiteOptions extends Partial<Omit<WebOptions, 'log'>> {
  readonly log?: Log
  /** The file of targets, and what their passwords are encrypted with: their pages keep the service to these. */
  readonly follows?: Pick<TargetListOptions, 'config' | 'seal'>
}

/** Real libraries on loopback, searched through the real web door on a free port. */
export async function openSite(
  libraries: readonly Library[],
  { follows, ...options }: SiteOptions = {},
): Promise<Site> {
  const { service, close } = await openLibraries(libraries)
  const postgres = await testServer()
  const address = await postgres.create()
  const log = createLog('silent')
  const database = await openDatabase({ url: address, dataFolder: '', log })
  await storeBuiltInRoles(database.db)
  const web = createWeb({
    search: service,
    database,
    log,
    metrics: new Registry(),
    version: '0.0.0-test',
    limit: { perMinute: 10_000, burst: 10_000 },
    ...(follows && { targets: createTargetList({ db: database.db, service, log, ...follows }) }),
    ...options,
  })
  const server = web.app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const get = (path: string, init?: RequestInit) => fetch(url + path, { redirect: 'manual', ...init })
  return {
    url,
    web,
    service,
    database,
    databaseUrl: address,
    get,
    post: async (path, body) =>
      path.startsWith('/api/')
        ? get(path, {
            method: 'POST',
            ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
          })
        : get(path, { method: 'POST', ...(await formOfAVisitor(get)) }),
    async close() {
      web.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await close()
      await database.close()
      await postgres.drop(address)
    },
  }
}
