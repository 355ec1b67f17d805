import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface Stalling {
  readonly port: number
  /** Connections: open now, open at most, and taken in all. */
  counts(): { readonly open: number; readonly most: number; readonly all: number }
  stop(): Promise<void>
}

/** A server that takes every connection and never says a word. */
export async function startStalling(): Promise<Stalling> {
  const open = new Set<Socket>()
  let [most, all] = [0, 0]
  const server = createServer((socket) => {
    open.add(socket)
    all++
    // One that has just gone is heard of a turn later than one that comes for it.
    setImmediate(() => setImmediate(() => (most = Math.max(most, open.size))))
    socket.on('error', () => undefined).on('close', () => open.delete(socket))
    socket.resume()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ open: open.size, most, all }),
    async stop() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
