import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { Problem } from '../../problems.ts'
import type { Reach } from './networks.ts'
import { connectionTo, hostOf, type Lookup } from './reach.ts'

export interface Getting {
  /** http or https; a name and a password in it are shown to its host, and nowhere else. */
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly reach: Reach
  /** Milliseconds, for all of it: redirects and the last byte, too. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** Redirects that are followed, each looked at anew: 3 if not given. */
  readonly redirects?: number
  /** Gives the addresses of a name: the system's by default. */
  readonly lookup?: Lookup
}

/** What was found at an address. */
export interface Found {
  /** As its sender says, in lower case, without parameters; empty where it does not say. */
  readonly mediaType: string
  /** What it is to be called, by its headers or by where it lay. */
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Gets what lies at an address and hands it to `use` as it arrives. The address that was looked at is the one connected
 * to; each redirect is looked at like the first, and none leads from https to http.
 * @throws Problem call-refused for an address that may not be reached; call-failed where nothing comes, with the `status`
 * of an answer that is none; and what `use` throws
 */
export async function get<T>(getting: Getting, use: (found: Found) => Promise<T>): Promise<T> {
  const { headers, reach, timeout, signal, redirects = 3, lookup } = getting
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
  for (let [url, left] = [getting.url, redirects]; ; left--) {
    /** What keeps it from coming, without the address: all that is in it would be written down with it. */
    const failure = (error: unknown): unknown => {
      if (signal.aborted || error instanceof Problem) return error
      const { code = 'it broke off' } = error as NodeJS.ErrnoException
      return failed(url, limit.aborted ? 'it took too long' : code)
    }
    const answer = await connectionTo(url, { reach, limit, plain: true, lookup })
      .then((connection) => ask(url, { ...connection, headers: headersFor(url, headers) }))
      .catch((error: unknown) => {
        throw failure(error)
      })
    try {
      const next = redirectOf(url, answer)
      if (!next) return await use(foundIn(url, answer, failure))
      if (left <= 0) throw failed(url, 'it sends us from one address to the next')
      url = next
    } finally {
      answer.destroy()
    }
  }
}

const failed = (url: URL, detail: string, more: { readonly status?: number } = {}) =>
  new Problem('call-failed', { host: hostOf(url), detail, ...more })

function headersFor(url: URL, given: Getting['headers']): Record<string, string> {
  const [user, password] = [url.username, url.password].map((text) => decoded(text) ?? text)
  return {
    ...given,
    ...{ host: url.host, 'accept-encoding': 'identity' },
    ...((user || password) && { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
  }
}

const ask = (url: URL, options: RequestOptions): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? httpsRequest : httpRequest)({ ...options, method: 'GET' }, resolve)
    asked.on('error', reject)
    asked.end()
  })

/** Where an answer sends us; undefined where it is what was asked for. @throws Problem call-failed, call-refused */
function redirectOf(url: URL, { statusCode: status = 0, headers }: IncomingMessage): URL | undefined {
  if (status >= 200 && status < 300) {
    const coding = headers['content-encoding'] ?? 'identity'
    if (coding !== 'identity') throw failed(url, 'what it sends is packed in a way that was not asked for')
    return undefined
  }
  const location = headers.location ?? ''
  if (!redirecting.has(status) || !URL.canParse(location, url)) throw failed(url, `it answered ${status}`, { status })
  const next = new URL(location, url)
  if (next.protocol !== 'https:' && next.protocol !== url.protocol)
    throw new Problem('call-refused', { host: hostOf(url), detail: 'it sends us to an address that is not safe' })
  return next
}

function foundIn(url: URL, answer: IncomingMessage, failure: (error: unknown) => unknown): Found {
  const { headers } = answer
  return {
    mediaType: (headers['content-type'] ?? '').replace(/;.*/s, '').trim().toLowerCase(),
    name: nameIn(headers['content-disposition'] ?? '') ?? lastPart(url),
    bytes: bytesOf(answer, failure),
  }
}

/** What a file is called by RFC 6266: the name in any alphabet before the plain one. */
function nameIn(disposition: string): string | undefined {
  const [, extended] = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition) ?? []
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition) ?? []
  return (extended && decoded(extended)) || quoted?.replace(/\\(.)/g, '$1') || bare || undefined
}

const lastPart = ({ pathname }: URL): string => decoded(pathname.split('/').at(-1)!) ?? ''

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

async function* bytesOf(answer: IncomingMessage, failure: (error: unknown) => unknown): AsyncGenerator<Uint8Array> {
  try {
    yield* answer as AsyncIterable<Buffer>
  } catch (error) {
    throw failure(error)
  }
}
