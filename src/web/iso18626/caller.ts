import { X509Certificate } from 'node:crypto'
import type { Request } from 'express'
import type { ExchangeSettings, Shown } from '../../ill/index.ts'
import { readNetworks } from '../../kit/index.ts'

/** What a caller shows: a token, its address, and the certificate that a trusted proxy before us has seen. */
export function shownBy(
  req: Request,
  { certificateHeader, trustedProxies }: Pick<ExchangeSettings, 'certificateHeader' | 'trustedProxies'>,
): Shown {
  // Of the connection itself: what a caller says of its way here is as good as what it says of its certificate.
  const from = req.socket.remoteAddress ?? ''
  const believed = certificateHeader !== undefined && trustedProxies.some((one) => readNetworks(one)?.has(from))
  const passed = believed ? req.headers[certificateHeader] : undefined
  return {
    address: req.ip ?? '',
    token: tokenOf(req),
    ...(typeof passed === 'string' && { certificate: fingerprintIn(passed) }),
  }
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
    return new X509Certificate(decodeURIComponent(passed)).fingerprint256.replaceAll(':', '').toLowerCase()
  } catch {
    return undefined
  }
}
