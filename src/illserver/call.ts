import { connect, type Socket } from 'node:net'
import { type Reach, reachable } from '../kit/http/index.ts'
import { Problem } from '../problems.ts'
import { decodeILLAPDU, encodeILLAPDU, type ILLAPDU, illAPDUSplitter } from '../standards/iso10161/index.ts'

export interface IllCall {
  /** `tcp://host:port`. */
  readonly url: URL
  readonly apdu: ILLAPDU
  readonly reach: Reach
  /** Milliseconds, for all of it. */
  readonly timeout: number
  /**
   * Milliseconds after which we end our side, where the answer is not one to wait for: what is taken in is then told by
   * the end of theirs.
   */
  readonly grace?: number
  readonly signal: AbortSignal
}

/** What is known of an APDU after it was sent, or not. */
export type IllOutcome =
  /** They have answered. */
  | { readonly kind: 'answered'; readonly apdu: ILLAPDU }
  /**
   * All of it was sent, and nothing was said against it: they have ended the association in order, or left it open until
   * the time was over. That is all there is with services the standard has no answer for.
   */
  | { readonly kind: 'silent'; readonly ended: boolean }
  /** The association broke off, or what came is no answer: the APDU may have arrived. */
  | { readonly kind: 'broken'; readonly detail: string }
  /** Nothing was sent. */
  | { readonly kind: 'unreached'; readonly detail: string }
  /** The address may not be called: nothing will be sent until somebody allows it. */
  | { readonly kind: 'refused'; readonly detail: string }

/** Where the service has a port of its own. IANA, inter-library loan. */
export const illPort = 1611

/** Opens an association, sends one APDU and reads what is answered. The address that was looked at is connected to. */
export async function callIllSystem({
  url,
  apdu,
  reach,
  timeout,
  grace = 1_000,
  signal,
}: IllCall): Promise<IllOutcome> {
  const bytes = encodeILLAPDU(apdu)
  const late = AbortSignal.timeout(timeout)
  const host = await addressOf(url, reach, AbortSignal.any([signal, late]))
  if (typeof host !== 'string') return host
  // A request is answered, and some systems hear nobody who has ended their side.
  const patient = apdu.type === 'illRequest'
  const socket = connect({ host, port: Number(url.port) || illPort, allowHalfOpen: true })
  try {
    return await converse(socket, bytes, patient ? timeout : grace, signal, late)
  } finally {
    socket.destroy()
  }
}

/** The address to connect to, or why there is none. Looking up a name cannot be called off: it is left alone. */
async function addressOf(url: URL, reach: Reach, limit: AbortSignal): Promise<string | IllOutcome> {
  let giveUp = () => {}
  const over = new Promise<IllOutcome>((resolve) => {
    giveUp = () => resolve({ kind: 'unreached', detail: 'its name was not found in time' })
  })
  limit.addEventListener('abort', giveUp)
  const looked = reachable(url, { reach }).catch((cause: unknown): IllOutcome => {
    if (!(cause instanceof Problem)) throw cause
    const detail = String(cause.context['detail'])
    return cause.code === 'call-refused' ? { kind: 'refused', detail } : { kind: 'unreached', detail }
  })
  try {
    return await Promise.race([looked, over])
  } finally {
    limit.removeEventListener('abort', giveUp)
  }
}

function converse(
  socket: Socket,
  bytes: Buffer,
  grace: number,
  stop: AbortSignal,
  late: AbortSignal,
): Promise<IllOutcome> {
  return new Promise((resolve) => {
    const splitter = illAPDUSplitter()
    let sent = false
    let left: NodeJS.Timeout | undefined
    const settle = (outcome: IllOutcome) => {
      clearTimeout(left)
      stop.removeEventListener('abort', stopped)
      late.removeEventListener('abort', tooLate)
      resolve(outcome)
    }
    const lost = (detail: string): IllOutcome =>
      socket.connecting || socket.bytesWritten === 0 ? { kind: 'unreached', detail } : { kind: 'broken', detail }
    const tooLate = () =>
      settle(
        sent && splitter.pending === 0 ? { kind: 'silent', ended: false } : lost('it did not get to an end in time'),
      )
    // Silence that we cut short says nothing.
    const stopped = () => settle(lost('we stopped'))
    late.addEventListener('abort', tooLate)
    stop.addEventListener('abort', stopped)
    if (stop.aborted) stopped()
    socket.on('connect', () => {
      socket.setNoDelay(true)
      socket.write(bytes, () => {
        sent = true
      })
      left = setTimeout(() => socket.end(), grace)
    })
    socket.on('data', (chunk) => {
      try {
        const [first] = splitter.push(chunk)
        if (first) settle({ kind: 'answered', apdu: decodeILLAPDU(first) })
      } catch (cause) {
        settle({
          kind: 'broken',
          detail: `the answer cannot be read: ${cause instanceof Error ? cause.message : cause}`,
        })
      }
    })
    socket.on('end', () =>
      settle(
        sent && splitter.pending === 0
          ? { kind: 'silent', ended: true }
          : { kind: 'broken', detail: 'it ended in the middle' },
      ),
    )
    socket.on('error', (error) => settle(lost(error.message)))
  })
}
