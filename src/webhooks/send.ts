import { lookup } from 'node:dns/promises'
import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type BlockList, isIP } from 'node:net'
import { Problem } from '../problems.ts'
import { familyOf, isPublic } from './networks.ts'

export interface Posting {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Networks of the house that may be reached. */
  readonly allowed: BlockList
  /** Milliseconds, for all of it. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** What a receiver says is of no use to us, and may be endless. */
const longestAnswer = 64 * 1024

/**
 * Posts a body and gives the status of the answer. The address that was looked at is the one connected to; a redirect
 * is an answer, and not followed.
 * @throws Problem webhook-refused for an address that may not be reached, and what keeps the answer from coming
 */
export async function post({ url, headers, body, allowed, timeout, signal }: Posting): Promise<number> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const address = await reachable(url, host, allowed)
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
      const enough = () => {
        resolve(answer.statusCode ?? 0)
        answer.destroy()
      }
      answer.on('data', (piece: Buffer) => {
        length += piece.length
        if (length > longestAnswer) enough()
      })
      answer.on('end', enough)
      answer.on('error', reject)
    })
    sent.on('error', (error) =>
      reject(
        limit.aborted && !signal.aborted ? new Problem('webhook-failed', { host, detail: 'no answer in time' }) : error,
      ),
    )
    sent.end(body)
  })
}

/** The address to connect to. @throws Problem webhook-refused, webhook-failed */
async function reachable(url: URL, host: string, allowed: BlockList): Promise<string> {
  const addresses = isIP(host)
    ? [host]
    : await lookup(host, { all: true }).then(
        (found) => found.map(({ address }) => address),
        () => {
          throw new Problem('webhook-failed', { host, detail: 'its name is not known' })
        },
      )
  const ours = (address: string) => allowed.check(address, familyOf(address))
  const found = addresses.find((address) => ours(address) || (url.protocol === 'https:' && isPublic(address)))
  if (found !== undefined) return found
  const open = addresses.some(isPublic)
  throw new Problem('webhook-refused', {
    host,
    detail: open
      ? 'over http only networks of the house are reached: use https'
      : 'it is in a private network: allow that network in webhooks.yaml if it is meant',
  })
}
