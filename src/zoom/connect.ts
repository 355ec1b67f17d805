import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Attempt, tooLate, within } from './attempt.ts'
import { socketFailure } from './failures.ts'
import { TargetFailure, type TargetSettings } from './types.ts'

/** Finds the addresses of a host, best first. May refuse (throw) addresses that must not be connected to. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Every address the system knows for a host. */
export const systemResolve: Resolve = async (host) =>
  isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Connects to a target. The name is resolved once and the connection goes to an address that came out of it, so a
 * name that changes in between leads nowhere else.
 * @throws TargetFailure refused, unreachable, timed-out, misconfigured, cancelled
 */
export async function connect(target: TargetSettings, resolve: Resolve, attempt: Attempt): Promise<Socket> {
  const limit = target.deadlines.connect
  const late = () => tooLate(attempt, 'connect', limit)
  const startedAt = performance.now()
  let failure: TargetFailure | undefined
  for (const address of await within(attempt, limit, addresses(target, resolve), late)) {
    const left = limit - (performance.now() - startedAt)
    const opening = open(target, address)
    try {
      return await within(attempt, left, opening.connected, late)
    } catch (error) {
      opening.socket.destroy()
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

function open({ host, port, tls }: TargetSettings, address: string) {
  const servername = tls?.serverName ?? (isIP(host) ? undefined : host)
  const socket = tls
    ? connectTls({
        host: address,
        port,
        rejectUnauthorized: tls.rejectUnauthorized,
        ...(servername === undefined ? {} : { servername }),
      })
    : connectTcp({ host: address, port })
  socket.setNoDelay(true)
  const connected = new Promise<Socket>((resolve, reject) => {
    socket.once(tls ? 'secureConnect' : 'connect', () => resolve(socket))
    socket.on('error', reject)
    // A TLS handshake that the other side ends without an error.
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  })
  return { socket, connected }
}
