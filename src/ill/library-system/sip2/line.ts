import { isIP, type Socket, connect as tcp } from 'node:net'
import { rootCertificates, connect as tls } from 'node:tls'
import { tlsFailureWords } from '../../../kit/tls/index.ts'
import { sip2Splitter } from '../../../standards/sip2/index.ts'
import type { Sip2Settings } from './settings.ts'

/** Octets a message may have: patron information with every item somebody has out is far below. */
const longestMessage = 64 * 1024

/** Why there is no answer. What was asked may have been heard. */
export class Sip2Failure extends Error {
  /** The line was kept from before, and gone when it was used: another one may do. */
  readonly stale: boolean

  constructor(detail: string, stale = false) {
    super(detail)
    this.name = 'Sip2Failure'
    this.stale = stale
  }
}

/** A connection, on which one message is asked and answered at a time. */
export interface Sip2Line {
  readonly open: boolean
  /** Writes octets. @throws Sip2Failure when it is not open */
  say(octets: Uint8Array): void
  /** The next message. @throws Sip2Failure when none comes in time, or none that can be read; the line is gone then */
  hear(signal: AbortSignal): Promise<Buffer>
  close(): void
}

/** Connects to an address that has been looked at. @throws Sip2Failure; what the signal says */
export async function openLine(
  address: string,
  { host, port, tls: secure }: Pick<Sip2Settings, 'host' | 'port' | 'tls'>,
  signal: AbortSignal,
): Promise<Sip2Line> {
  const socket = secure
    ? tls({
        ...{ host: address, port, rejectUnauthorized: secure.rejectUnauthorized },
        ...(secure.serverName !== undefined
          ? { servername: secure.serverName }
          : isIP(host) === 0 && { servername: host }),
        ...(secure.certificates !== undefined && { ca: [...rootCertificates, secure.certificates] }),
      })
    : tcp({ host: address, port })
  socket.setNoDelay(true)
  const line = lineOn(socket)
  await new Promise<void>((resolve, reject) => {
    const stop = () => reject(signal.reason)
    socket.once(secure ? 'secureConnect' : 'connect', resolve)
    socket.once('error', (error) => reject(new Sip2Failure(wordsOf(error))))
    socket.once('close', () => reject(new Sip2Failure('it closed the connection')))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  }).catch((error: unknown) => {
    socket.destroy()
    throw error
  })
  return line
}

const wordsOf = (error: NodeJS.ErrnoException): string => tlsFailureWords(error) ?? error.message

function lineOn(socket: Socket): Sip2Line {
  const splitter = sip2Splitter(longestMessage)
  const heard: Buffer[] = []
  let lost: Sip2Failure | undefined
  let waiting: (() => void) | undefined
  const lose = (detail: string) => {
    lost ??= new Sip2Failure(detail)
    socket.destroy()
    waiting?.()
  }
  socket.on('data', (chunk) => {
    try {
      heard.push(...splitter.push(chunk))
    } catch {
      return lose(`it sent a message of more than ${longestMessage / 1024} KiB`)
    }
    // Nobody asked: whose answer is it? On a line like that, the next one may be that of somebody else.
    if (!waiting && heard.length > 0) lose('it spoke without being asked')
    else if (heard.length > 0) waiting?.()
  })
  socket.on('error', (error) => lose(wordsOf(error)))
  socket.on('end', () => lose(splitter.pending > 0 ? 'it ended in the middle of a message' : 'it ended the connection'))
  socket.on('close', () => lose('it closed the connection'))
  return {
    get open() {
      return lost === undefined
    },
    say(octets) {
      if (lost) throw lost
      socket.write(octets)
    },
    hear(signal) {
      return new Promise((resolve, reject) => {
        const settle = () => {
          const message = heard.shift()
          if (!message && !lost && !signal.aborted) return
          waiting = undefined
          signal.removeEventListener('abort', settle)
          if (message) return resolve(message)
          lost ??= new Sip2Failure('there was no answer')
          socket.destroy()
          reject(signal.aborted ? signal.reason : lost)
        }
        waiting = settle
        signal.addEventListener('abort', settle)
        settle()
      })
    },
    close() {
      lost ??= new Sip2Failure('we closed the connection')
      socket.end()
      // Who does not close its side has it closed.
      socket.setTimeout(1000, () => socket.destroy())
    },
  }
}
