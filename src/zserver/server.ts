import type { Log } from '../kit/index.ts'
import { createTcpServer, type TcpServer } from '../kit/tcp/index.ts'
import { defaultLimits } from '../standards/asn1/index.ts'
import { apduSplitter } from '../standards/z3950/index.ts'
import { Association } from './association.ts'
import { defaultServerLimits, type ServerLimits } from './limits.ts'
import { limitSearches } from './search-rate.ts'
import type { ServerSettings } from './session.ts'

export interface ZServerOptions extends Omit<ServerSettings, 'limits'> {
  readonly limits?: Partial<ServerLimits>
  readonly log: Log
}

/** Takes leave of its clients with a Close (reason shutdown). */
export type ZServer = TcpServer

/** A Z39.50 target (Z39.50-2003, versions 2 and 3) over TCP. */
export function createZServer(options: ZServerOptions): ZServer {
  const limits = { ...defaultServerLimits, ...options.limits }
  const settings: ServerSettings = { ...options, limits }
  const searchesOf = limitSearches(limits.searchesPerMinute)
  return createTcpServer({
    limits: { ...limits, firstDeadline: limits.initDeadline },
    log: options.log,
    converse: (address) => ({
      cutter: apduSplitter({ ...defaultLimits, size: limits.requestSize }),
      conversation: new Association(settings, searchesOf(address)),
    }),
  })
}
