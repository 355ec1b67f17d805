import { machineTimeZone } from '../../../kit/calendar/index.ts'
import { reachable, reachOf } from '../../../kit/http/index.ts'
import type { Clock, Log } from '../../../kit/index.ts'
import { Problem } from '../../../problems.ts'
import {
  isSip2,
  type Sip2Message,
  type Sip2Name,
  type Sip2Read,
  sip2Value,
  writeSip2Date,
} from '../../../standards/sip2/index.ts'
import type { TriedStep } from '../look-up.ts'
import { librarySystemFile } from '../settings.ts'
import { converse } from './converse.ts'
import { openLine, Sip2Failure, type Sip2Line } from './line.ts'
import type { Sip2Settings } from './settings.ts'

/** What came of asking. */
export type Sip2Asked<Name extends Sip2Name> =
  | { readonly kind: 'answered'; readonly message: Extract<Sip2Read, { readonly name: Name }> }
  /** Nobody knows. `again` says whether another try makes sense. */
  | { readonly kind: 'failed'; readonly detail: string; readonly again: boolean }

/** A library's system that speaks SIP2. */
export interface Sip2 {
  readonly settings: Sip2Settings
  /** Now, as its messages have it. */
  date(): string
  /** Whether it has said that it knows a message; yes where it says nothing. Known once it was asked anything. */
  knows(place: number): boolean
  /**
   * Asks it on the line there is, or a new one, when it is our turn. Fails only where `signal` fires, and where the message
   * cannot be written. @throws Problem sip2-unwritable
   */
  ask<Asked extends Sip2Name, Answer extends Sip2Name>(
    message: Sip2Message<Asked>,
    answer: Answer,
    signal: AbortSignal,
  ): Promise<Sip2Asked<Answer>>
  close(): void
}

interface Surroundings {
  readonly clock: Clock
  readonly log: Log
  /** Told of each step, never with a secret. */
  readonly trace?: ((step: TriedStep) => void) | undefined
}

/** More who wait for their turn than this would wait in vain. */
const mostWaiting = 50

/** SIP2 over TCP, with TLS or without: one connection that is kept, and one message on it at a time. */
export function createSip2(settings: Sip2Settings, { clock, log, trace = () => undefined }: Surroundings): Sip2 {
  const reach = reachOf(settings.allowNetworks, librarySystemFile)
  const talk = converse(settings, log)
  let line: Sip2Line | undefined
  let idle: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let supported = ''
  const date = () => writeSip2Date(new Date(clock.now()), machineTimeZone())

  async function connected(limit: AbortSignal): Promise<Sip2Line> {
    let opened: Sip2Line | undefined
    let asked = 'connect'
    try {
      const address = await addressOf(settings, reach, limit)
      opened = await openLine(address, settings, limit)
      trace({ asked, ok: true, detail: `to ${address} port ${settings.port}${settings.tls ? ', TLS' : ''}` })
      asked = 'login'
      await logIn(opened, limit)
      asked = 'status'
      await askStatus(opened, limit)
      return opened
    } catch (error) {
      opened?.close()
      trace({ asked, ok: false, detail: failureOf(error, limit).detail })
      throw error
    }
  }

  async function logIn(opened: Sip2Line, limit: AbortSignal): Promise<void> {
    const { login } = settings
    if (!login) return
    const { user, password, location } = login
    const fields = { CN: user, CO: password, ...(location !== undefined && { CP: location }) }
    const fixed = { userAlgorithm: '0', passwordAlgorithm: '0' }
    const answer = await talk(opened, { name: 'login', fixed, fields }, limit)
    if (!isSip2(answer, 'loginResponse') || answer.fixed.ok !== '1')
      throw new Sip2Failure(`it refused our login as ${user}`)
    trace({ asked: 'login', ok: true, detail: `as ${user}` })
  }

  /** SC Status, once for a connection. */
  async function askStatus(opened: Sip2Line, limit: AbortSignal): Promise<void> {
    if (!settings.status) return
    const fixed = { statusCode: '0', printWidth: '080', protocolVersion: '2.00' }
    const answer = await talk(opened, { name: 'scStatus', fixed }, limit)
    if (!isSip2(answer, 'acsStatus')) throw new Sip2Failure('it did not say how it stands')
    if (answer.fixed.online.toUpperCase() === 'N') throw new Sip2Failure('it says that it is offline')
    supported = sip2Value(answer, 'BX') ?? ''
    const names = [sip2Value(answer, 'AM'), `SIP ${answer.fixed.protocolVersion}`].filter(Boolean).join(', ')
    trace({ asked: 'status', ok: true, detail: `online: ${names}` })
  }

  async function exchange<Asked extends Sip2Name>(message: Sip2Message<Asked>, limit: AbortSignal): Promise<Sip2Read> {
    clearTimeout(idle)
    const kept = line?.open === true
    if (!kept) line = await connected(limit)
    try {
      return await talk(line!, message, limit)
    } catch (error) {
      line?.close()
      line = undefined
      // Systems end a connection that has been silent; questions, unlike acts, may be asked twice.
      if (!kept || !questions.has(message.name) || limit.aborted || !(error instanceof Sip2Failure)) throw error
      line = await connected(limit)
      return await talk(line, message, limit)
    } finally {
      idle = setTimeout(() => line?.close(), settings.idle * 1000).unref()
    }
  }

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= mostWaiting) throw new Sip2Failure('too many are waiting for it')
    waiting++
    const before = turn
    const mine = before.then(work)
    turn = mine.catch(() => undefined)
    return await mine.finally(() => waiting--)
  }

  return {
    settings,
    date,
    knows: (place) => supported[place]?.toUpperCase() !== 'N',
    async ask(message, answer, signal) {
      const late = AbortSignal.timeout(settings.timeout * 1000)
      const limit = AbortSignal.any([signal, late])
      try {
        return await inTurn(async () => {
          limit.throwIfAborted()
          const read = await exchange(message, limit)
          if (isSip2(read, answer)) return { kind: 'answered', message: read }
          line?.close()
          return { kind: 'failed', detail: 'it answered something else', again: false }
        })
      } catch (error) {
        if (signal.aborted) throw error
        const failed = failureOf(error, limit)
        log.debug({ detail: failed.detail }, 'the library’s system does not answer')
        return failed
      }
    },
    close() {
      clearTimeout(idle)
      line?.close()
    },
  }
}

/** What is only asked. */
const questions: ReadonlySet<Sip2Name> = new Set(['patronInformation', 'patronStatus', 'itemInformation'])

function failureOf(error: unknown, limit: AbortSignal): Sip2Asked<never> & { kind: 'failed' } {
  if (error instanceof Sip2Failure) return { kind: 'failed', detail: error.message, again: true }
  if (limit.aborted) return { kind: 'failed', detail: 'it did not answer in time', again: true }
  if (error instanceof Problem && (error.code === 'call-refused' || error.code === 'call-failed'))
    return { kind: 'failed', detail: String(error.context['detail']), again: error.code === 'call-failed' }
  if (error instanceof Problem && error.code === 'sip2-unreadable')
    return { kind: 'failed', detail: 'what it answered is no SIP2 that can be read', again: false }
  throw error
}

/** Where it is. PINs go there: over the internet only with TLS. @throws Problem call-refused, call-failed */
async function addressOf(
  { host, port, tls }: Sip2Settings,
  reach: ReturnType<typeof reachOf>,
  limit: AbortSignal,
): Promise<string> {
  const url = new URL(`${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`)
  const late = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => reject(limit.reason), { once: true })
  })
  try {
    return await Promise.race([reachable(url, { reach }), late])
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'call-refused' || tls) throw error
    const detail = `without TLS only networks of the house are reached: allow its network in ${reach.file}, or switch TLS on`
    throw new Problem('call-refused', { ...error.context, detail }, { cause: error })
  }
}
