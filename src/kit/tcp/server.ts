import { createServer, type Socket } from 'node:net'
import type { Log } from '../log.ts'
import { Connection, type Conversation, type Cutter } from './connection.ts'
import type { ConnectionLimits } from './limits.ts'

export interface TcpServerOptions {
  readonly limits: ConnectionLimits
  readonly log: Log
  /** Called for each client: what cuts its octets, and what answers it. */
  converse(address: string, log: Log): { readonly cutter: Cutter; readonly conversation: Conversation }
}

/** A server of a protocol of requests and answers. */
export interface TcpServer {
  /** Begins to serve. Port 0 takes a free one. Rejects when the address cannot be had. */
  listen(port: number, host?: string): Promise<void>
  /** The port listened on. */
  readonly port: number
  /** Associations open now. */
  readonly connections: number
  /** Takes leave of every client and resolves when all sockets are gone. */
  close(): Promise<void>
}

/** Serves clients over TCP, so many at once and so many of one address, one request of each after the other. */
export function createTcpServer({ limits, log, converse }: TcpServerOptions): TcpServer {
  const connections = new Set<Connection>()
  const perAddress = new Map<string, number>()
  const server = createServer({ allowHalfOpen: true }, accept)
  let sockets = 0
  server.on('error', (err) => log.error({ err }, 'the server cannot listen'))

  function accept(socket: Socket): void {
    // Those beyond the limits hear why; when there are too many even for that, they are dropped unheard, and by a reset:
    // the end of an association might be taken for the end of one that was served.
    if (sockets >= limits.connections * 2) {
      socket.on('error', () => {}).resetAndDestroy()
      return
    }
    sockets++
    socket.once('close', () => sockets--)
    const address = socket.remoteAddress ?? ''
    const fromThere = perAddress.get(address) ?? 0
    const client = log.child({ client: `${address}:${socket.remotePort}` })
    const { cutter, conversation } = converse(address, client)
    const connection = new Connection(socket, cutter, conversation, limits, client)
    if (connections.size >= limits.connections || fromThere >= limits.connectionsPerAddress) {
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
