import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { type Attempt, now, tooLate, within } from './attempt.ts'
import { socketFailure } from './failures.ts'
import { type Deadlines, TargetFailure, type Z3950Settings } from './types.ts'

/** Finds the addresses of a host, best first. May refuse (throw) addresses that must not be connected to. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Every address the system knows for a host. */
export const systemResolve: Resolve = async (host) =>
  isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address)

/** An open connection: its socket, and the octets that come. Each chunk may be overwritten when the listener returns. */
export interface Connection {
  readonly socket: Socket
  onOctets: (chunk: Buffer) => void
}

/** Octets read at a time. */
const readSize = 65_536

/** Where to connect to, and with what. */
export type Place = Pick<Z3950Settings, 'host' | 'port' | 'tls'> & {
  readonly deadlines: Pick<Deadlines, 'connect'>
}

/**
 * Connects to a target. The name is resolved once and the connection goes to an address that came out of it, so a
 * name that changes in between leads nowhere else.
 * @throws TargetFailure refused, unreachable, timed-out, misconfigured, cancelled
 */
export const connect = (target: Place, resolve: Resolve, attempt: Attempt): Promise<Connection> =>
  connected(target, resolve, attempt, (address) => (target.tls ? openTls(target, address) : openTcp(target, address)))

/** The same, for a program of Node's own that reads the socket itself. */
export async function connectSocket(target: Place, resolve: Resolve, attempt: Attempt): Promise<Socket> {
  const open = (address: string) => ({
    socket: target.tls ? tlsSocket(target, address) : connectTcp({ host: address, port: target.port }),
  })
  return (await connected(target, resolve, attempt, open)).socket
}

async function connected<C extends { readonly socket: Socket }>(
  target: Place,
  resolve: Resolve,
  attempt: Attempt,
  open: (address: string) => C,
): Promise<C> {
  const limit = target.deadlines.connect
  const late = () => tooLate(attempt, 'connect', limit)
  const startedAt = now()
  let failure: TargetFailure | undefined
  for (const address of await within(attempt, limit, addresses(target, resolve), late)) {
    const left = limit - (now() - startedAt)
    const connection = open(address)
    try {
      await within(attempt, left, readiness(target, connection.socket), late)
      return connection
    } catch (error) {
      connection.socket.destroy()
      failure = error instanceof TargetFailure ? error : new TargetFailure(socketFailure(error as Error, 'connect'))
      // The next address can only help when this one did not answer.
      if (failure.failure.kind !== 'refused' && failure.failure.kind !== 'unreachable') break
    }
  }
  throw failure ?? new TargetFailure({ kind: 'misconfigured', detail: `${target.host} has no address` })
}

async function addresses({ host }: Place, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(host)
  } catch (cause) {
    const failure = socketFailure(cause as Error, 'connect')
    // A name server says no, or the address is one we must not use.
    const detail = (cause as Error).message
    throw new TargetFailure(failure.kind === 'closed' ? { kind: 'misconfigured', detail } : failure, { cause })
  }
}

/** Resolves when a socket is connected, TLS and all. */
function readiness({ tls }: Place, socket: Socket): Promise<void> {
  socket.setNoDelay(true)
  return new Promise<void>((resolve, reject) => {
    socket.once(tls ? 'secureConnect' : 'connect', () => resolve())
    socket.on('error', reject)
    // A TLS handshake that the other side ends without an error.
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  })
}

/** All octets of a TCP connection go through one buffer: a new one for every read costs more than reading. */
function openTcp({ port }: Place, address: string): Connection {
  const callback = (octets: number, buffer: Uint8Array) => {
    connection.onOctets((buffer as Buffer).subarray(0, octets))
    return true
  }
  const socket = connectTcp({ host: address, port, onread: { buffer: Buffer.allocUnsafe(readSize), callback } })
  const connection: Connection = { socket, onOctets: ignore }
  return connection
}

function openTls(target: Place, address: string): Connection {
  const socket = tlsSocket(target, address)
  const connection: Connection = { socket, onOctets: ignore }
  socket.on('data', (chunk) => connection.onOctets(chunk))
  return connection
}

function tlsSocket({ host, port, tls }: Place, address: string): TLSSocket {
  const servername = tls?.serverName ?? (isIP(host) ? undefined : host)
  return connectTls({
    host: address,
    port,
    rejectUnauthorized: tls?.rejectUnauthorized ?? true,
    ...(servername === undefined ? {} : { servername }),
  })
}

/** Nothing can come before whoever waits for the connection has had its turn. */
const ignore = () => undefined
