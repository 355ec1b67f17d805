import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { type Clock, type Environment, type Log, systemClock } from './kit/index.ts'
import { createSearchService, type Target } from './search/index.ts'
import { createWeb } from './web/index.ts'

/** How long a page may wait for libraries, and requests in flight to finish once we were told to stop. Milliseconds. */
const deadline = 16_000
const grace = deadline + 2_000
/** A client that has not sent its whole request by then is slow on purpose. */
const requestDeadline = 15_000

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

export interface App {
  /** Where people open it. */
  readonly url: string
  /** Finishes what is in flight, then closes every connection and association. */
  close(): Promise<void>
}

/** Wires everything and listens. @throws the system's error when the address can't be had */
export async function startApp(
  environment: Environment,
  targets: readonly Target[],
  log: Log,
  clock: Clock = systemClock,
): Promise<App> {
  const search = createSearchService({ targets, clock, log })
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const web = createWeb({ search, log, metrics, version, deadline })
  const server = web.app.listen(environment.port, environment.host)
  server.headersTimeout = requestDeadline
  server.requestTimeout = requestDeadline
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port } = server.address() as AddressInfo
  const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host

  return {
    url: `http://${host}:${port}/`,
    async close() {
      web.close()
      const ended = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const impatience = setTimeout(() => server.closeAllConnections(), grace)
      await ended
      clearTimeout(impatience)
      await search.close()
    },
  }
}
