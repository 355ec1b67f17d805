import { X509Certificate } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import type { Request } from 'express'
import type { ExchangeSettings, Shown, ShownCertificate } from '../../ill/index.ts'
import { readNetworks } from '../../kit/index.ts'

/**
 * What a caller shows: a token, its address, and its certificate: of the connection where TLS ends with us, else as a
 * trusted proxy before us has seen it.
 * @param now milliseconds since 1970: a certificate counts within its dates
 */
export function shownBy(
  req: Request,
  settings: Pick<ExchangeSettings, 'certificateHeader' | 'trustedProxies'>,
  now: number,
): Shown {
  const certificate =
    req.socket instanceof TLSSocket ? certificateOf(req.socket, now) : certificatePassed(req, settings)
  return { address: req.ip ?? '', token: tokenOf(req), ...(certificate && { certificate }) }
}

/** Of the connection: that the caller has its key is what TLS has seen to, and nothing more. */
function certificateOf(socket: TLSSocket, now: number): ShownCertificate | undefined {
  const shown = socket.getPeerX509Certificate()
  if (!shown || now < Date.parse(shown.validFrom) || now > Date.parse(shown.validTo)) return undefined
  return {
    fingerprint: digitsOf(shown),
    // Anybody can write a name into a certificate of his own.
    bears: (name) => socket.authorized && shown.checkHost(name, { subject: 'never', wildcards: false }) !== undefined,
  }
}

function certificatePassed(
  req: Request,
  { certificateHeader, trustedProxies }: Pick<ExchangeSettings, 'certificateHeader' | 'trustedProxies'>,
): ShownCertificate | undefined {
  // Of the connection itself: what a caller says of its way here is as good as what it says of its certificate.
  const from = req.socket.remoteAddress ?? ''
  const believed = certificateHeader !== undefined && trustedProxies.some((one) => readNetworks(one)?.has(from))
  const passed = believed ? req.headers[certificateHeader] : undefined
  const fingerprint = typeof passed === 'string' ? fingerprintIn(passed) : undefined
  return fingerprint === undefined ? undefined : { fingerprint }
}

/** `Authorization: Bearer …`, or where a system cannot send that, its password of Basic, or `X-Api-Key`. */
function tokenOf({ headers }: Request): string | undefined {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S{1,1000})$/i.exec(headers.authorization ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme !== '')
    return Buffer.from(value, 'base64')
      .toString()
      .replace(/^[^:]*:/, '')
  const key = headers['x-api-key']
  return typeof key === 'string' && key !== '' ? key : undefined
}

/**
 * A SHA-256 fingerprint, as proxies pass it: its digits, with or without colons; `Hash=…` among other things; or the
 * whole certificate, as PEM whose line breaks are escaped.
 */
export function fingerprintIn(passed: string): string | undefined {
  const digits = passed.replace(/^sha-?256[:=]/i, '').replaceAll(':', '')
  const hash = /^[0-9a-f]{64}$/i.test(digits) ? digits : /\bHash=([0-9a-f]{64})\b/i.exec(passed)?.[1]
  if (hash !== undefined) return hash.toLowerCase()
  try {
    return digitsOf(new X509Certificate(decodeURIComponent(passed)))
  } catch {
    return undefined
  }
}

const digitsOf = ({ fingerprint256 }: X509Certificate): string => fingerprint256.replaceAll(':', '').toLowerCase()
