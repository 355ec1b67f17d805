import { type Answer, type Posting, post } from '../../kit/http/index.ts'
import { type TlsTexts, tlsFailureWords } from '../../kit/tls/index.ts'
import { Problem } from '../../problems.ts'
import type { Carried, Carrier } from './carrier.ts'
import { readConfirmation, toIso18626 } from './iso18626/index.ts'
import type { Partner, PartnerHeader } from './partners.ts'

export interface OverHttpOptions extends Pick<Posting, 'reach' | 'timeout'> {
  /** What a partner is shown with each call. */
  header(partner: Partner): Promise<PartnerHeader | undefined>
  /** What it is shown over https, and who vouches for its server; as with anybody if not given. */
  tls?(partner: Partner): TlsTexts | undefined
}

/** A confirmation is short; whoever says more is not understood. */
const longestAnswer = 64 * 1024

/** Answers that say something of the message, and not of how it came or of the moment. */
const aboutMessage: ReadonlySet<number> = new Set([400, 413, 414, 415, 422])
/** Answers that any other message would have got, too. */
const aboutUs: ReadonlySet<number> = new Set([401, 403, 404, 405, 410, 429, 502, 503, 504])

/** ISO 18626 over HTTP(S): each message is posted to the partner's address, and confirmed on the same connection. */
export function overHttp({ reach, timeout, header, tls }: OverHttpOptions): Carrier {
  return {
    write: (partner, message, about) =>
      toIso18626(message, { profile: partner.profile, version: partner.protocolVersion }, about),
    async carry(partner, _message, signal, written = ''): Promise<Carried> {
      if (!URL.canParse(partner.endpoint)) return { kind: 'hopeless', detail: 'its address is missing' }
      const shown = await header(partner)
      const headers = {
        'content-type': 'application/xml; charset=utf-8',
        accept: 'application/xml, text/xml',
        'user-agent': 'Farshelf',
        ...(shown && { [shown.name.toLowerCase()]: shown.value }),
      }
      const url = new URL(partner.endpoint)
      const call = { url, headers, body: written, reach, timeout, signal, kept: longestAnswer, tls: tls?.(partner) }
      const answer = await post(call).catch((error: unknown): Carried => {
        // Only the house can stop it.
        if (signal.aborted) throw error
        return failure(error)
      })
      return 'kind' in answer ? answer : answered(answer)
    },
  }
}

function answered({ status, text }: Answer): Carried {
  const said = readConfirmation(Buffer.from(text))
  if (said.kind === 'receipt' && status < 500) return { kind: 'answered', receipt: said.receipt }
  const detail = `it answered ${status}${status < 300 ? ` with ${said.kind === 'nothing' ? said.detail : 'an error'}` : ''}`
  if (aboutMessage.has(status)) return { kind: 'hopeless', detail }
  return { kind: 'again', detail, arrived: !aboutUs.has(status), nobody: aboutUs.has(status) }
}

/** What fails before there is a connection: nothing has arrived. */
const notConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

function failure(error: unknown): Carried {
  if (error instanceof Problem && error.code === 'call-refused')
    return { kind: 'hopeless', detail: String(error.context['detail']) }
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const detail =
    error instanceof Problem && error.code === 'call-failed'
      ? String(error.context['detail'])
      : (tlsFailureWords(error as NodeJS.ErrnoException) ?? (error as Error).message)
  const unknownName = error instanceof Problem && detail === 'its name is not known'
  // Whose certificate does not hold is told nothing.
  const untrusted = /^(ERR_TLS_)?CERT|CERT$|_CERT_|UNABLE_TO_VERIFY/.test(code)
  return { kind: 'again', detail, arrived: !notConnected.has(code) && !untrusted && !unknownName, nobody: true }
}
