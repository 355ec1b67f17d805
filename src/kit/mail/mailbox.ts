import { rootCertificates } from 'node:tls'
import type { FetchMessageObject, MessageStructureObject } from 'imapflow'
import { isHere } from './here.ts'
import type { MailboxAddress } from './server.ts'

/** A part of a mail that is a file. */
export interface MailFile {
  /** Its number in the mail, RFC 3501 §6.4.5. */
  readonly part: string
  readonly name: string
  /** As its sender says. */
  readonly mediaType: string
  /** Bytes as they are sent, about a third more than they are. */
  readonly size: number
  /** It belongs into what is written, as a picture does: its sender did not attach it. RFC 2183 §2.1. */
  readonly inline: boolean
}

/** A mail as it lies in a mailbox. */
export interface BoxedMail {
  readonly uid: number
  /** Bytes. */
  readonly size: number
  readonly arrivedAt: Date
  /** Its beginning: the headers, and what is written. */
  readonly head: Buffer
  readonly files: readonly MailFile[]
}

/** A mailbox that is open. */
export interface Mailbox {
  /** While this is the same, a uid names the same mail. RFC 3501 §2.3.1.1. */
  readonly validity: string
  /** The uids of what lies there, in their order: above one, or what has come since a day. */
  list(from: { readonly above: number } | { readonly since: Date }): Promise<readonly number[]>
  /** Undefined when it is gone. */
  read(uid: number): Promise<BoxedMail | undefined>
  /** The bytes of a file, decoded; undefined when it is gone. */
  open(uid: number, part: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** Moves a mail into the folder of what is done, which is made where it is not there. */
  putAway(uid: number): Promise<void>
  /** The connection still stands. */
  readonly alive: boolean
  close(): Promise<void>
}

/** Bytes of a mail that are read at once: what a person writes has less. */
export const headBytes = 256 * 1024
/** Milliseconds. */
const patience = { connect: 15_000, answer: 60_000 }
const deepest = 20
const mostFiles = 20

/**
 * Opens a mailbox over IMAP4rev1, RFC 3501. The connection must be encrypted and the server show a certificate that holds,
 * but on this machine. @throws Error of the server or the connection
 */
export async function openMailbox(
  { host, port, secure, login, folder, authorities }: MailboxAddress,
  done: string,
  signal?: AbortSignal,
): Promise<Mailbox> {
  signal?.throwIfAborted()
  // Loaded when mail is fetched: most starts of the program fetch none.
  const { ImapFlow } = await import('imapflow')
  const here = isHere(host)
  const client = new ImapFlow({
    ...{ host, port, secure, auth: { user: login.user, pass: login.password } },
    ...(!secure && { doSTARTTLS: !here }),
    ...(authorities !== undefined && { tls: { ca: [...rootCertificates, authorities] } }),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.answer,
    maxLiteralSize: 4 * 1024 * 1024,
    maxResponseSize: 16 * 1024 * 1024,
  })
  // What is under way fails with it.
  client.on('error', () => undefined)
  const stop = () => client.close()
  signal?.addEventListener('abort', stop)
  const close = async () => {
    signal?.removeEventListener('abort', stop)
    await client.logout().catch(() => client.close())
  }
  try {
    await client.connect()
    const { uidValidity, delimiter } = await client.mailboxOpen(folder)
    const target = done.split('/').join(delimiter || '/')
    return {
      validity: String(uidValidity),
      ...readingOf(client),
      putAway: putAway(client, target),
      get alive() {
        return client.usable
      },
      close,
    }
  } catch (error) {
    client.close()
    signal?.removeEventListener('abort', stop)
    throw error
  }
}

type Client = InstanceType<typeof import('imapflow')['ImapFlow']>

const readingOf = (client: Client): Pick<Mailbox, 'list' | 'read' | 'open'> => ({
  async list(from) {
    const query = 'above' in from ? { uid: `${from.above + 1}:*` } : { since: from.since }
    const found = (await client.search(query, { uid: true })) || []
    // "5:*" names the last one, too, where it is the fourth.
    return found.filter((uid) => !('above' in from) || uid > from.above).sort((a, b) => a - b)
  },
  async read(uid) {
    const query = { uid: true, size: true, internalDate: true, bodyStructure: true } as const
    const source = { start: 0, maxLength: headBytes }
    const mail = (await client.fetchOne(String(uid), { ...query, source }, { uid: true })) || undefined
    return mail?.source ? boxed(mail, mail.source) : undefined
  },
  async open(uid, part) {
    const { content } = await client.download(String(uid), part, { uid: true })
    return content
  },
})

const boxed = ({ uid, size = 0, internalDate, bodyStructure }: FetchMessageObject, head: Buffer): BoxedMail => ({
  ...{ uid, size, head },
  arrivedAt: internalDate === undefined ? new Date(0) : new Date(internalDate),
  files: bodyStructure ? filesIn(bodyStructure).slice(0, mostFiles) : [],
})

function filesIn(node: MessageStructureObject, depth = 1): MailFile[] {
  if (depth > deepest) return []
  if (node.childNodes) return node.childNodes.flatMap((child) => filesIn(child, depth + 1))
  const name = node.dispositionParameters?.['filename'] ?? node.parameters?.['name'] ?? ''
  const isFile = node.disposition === 'attachment' || (name !== '' && !node.type.startsWith('text/'))
  if (!isFile) return []
  return [
    {
      ...{ part: node.part ?? '1', name: name.slice(0, 500), mediaType: node.type.toLowerCase(), size: node.size ?? 0 },
      inline: node.disposition !== 'attachment',
    },
  ]
}

const putAway =
  (client: Client, target: string): Mailbox['putAway'] =>
  async (uid) => {
    const move = () => client.messageMove(String(uid), target, { uid: true })
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
    const moved = await move().catch(() => false)
    if (moved) return
    await client.mailboxCreate(target)
    await move()
  }
