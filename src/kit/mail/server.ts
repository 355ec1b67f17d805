/** A mail server letters are handed to, RFC 6409 or RFC 5321. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else STARTTLS, see `createMailer`. */
  readonly secure: boolean
  readonly login?: { readonly user: string; readonly password: string }
}

/** Reads `smtp://user:password@host:587` or `smtps://…`; undefined when it is neither. Ports are 587 and 465 unless said. */
export function readMailServer(text: string): MailServer | undefined {
  if (!/^smtps?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text)
  if (hostname === '' || !['', '/'].includes(pathname) || search !== '' || hash !== '') return undefined
  if ((username === '') !== (password === '')) return undefined
  const secure = protocol.toLowerCase() === 'smtps:'
  try {
    return {
      host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      ...(username !== '' && {
        login: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
      }),
    }
  } catch {
    // A percent sign that begins no octet.
    return undefined
  }
}
