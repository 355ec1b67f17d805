import { constants } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer, type Server, type ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Ill, TlsDoorSettings } from './ill/index.ts'
import type { Log } from './kit/index.ts'
import { followTlsFiles, type TlsTexts } from './kit/tls/index.ts'
import { Problem } from './problems.ts'

const fileName = 'ill.yaml'
/** Milliseconds a caller has to agree on TLS, and for a request: messages are small. */
const handshakeDeadline = 10_000
const requestDeadline = 15_000

/**
 * The door of ISO 18626 over TLS that ends with us, so that libraries can show certificates; undefined when it is off.
 * A certificate is asked for and looked at by the door: whose library is known by its token alone shows none.
 * @throws Problem tls-file-unfit, ill-cannot-listen
 */
export async function startMessageDoor(
  listener: RequestListener,
  { exchange: { tls } }: Ill['settings'],
  log: Log,
): Promise<Server | undefined> {
  if (!tls) return undefined
  const current = followTlsFiles(tls, log)
  let used = current()
  const server = createServer(
    { ...contextOf(used), requestCert: true, rejectUnauthorized: false, handshakeTimeout: handshakeDeadline },
    listener,
  )
  server.headersTimeout = requestDeadline
  server.requestTimeout = 2 * requestDeadline
  server.maxConnections = tls.connections
  limitPerAddress(server, tls.connectionsPerAddress)
  // Before TLS begins with the connection: it is the first to get what was renewed.
  server.prependListener('connection', () => {
    const now = current()
    if (now !== used) server.setSecureContext(contextOf(now))
    used = now
  })
  await listen(server, tls)
  return server
}

/** Sessions are not resumed: who has vouched for a certificate, and that it is still good, is looked at each time. */
const contextOf = ({ ca, ...shown }: TlsTexts): ServerOptions => ({
  ...shown,
  // With none at all those of the system would vouch.
  ca: ca ?? [],
  minVersion: 'TLSv1.2',
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
})

/** Nobody is known before TLS and the head of a request: until then no address takes all connections. */
function limitPerAddress(server: Server, most: number): void {
  const open = new Map<string, number>()
  server.prependListener('connection', (socket) => {
    const address = (socket as Socket).remoteAddress ?? ''
    const before = open.get(address) ?? 0
    if (before >= most) return socket.destroy()
    open.set(address, before + 1)
    socket.once('close', () => {
      const left = open.get(address)! - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  })
}

const listen = (server: Server, { host, port }: TlsDoorSettings): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (cause: Error) =>
      reject(new Problem('ill-cannot-listen', { host, port, file: fileName, detail: cause.message }, { cause }))
    server.once('error', failed).listen(port, host, () => {
      server.off('error', failed)
      resolve()
    })
  })

/** Where libraries post over TLS: a line, or none where it is off. */
export function messageDoorAddresses({ exchange: { tls } }: Ill['settings'], server: Server | undefined): string[] {
  if (!tls || !server) return []
  const host = tls.host.includes(':') ? `[${tls.host}]` : tls.host
  return [`ISO 18626 with certificates: https://${host}:${(server.address() as AddressInfo).port}/iso18626`]
}
