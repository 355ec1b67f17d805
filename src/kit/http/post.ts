import { request as httpRequest } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { rootCertificates } from 'node:tls'
import { Problem } from '../../problems.ts'
import type { TlsTexts } from '../tls/index.ts'
import type { Reach } from './networks.ts'
import { connectionTo, hostOf, type Lookup } from './reach.ts'

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
  /** What is shown over https to a receiver that asks for it, and who vouches for it besides the usual authorities. */
  readonly tls?: TlsTexts | undefined
  /** Gives the addresses of a name: the system's by default. */
  readonly lookup?: Lookup
}

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
  const { url, headers, body, reach, timeout, signal, kept = 1000, tls, lookup } = posting
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
  const lateOr = (error: unknown) =>
    limit.aborted && !signal.aborted
      ? new Problem('call-failed', { host: hostOf(url), detail: 'no answer in time' })
      : error
  const connection = await connectionTo(url, { reach, limit, lookup }).catch((error: unknown) => {
    throw lateOr(error)
  })
  const options: RequestOptions = {
    ...{ ...connection, ...tls, method: 'POST' },
    ...(tls?.ca !== undefined && { ca: [...rootCertificates, tls.ca] }),
    headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
  }
  return await new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options, (answer) => {
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
    sent.on('error', (error) => reject(lateOr(error)))
    sent.end(body)
  })
}
