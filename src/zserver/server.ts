import { createServer, type Socket } from 'node:net'
import type { Log } from '../kit/index.ts'
import { defaultLimits } from '../standards/asn1/index.ts'
import { apduSplitter } from '../standards/z3950/index.ts'
import { Association } from './association.ts'
import { Connection } from './connection.ts'
import { defaultServerLimits, type ServerLimits } from './limits.ts'
import { limitSearches } from './search-rate.ts'
import type { ServerSettings } from './session.ts'

export interface ZServerOptions extends Omit<ServerSettings, 'limits'> {
  readonly limits?: Partial<ServerLimits>
  readonly log: Log
}

export interface ZServer {
  /** Begins to serve. Port 0 takes a free one. Rejects when the address cannot be had. */
  listen(port: number, host?: string): Promise<void>
  /** The port listened on. */
  readonly port: number
  /** Associations open now. */
  readonly connections: number
  /** Takes leave of every client with a Close (reason shutdown) and resolves when all sockets are gone. */
  close(): Promise<void>
}

/** A Z39.50 target (Z39.50-2003, versions 2 and 3) over TCP. */
export function createZServer(options: ZServerOptions): ZServer {
  const limits = { ...defaultServerLimits, ...options.limits }
  const settings: ServerSettings = { ...options, limits }
  const connections = new Set<Connection>()
  const perAddress = new Map<string, number>()
  const searchesOf = limitSearches(limits.searchesPerMinute)
  const server = createServer({ allowHalfOpen: true }, accept)
  // Those beyond the limits hear why; when there are too many even for that, they are dropped unheard.
  server.maxConnections = limits.connections * 2
  server.on('error', (err) => options.log.error({ err }, 'the Z39.50 server cannot listen'))

  function accept(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const fromThere = perAddress.get(address) ?? 0
    const splitter = apduSplitter({ ...defaultLimits, size: limits.requestSize })
    const log = options.log.child({ client: `${address}:${socket.remotePort}` })
    const association = new Association(settings, searchesOf(address))
    const connection = new Connection(socket, splitter, association, limits, log)
    const crowded = connections.size >= limits.connections || fromThere >= limits.connectionsPerAddress
    if (crowded) {
      connection.close('resources', 'too many associations')
      return
    }
    connections.add(connection)
    perAddress.set(address, fromThere + 1)
    void connection.gone.then(() => {
      connections.delete(connection)
      const left = perAddress.get(address)! - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
  }

  return {
    listen: (port, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve()
        })
      }),
    get port() {
      const address = server.address()
      return typeof address === 'object' && address ? address.port : 0
    },
    get connections() {
      return connections.size
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const connection of connections) connection.close('shutdown', 'the server is shutting down')
      await Promise.all([closed, ...[...connections].map(({ gone }) => gone)])
    },
  }
}
