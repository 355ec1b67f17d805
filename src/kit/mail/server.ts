/** A server that mail is handed to or fetched from, and who we are there. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else STARTTLS, see `createMailer` and `openMailbox`. */
  readonly secure: boolean
  readonly login?: { readonly user: string; readonly password: string }
}

/** Reads `smtp://user:password@host:587` or `smtps://…`; undefined when it is neither. Ports are 587 and 465 unless said. */
export function readMailServer(text: string): MailServer | undefined {
  const { path, ...server } = readServer(text, 'smtp', [587, 465]) ?? { path: undefined }
  return path === '' ? (server as MailServer) : undefined
}

/** A mailbox that is looked into. */
export interface MailboxAddress extends MailServer {
  readonly login: { readonly user: string; readonly password: string }
  /** The folder mail arrives in. */
  readonly folder: string
  /** Certificates, PEM, that vouch for the server besides those that vouch for everybody's. */
  readonly authorities?: string
}

/** Reads `imaps://user:password@host/INBOX` or `imap://…`; undefined when it is neither. Ports are 143 and 993, the folder INBOX unless said. */
export function readMailboxAddress(text: string): MailboxAddress | undefined {
  const { path, ...server } = readServer(text, 'imap', [143, 993]) ?? { path: undefined }
  if (path === undefined || !('login' in server) || !server.login) return undefined
  return { ...(server as MailServer), login: server.login, folder: path || 'INBOX' }
}

function readServer(
  text: string,
  scheme: string,
  [plainPort, securePort]: readonly [number, number],
): (MailServer & { readonly path: string }) | undefined {
  if (!new RegExp(`^${scheme}s?://`, 'i').test(text) || !URL.canParse(text)) return undefined
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text)
  if (hostname === '' || search !== '' || hash !== '') return undefined
  if ((username === '') !== (password === '')) return undefined
  const secure = protocol.toLowerCase() === `${scheme}s:`
  try {
    return {
      host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? (secure ? securePort : plainPort) : Number(port),
      secure,
      ...(username !== '' && {
        login: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
      }),
      path: decodeURIComponent(pathname.replace(/^\//, '')),
    }
  } catch {
    // A percent sign that begins no octet.
    return undefined
  }
}
