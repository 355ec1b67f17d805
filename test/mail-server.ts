import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter a server took, or was given and did not take. */
export interface Received {
  readonly from: string
  readonly to: string
  readonly raw: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The value of a header, as a reader sees it. */
  header(name: string): string | undefined
  /** The parts by media type, decoded. */
  readonly parts: Readonly<Record<string, string>>
}

type Moment = 'connect' | 'mail' | 'rcpt' | 'data'
/** What a server does at a moment: it refuses, drops the connection, or lets the test do something first. */
export type Whim =
  | { readonly at: Moment; readonly code: number; readonly text?: string }
  | { readonly at: Moment; readonly cut: true }
  | { readonly at: Moment; readonly meanwhile: () => unknown }

export interface MailServerForTests {
  /** For FARSHELF_SMTP. */
  readonly url: string
  readonly port: number
  /** Taken with a 250. */
  readonly taken: Received[]
  /** Given whole, whatever was answered. */
  readonly given: Received[]
  /** What to do with the next letters, in turn; a server without whims takes everything. */
  readonly whims: Whim[]
  connections: number
  close(): Promise<void>
}

export interface MailServerOptions {
  readonly port?: number
  /** Who may send; everybody if not said. */
  readonly login?: { readonly user: string; readonly password: string }
  readonly secure?: boolean
  readonly size?: number
}

/** A real SMTP server on loopback. */
export async function openMailServer({
  port = 0,
  login,
  secure = false,
  size,
}: MailServerOptions = {}): Promise<MailServerForTests> {
  const taken: Received[] = []
  const given: Received[] = []
  const whims: Whim[] = []
  const own = { connections: 0 }
  const cut = () => {
    for (const { _socket } of server.connections) _socket.destroy()
  }
  /** Goes on, unless there is a whim for that moment. `data` is when it has the letter whole. */
  const consider = async (at: Moment, done: (error?: Error | null) => void, goOn = () => done()): Promise<void> => {
    const next = whims[0]
    if (next?.at !== at) return goOn()
    whims.shift()
    if ('cut' in next) return cut()
    if ('code' in next) return done(Object.assign(new Error(next.text ?? 'no'), { responseCode: next.code }))
    await next.meanwhile()
    goOn()
  }
  const server = new SMTPServer({
    secure,
    // It would say that everybody knows the key of its certificate.
    logger: false,
    ...(size !== undefined && { size }),
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(Object.assign(new Error('who are you'), { responseCode: 535 })),
    onConnect(_session, done) {
      own.connections++
      void consider('connect', done)
    },
    onMailFrom: (_address, _session, done) => void consider('mail', done),
    onRcptTo: (_address, _session, done) => void consider('rcpt', done),
    async onData(stream, session, done) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const { mailFrom, rcptTo } = session.envelope
      const letter = readLetter(
        mailFrom ? mailFrom.address : '',
        rcptTo.map(({ address }) => address).join(),
        Buffer.concat(chunks).toString('latin1'),
      )
      given.push(letter)
      await consider('data', done, () => {
        taken.push(letter)
        done(null, 'ok: queued')
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address() as AddressInfo
  const who = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : ''
  return {
    url: `${secure ? 'smtps' : 'smtp'}://${who}127.0.0.1:${address.port}`,
    port: address.port,
    ...{ taken, given, whims },
    get connections() {
      return own.connections
    },
    close: () =>
      new Promise<void>((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}

const charset = (bytes: Buffer, name: string) => new TextDecoder(name).decode(bytes)
const unquote = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** RFC 2047. */
const decodeWords = (value: string) =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?]+)\?([QB])\?([^?]*)\?=/gi, (_, name: string, way: string, text: string) =>
      charset(way.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : unquote(text.replaceAll('_', ' ')), name),
    )

function split(raw: string) {
  const end = raw.search(/\r?\n\r?\n/)
  const headers = raw
    .slice(0, end)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
    })
  return { headers, body: raw.slice(end).replace(/^\r?\n\r?\n/, '') }
}

function partsOf(raw: string): Record<string, string> {
  const { headers, body } = split(raw)
  const header = (name: string) => headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? ''
  const type = header('content-type')
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1]
  if (boundary !== undefined)
    return Object.assign(
      {},
      ...body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => partsOf(part.replace(/^\r?\n/, ''))),
    ) as Record<string, string>
  const way = header('content-transfer-encoding').toLowerCase()
  const bytes =
    way === 'base64'
      ? Buffer.from(body, 'base64')
      : way === 'quoted-printable'
        ? unquote(body)
        : Buffer.from(body, 'latin1')
  return {
    [type.split(';')[0]!]: charset(bytes, /charset="?([^";]+)/i.exec(type)?.[1] ?? 'utf-8').replaceAll('\r\n', '\n'),
  }
}

/** What a recipient has of its bytes. */
export function readLetter(from: string, to: string, raw: string): Received {
  const { headers } = split(raw)
  return {
    ...{ from, to, raw, headers, parts: partsOf(raw) },
    header: (name) => {
      const found = headers.find(([one]) => one.toLowerCase() === name.toLowerCase())
      return found && decodeWords(found[1])
    },
  }
}
