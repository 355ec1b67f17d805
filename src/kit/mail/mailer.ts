import { Readable } from 'node:stream'
import { domainToASCII } from 'node:url'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailParty } from './address.ts'
import { isHere } from './here.ts'
import { type Letter, writeLetter } from './letter.ts'
import type { MailServer } from './server.ts'

/**
 * What became of a letter. `deferred`: the server does not have it, a later try may do. `refused`: it will never take
 * it. `unsure`: it was handed over whole, and no answer came: the server may have it.
 */
export type Delivery =
  | { readonly outcome: 'sent'; readonly response: string }
  | { readonly outcome: 'deferred' | 'refused' | 'unsure'; readonly reason: string }

export interface Sending {
  /**
   * Called when everything is ready, before the first byte of the letter: from then on the server may have it. When it
   * throws, nothing is sent, and the server is told so.
   */
  handOver(): Promise<void>
  /** Ends the attempt, unless the letter was handed over: then the answer is waited for. */
  readonly signal?: AbortSignal
}

export interface Mailer {
  readonly from: MailParty
  /** Sends one letter over a connection of its own. @throws what `handOver` throws; the signal's reason */
  send(letter: Letter, sending: Sending): Promise<Delivery>
}

/** Milliseconds. */
export interface Patience {
  readonly connect: number
  /** For each answer. The last one may take long: servers look through a letter before they take it. */
  readonly answer: number
}

const usualPatience: Patience = { connect: 15_000, answer: 120_000 }
/** How long the server may take to say goodbye. */
const farewell = 5000

/**
 * Hands letters to a mail server. With a password the connection must be encrypted and the server show a certificate
 * that holds; without one, encryption is taken where it is offered, whoever it is by, as mail servers do among
 * themselves; on this machine there is none.
 */
export function createMailer(server: MailServer, from: MailParty, patience: Patience = usualPatience): Mailer {
  const here = isHere(server.host)
  const options = {
    host: server.host,
    port: server.port,
    secure: server.secure,
    ignoreTLS: here,
    requireTLS: !here && server.login !== undefined,
    ...(server.login === undefined && !server.secure && { tls: { rejectUnauthorized: false } }),
    connectionTimeout: patience.connect,
    dnsTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.answer,
    // A letter that is called off must not look like one that ended.
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
  }

  async function send(letter: Letter, { handOver, signal }: Sending): Promise<Delivery> {
    signal?.throwIfAborted()
    const bytes = await writeLetter(from, letter)
    // Loaded for the first letter: most starts of the program send none.
    const { default: Connection } = await import('nodemailer/lib/smtp-connection')
    const connection = new Connection(options)
    let handed = false
    let calledOff: { readonly error: unknown } | undefined
    const stop = () => {
      if (handed) return
      calledOff ??= { error: signal?.reason }
      connection.close()
    }
    async function* contents() {
      if (calledOff) throw calledOff.error
      await handOver().catch((error: unknown) => {
        calledOff = { error }
        throw error
      })
      handed = true
      yield bytes
    }
    signal?.addEventListener('abort', stop)
    try {
      const response = await dialogue(connection, server, from, letter, Readable.from(contents()), bytes.length)
      connection.quit()
      setTimeout(() => connection.close(), farewell).unref()
      return { outcome: 'sent', response }
    } catch (error) {
      connection.close()
      if (calledOff) throw calledOff.error
      return judge(error as SmtpError, handed)
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }
  return { from, send }
}

/** Greeting, login, envelope, letter: gives what the server says in the end. */
function dialogue(
  connection: SMTPConnection,
  { login }: MailServer,
  from: MailParty,
  { to, returnPath }: Letter,
  contents: Readable,
  size: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // Some failures are told by the event alone, our own closing by its end alone. When the server closes with an
    // answer, the end comes first, and the answer says more.
    connection.on('error', reject)
    connection.once('end', () => setImmediate(() => reject(new Error('The connection was closed'))))
    const give = () =>
      connection.send(
        { from: pathOf(returnPath ?? from.address), to: [pathOf(to.address)], size },
        contents,
        (error, info) =>
          error || !info ? reject(error ?? new Error('The server said nothing')) : resolve(info.response ?? ''),
      )
    connection.connect((error) => {
      if (error) return reject(error)
      if (!login) return give()
      connection.login({ user: login.user, pass: login.password }, (refused) => (refused ? reject(refused) : give()))
    })
  })
}

/** An address as SMTP has it: the domain in ASCII. */
const pathOf = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`
}

interface SmtpError extends Error {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
}

/** Commands that are about the letter: a "never" to one of the others is about us, and somebody can put it right. */
const aboutTheLetter = new Set(['MAIL FROM', 'RCPT TO', 'DATA'])

function judge({ message, code, command = '', responseCode = 0 }: SmtpError, handed: boolean): Delivery {
  const reason = message.slice(0, 1000)
  if (responseCode >= 500 && aboutTheLetter.has(command)) return { outcome: 'refused', reason }
  if (responseCode >= 400) return { outcome: 'deferred', reason }
  if (handed) return { outcome: 'unsure', reason }
  // Found wanting by ourselves: too large for the server, an address it has no means for.
  if ((code === 'EENVELOPE' || code === 'EMESSAGE') && aboutTheLetter.has(command))
    return { outcome: 'refused', reason }
  return { outcome: 'deferred', reason }
}
