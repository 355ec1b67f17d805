import { type Answer, post, reachOf } from '../../kit/http/index.ts'
import { Problem } from '../../problems.ts'
import {
  type Initiation,
  type Initiator,
  type NcipProblem,
  type NcipResponse,
  readResponse,
  writeInitiation,
} from '../../standards/ncip/index.ts'
import { librarySystemFile, type NcipSettings } from './settings.ts'

/** What came of asking a library's system. */
export type Asked =
  | { readonly kind: 'done'; readonly response: NcipResponse }
  /** It understood, and did not do it. */
  | { readonly kind: 'refused'; readonly problems: readonly [NcipProblem, ...NcipProblem[]]; readonly detail: string }
  /**
   * There is no answer to it. `again` says whether another try makes sense, `arrived` whether what was asked may have been
   * done all the same.
   */
  | { readonly kind: 'failed'; readonly detail: string; readonly again: boolean; readonly arrived: boolean }

/** A library's system that speaks NCIP. */
export interface Ncip {
  readonly settings: NcipSettings
  /** Asks it, and waits for its answer. Fails only where `signal` fires. */
  ask(initiation: Initiation, signal: AbortSignal): Promise<Asked>
}

/** An answer that begins so long is more than anything that was asked for. */
const longestAnswer = 64 * 1024

/** NCIP over HTTP(S): each message is posted, and answered on the same connection. */
export function createNcip(settings: NcipSettings): Ncip {
  const { address, allowNetworks, timeout } = settings
  const from: Initiator = {
    ...{ fromSystem: settings.fromSystem, systemSecret: settings.fromSystemAuthentication },
    ...{ fromAgency: settings.fromAgency, agencySecret: settings.fromAgencyAuthentication },
    ...{ toAgency: settings.toAgency, profile: settings.profile },
  }
  const reach = reachOf(allowNetworks, librarySystemFile)
  const headers = {
    'content-type': 'application/xml; charset=utf-8',
    accept: 'application/xml, text/xml',
    'user-agent': 'Farshelf',
  }
  return {
    settings,
    async ask(initiation, signal) {
      const posting = { url: new URL(address), headers, body: writeInitiation(from, initiation), reach, signal }
      const answer = await post({ ...posting, timeout: timeout * 1000, kept: longestAnswer }).catch(
        (error: unknown): Asked => {
          // Only the house can stop it.
          if (signal.aborted) throw error
          return failure(error)
        },
      )
      return 'kind' in answer ? answer : answered(answer, initiation)
    },
  }
}

/** Statuses of whatever stands before the system, or of one that does not let us in: nothing was done. */
const notTaken: ReadonlySet<number> = new Set([401, 403, 404, 405, 413, 415, 429, 503])

function answered({ status, text }: Answer, { service }: Initiation): Asked {
  if (text.length >= longestAnswer)
    return { kind: 'failed', detail: 'its answer is too long', again: false, arrived: true }
  const read = readResponse(Buffer.from(text), service)
  // Some answer problems with a status of failure: what they say counts.
  if (read.kind === 'problems') return { kind: 'refused', problems: read.problems, detail: wordsOf(read.problems[0]) }
  if (read.kind === 'response' && status < 300) return { kind: 'done', response: read.response }
  const detail =
    status >= 300 ? `it answered ${status}` : `it was not understood: ${read.kind === 'unreadable' ? read.detail : ''}`
  const again = status >= 500 || status === 408 || status === 429
  return { kind: 'failed', detail, again, arrived: !notTaken.has(status) }
}

/** A problem for people to read. */
export const wordsOf = ({ type, detail, element, value }: NcipProblem): string =>
  [
    type,
    detail && detail !== type ? `: ${detail}` : '',
    element || value ? ` (${[element, value].filter(Boolean).join(' ')})` : '',
  ]
    .join('')
    .slice(0, 500)

/** What fails before there is a connection: nothing has arrived. */
const notConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'])

function failure(error: unknown): Asked {
  if (error instanceof Problem && error.code === 'call-refused')
    return { kind: 'failed', detail: String(error.context['detail']), again: false, arrived: false }
  const { code = '' } = error as NodeJS.ErrnoException
  const detail = error instanceof Problem ? String(error.context['detail']) : (error as Error).message
  return {
    kind: 'failed',
    detail,
    again: true,
    arrived: !notConnected.has(code) && !detail.includes('name is not known'),
  }
}
