/** What a failure of TLS means, for people: OpenSSL has words for programmers only. Undefined for what is none. */
export function tlsFailureWords({ code = '', message }: NodeJS.ErrnoException): string | undefined {
  // An alert by which a server refuses whoever shows no certificate, or one that it does not want.
  if (/ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_EXPIRED|HANDSHAKE_FAILURE)/.test(code))
    return 'it does not take the certificate we show, or wants one'
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'it does not speak TLS, or not as we do'
  // DEPTH_ZERO_SELF_SIGNED_CERT, CERT_HAS_EXPIRED, UNABLE_TO_VERIFY_LEAF_SIGNATURE, ERR_TLS_CERT_ALTNAME_INVALID.
  return /CERT|UNABLE_TO_VERIFY/.test(code) ? `its certificate is not trusted: ${message}` : undefined
}
