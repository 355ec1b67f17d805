import { Agent, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { createGunzip } from 'node:zlib'
import { SruReader } from '../../standards/sru/index.ts'
import { type Attempt, now, throwIfCancelled, tooLate, whyLeft } from '../attempt.ts'
import { connectSocket } from '../connect.ts'
import { socketFailure } from '../failures.ts'
import type { Surroundings } from '../open.ts'
import type { Member } from '../pool.ts'
import { type Phase, type SruSettings, TargetFailure } from '../types.ts'

/** Bytes an answer may have, unpacked: what an association takes in one PDU. */
const longestAnswer = 16 * 1024 * 1024
const mostRedirects = 3
/** An address so long is refused by some servers on the way. */
const longestQuery = 6000

/**
 * One connection to an SRU server, for one request at a time. It goes to an address that was looked at, and is kept
 * between requests as long as the server keeps it. A redirect is followed on the same host alone.
 */
export class SruLine implements Member {
  onChange: (() => void) | undefined
  readonly #settings: SruSettings
  readonly #surroundings: Surroundings
  #base: URL
  #socket: Socket | undefined
  #agent: Agent | undefined
  #alive = true
  #busy = false

  constructor(settings: SruSettings, surroundings: Surroundings) {
    this.#settings = settings
    this.#surroundings = surroundings
    this.#base = new URL(settings.url)
  }

  get alive(): boolean {
    return this.#alive
  }

  get busy(): boolean {
    return this.#busy
  }

  /** Where it is connected to. */
  get peer(): string {
    return `${this.#socket?.remoteAddress} port ${this.#socket?.remotePort}`
  }

  /** Connects. @throws TargetFailure of connecting */
  async open(attempt: Attempt): Promise<void> {
    attempt.onProgress?.('connecting')
    const { hostname, port, protocol } = this.#base
    const secure = protocol === 'https:'
    const place = {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || (secure ? 443 : 80)),
      ...(secure && { tls: this.#settings.tls ?? { rejectUnauthorized: true } }),
      deadlines: this.#settings.deadlines,
    }
    const socket = await connectSocket(place, this.#surroundings.resolve, attempt)
    socket.once('close', () => {
      if (this.#socket === socket) this.#end()
    })
    this.#socket = socket
    this.#agent = agentOf(socket)
  }

  /**
   * Asks, and gives what reads the answer once it is whole.
   * @param limit milliseconds this phase may take; the attempt as a whole may end sooner
   * @throws TargetFailure
   */
  async ask(parameters: URLSearchParams, phase: Phase, limit: number, attempt: Attempt): Promise<SruReader> {
    throwIfCancelled(attempt)
    const stop = new AbortController()
    const due = Math.min(now() + limit, attempt.endsAt)
    const timer = setTimeout(() => stop.abort(tooLate(attempt, phase, limit)), Math.max(0, due - now()))
    const cancel = () => stop.abort(whyLeft(attempt.signal))
    attempt.signal?.addEventListener('abort', cancel)
    this.#busy = true
    let answered = false
    try {
      const reader = await this.#follow(parameters, phase, attempt, stop.signal)
      answered = true
      return reader
    } catch (error) {
      if (stop.signal.aborted) throw stop.signal.reason
      throw error instanceof TargetFailure ? error : new TargetFailure(socketFailure(error as Error, phase))
    } finally {
      clearTimeout(timer)
      attempt.signal?.removeEventListener('abort', cancel)
      this.#busy = false
      // What is left of a broken-off answer would be taken for the next one's.
      if (!answered) this.#end()
    }
  }

  async close(): Promise<void> {
    this.#end()
  }

  async #follow(parameters: URLSearchParams, phase: Phase, attempt: Attempt, stop: AbortSignal): Promise<SruReader> {
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#send(parameters, stop)
      const moved = redirectOf(answer, this.#base)
      if (!moved) return await read(answer, phase, stop)
      answer.resume()
      if (redirects === mostRedirects) throw misconfigured(`It redirects more than ${mostRedirects} times`)
      await this.#move(moved, attempt)
    }
  }

  /** Goes on at another address of the same host. */
  async #move(to: URL, attempt: Attempt): Promise<void> {
    const from = this.#base
    if (to.hostname !== from.hostname || (from.protocol === 'https:' && to.protocol !== 'https:'))
      throw misconfigured(`It redirects to ${to.origin}: if that is meant, make it the address of the target`)
    for (const name of requestParameters) to.searchParams.delete(name)
    this.#base = to
    if (to.origin === from.origin && this.#socket?.destroyed === false) return
    const old = this.#socket
    this.#socket = undefined
    old?.destroy()
    await this.open(attempt)
  }

  #send(parameters: URLSearchParams, signal: AbortSignal): Promise<IncomingMessage> {
    const url = new URL(this.#base)
    for (const [name, value] of parameters) url.searchParams.set(name, value)
    const posts = this.#settings.method === 'post' || url.search.length > longestQuery
    const body = posts ? url.searchParams.toString() : undefined
    const { user, password } = this.#settings.credentials ?? {}
    const { name, version } = this.#surroundings.implementation
    const headers = {
      host: url.host,
      accept: 'application/sru+xml, application/xml, text/xml;q=0.9, */*;q=0.1',
      'accept-encoding': 'gzip',
      'user-agent': `${name}/${version}`,
      ...(user !== undefined && {
        authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`,
      }),
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      }),
    }
    return new Promise((resolve, reject) => {
      const path = url.pathname + (posts ? '' : url.search)
      const agent = this.#agent
      if (!agent) throw new Error('the line is not open')
      const sent = request({ agent, path, method: posts ? 'POST' : 'GET', headers, signal }, resolve)
      sent.on('error', reject)
      sent.end(body)
    })
  }

  #end(): void {
    if (!this.#alive) return
    this.#alive = false
    this.#agent?.destroy()
    this.#socket?.destroy()
    this.onChange?.()
  }
}

/** What we ask with: an address that a server redirects to often repeats it. */
const requestParameters = [
  ...['version', 'operation', 'query', 'startRecord', 'maximumRecords', 'recordSchema', 'recordPacking'],
  ...['recordXMLEscaping', 'scanClause', 'responsePosition', 'maximumTerms', 'sortKeys'],
]

/** Sends requests over one socket that is there, and over no other. */
function agentOf(socket: Socket): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 })
  let given = false
  agent.createConnection = () => {
    if (given) throw Object.assign(new Error('the connection is gone'), { code: 'ECONNRESET' })
    given = true
    return socket
  }
  return agent
}

const misconfigured = (detail: string) => new TargetFailure({ kind: 'misconfigured', detail })

function redirectOf({ statusCode = 0, headers }: IncomingMessage, base: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined
  const { location } = headers
  if (location === undefined || !URL.canParse(location, base)) throw misconfigured('It redirects to no address')
  const to = new URL(location, base)
  if (!/^https?:$/.test(to.protocol)) throw misconfigured(`It redirects to ${to.protocol}`)
  return to
}

/** Reads an answer that is one. Servers send diagnostics with all kinds of status, so XML is read whatever it is. */
async function read(answer: IncomingMessage, phase: Phase, signal: AbortSignal): Promise<SruReader> {
  const { statusCode: status = 0, headers } = answer
  const type = headers['content-type'] ?? ''
  if (status >= 400 && !/xml/i.test(type)) throw new TargetFailure(statusFailure(status, phase))
  const reader = new SruReader(longestAnswer)
  const zipped = /^(?:x-)?gzip$/i.test(headers['content-encoding'] ?? '')
  const unpacked = zipped ? answer.pipe(createGunzip()) : answer
  // What breaks the connection off has to break off the unpacking, too.
  if (zipped) answer.once('error', (error) => unpacked.destroy(error))
  const cut = () => unpacked.destroy(signal.reason as Error)
  signal.addEventListener('abort', cut, { once: true })
  try {
    for await (const bytes of unpacked) if (!reader.write(bytes as Uint8Array)) break
    return reader
  } finally {
    signal.removeEventListener('abort', cut)
  }
}

/** What an HTTP status says of a server that has nothing else to say. */
function statusFailure(status: number, phase: Phase): TargetFailure['failure'] {
  if (status === 401 || status === 403 || status === 407) return { kind: 'access-denied', phase, diagnostics: [] }
  if (status === 429 || status === 503) return { kind: 'too-many-sessions', diagnostics: [] }
  if (status >= 500) return { kind: 'protocol-error', phase, detail: `it answered with HTTP status ${status}` }
  return { kind: 'misconfigured', detail: `It answered with HTTP status ${status}: look at its address` }
}
