import { lookup } from 'node:dns/promises'
import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { Problem } from '../../problems.ts'
import { familyOf, isPublic, type Reach } from './networks.ts'

export interface Posting {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly reach: Reach
  /** Milliseconds, for all of it. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** Characters of the answer that are kept: a thousand, for people to look at, if not given. */
  readonly kept?: number
  /** Gives the addresses of a name: the system's by default. */
  readonly lookup?: (host: string) => Promise<readonly string[]>
}

const systemLookup = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/** What a receiver says may be endless: bytes that are read. */
const longestAnswer = 64 * 1024

export interface Answer {
  readonly status: number
  /** How it begins, as text. */
  readonly text: string
}

/**
 * Posts a body and gives the answer. The address that was looked at is the one connected to; a redirect
 * is an answer, and not followed.
 * @throws Problem call-refused for an address that may not be reached, call-failed where no answer comes in time; else what
 * keeps it from coming
 */
export async function post(posting: Posting): Promise<Answer> {
  const { url, headers, body, reach, timeout, signal, kept = 1000, lookup: look = systemLookup } = posting
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
  const host = hostOf(url)
  const late = () => new Problem('call-failed', { host, detail: 'no answer in time' })
  // No looking up can be called off: it is left alone.
  const address = await Promise.race([reachable(url, reach, look), ended(limit)]).catch((error: unknown) => {
    throw limit.aborted && !signal.aborted ? late() : error
  })
  const secure = url.protocol === 'https:'
  const options: RequestOptions & { readonly servername?: string } = {
    ...{ host: address, port: url.port || (secure ? 443 : 80), path: url.pathname + url.search, method: 'POST' },
    // A connection of its own: one that is kept might lead to where the name led before.
    ...{ agent: false, signal: limit },
    ...(secure && isIP(host) === 0 && { servername: host }),
    headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
  }
  return await new Promise((resolve, reject) => {
    const sent = (secure ? httpsRequest : httpRequest)(options, (answer) => {
      let length = 0
      let text = ''
      const decoder = new TextDecoder()
      const enough = () => {
        resolve({ status: answer.statusCode ?? 0, text: text.trim() })
        answer.destroy()
      }
      answer.on('data', (piece: Buffer) => {
        length += piece.length
        if (text.length < kept) text = (text + decoder.decode(piece, { stream: true })).slice(0, kept)
        if (length > longestAnswer) enough()
      })
      answer.on('end', enough)
      answer.on('error', reject)
    })
    sent.on('error', (error) => reject(limit.aborted && !signal.aborted ? late() : error))
    sent.end(body)
  })
}

/** Fails when a signal fires. */
const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

/** How long somebody who types an address waits for its name to be looked up, milliseconds. */
const patience = 3000

/**
 * Why an address may not be called, in words; undefined where they may, or where that is not known now: each call
 * looks again.
 */
export async function addressRefusal(address: string, reach: Reach): Promise<string | undefined> {
  const url = new URL(address)
  const looked = reachable(url, reach).then(
    () => undefined,
    (error: unknown) =>
      error instanceof Problem && error.code === 'call-refused' ? String(error.context['detail']) : undefined,
  )
  const tired = new AbortController()
  const late = setTimeout(patience, undefined, { signal: tired.signal, ref: false }).catch(() => undefined)
  try {
    return await Promise.race([looked, late])
  } finally {
    tired.abort()
  }
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/**
 * The address to connect to, looked up and looked at: over http in networks of the house alone, else in the internet too.
 * @throws Problem call-refused, call-failed
 */
export async function reachable(
  url: URL,
  { networks, file }: Reach,
  look: NonNullable<Posting['lookup']> = systemLookup,
): Promise<string> {
  const host = hostOf(url)
  const addresses = isIP(host)
    ? [host]
    : await look(host).catch(() => {
        throw new Problem('call-failed', { host, detail: 'its name is not known' })
      })
  const ours = (address: string) => networks.check(address, familyOf(address))
  const found = addresses.find((address) => ours(address) || (url.protocol !== 'http:' && isPublic(address)))
  if (found !== undefined) return found
  const open = addresses.some(isPublic)
  throw new Problem('call-refused', {
    host,
    detail: open
      ? 'over http only networks of the house are reached: use https'
      : `it is in a private network: allow that network in ${file} if it is meant`,
  })
}
