import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Attempt, now, tooLate, within } from './attempt.ts'
import { socketFailure } from './failures.ts'
import { TargetFailure, type TargetSettings } from './types.ts'

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

/**
 * Connects to a target. The name is resolved once and the connection goes to an address that came out of it, so a
 * name that changes in between leads nowhere else.
 * @throws TargetFailure refused, unreachable, timed-out, misconfigured, cancelled
 */
export async function connect(target: TargetSettings, resolve: Resolve, attempt: Attempt): Promise<Connection> {
  const limit = target.deadlines.connect
  const late = () => tooLate(attempt, 'connect', limit)
  const startedAt = now()
  let failure: TargetFailure | undefined
  for (const address of await within(attempt, limit, addresses(target, resolve), late)) {
    const left = limit - (now() - startedAt)
    const { connection, connected } = open(target, address)
    try {
      await within(attempt, left, connected, late)
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

async function addresses({ host }: TargetSettings, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(host)
  } catch (cause) {
    const failure = socketFailure(cause as Error, 'connect')
    // A name server says no, or the address is one we must not use.
    const detail = (cause as Error).message
    throw new TargetFailure(failure.kind === 'closed' ? { kind: 'misconfigured', detail } : failure, { cause })
  }
}

function open(target: TargetSettings, address: string) {
  const connection = target.tls ? openTls(target, target.tls, address) : openTcp(target, address)
  const { socket } = connection
  socket.setNoDelay(true)
  const connected = new Promise<void>((resolve, reject) => {
    socket.once(target.tls ? 'secureConnect' : 'connect', () => resolve())
    socket.on('error', reject)
    // A TLS handshake that the other side ends without an error.
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  })
  return { connection, connected }
}

/** All octets of a TCP connection go through one buffer: a new one for every read costs more than reading. */
function openTcp({ port }: TargetSettings, address: string): Connection {
  const callback = (octets: number, buffer: Uint8Array) => {
    connection.onOctets((buffer as Buffer).subarray(0, octets))
    return true
  }
  const socket = connectTcp({ host: address, port, onread: { buffer: Buffer.allocUnsafe(readSize), callback } })
  const connection: Connection = { socket, onOctets: ignore }
  return connection
}

function openTls({ host, port }: TargetSettings, tls: NonNullable<TargetSettings['tls']>, address: string): Connection {
  const servername = tls.serverName ?? (isIP(host) ? undefined : host)
  const socket = connectTls({
    host: address,
    port,
    rejectUnauthorized: tls.rejectUnauthorized,
    ...(servername === undefined ? {} : { servername }),
  })
  const connection: Connection = { socket, onOctets: ignore }
  socket.on('data', (chunk) => connection.onOctets(chunk))
  return connection
}

/** Nothing can come before whoever waits for the connection has had its turn. */
const ignore = () => undefined
