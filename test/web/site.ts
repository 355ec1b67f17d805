import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { createLog, type Log } from '../../src/kit/index.ts'
import type { SearchService } from '../../src/search/index.ts'
import { createWeb, type Web, type WebOptions } from '../../src/web/index.ts'
import { type Library, openLibraries } from '../search/libraries.ts'

export interface Site {
  /** Without a slash at its end. */
  readonly url: string
  readonly web: Web
  readonly service: SearchService
  get(path: string, init?: RequestInit): Promise<Response>
  post(path: string, body?: unknown): Promise<Response>
  close(): Promise<void>
}

export interface SiteOptions extends Partial<Omit<WebOptions, 'log'>> {
  readonly log?: Log
}

/** Real libraries on loopback, searched through the real web door on a free port. */
export async function openSite(libraries: readonly Library[], options: SiteOptions = {}): Promise<Site> {
  const { service, close } = await openLibraries(libraries)
  const web = createWeb({
    search: service,
    log: createLog('silent'),
    metrics: new Registry(),
    version: '0.0.0-test',
    limit: { perMinute: 10_000, burst: 10_000 },
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
    get,
    post: (path, body) =>
      get(path, {
        method: 'POST',
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    async close() {
      web.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await close()
    },
  }
}
