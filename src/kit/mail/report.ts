/** What a report says of one recipient. RFC 3464 §2.3. */
export interface ReportedRecipient {
  readonly address: string
  /** `failed`, `delayed`, `delivered`, `relayed` or `expanded`. */
  readonly action: string
  /** RFC 3463: `5.1.1`. */
  readonly status: string
  /** What the other mail server said. */
  readonly diagnostic: string
}

/** A report on the delivery of a letter. */
export interface DeliveryReport {
  readonly recipients: readonly ReportedRecipient[]
  /** Of the letter it is about, in angle brackets, where the report holds it or its headers. */
  readonly messageId?: string
  /** The addresses the report itself went to. */
  readonly to: readonly string[]
}

/** Bytes a report may have: it may hold the whole letter it is about. */
export const largestReport = 1024 * 1024
const deepest = 8
const mostHeaders = 256 * 1024
const mostRecipients = 50

/** Reads a `multipart/report` of RFC 3464; undefined where a mail is no report of that kind, or no mail at all. */
export async function readDeliveryReport(bytes: Uint8Array): Promise<DeliveryReport | undefined> {
  if (bytes.length > largestReport) return undefined
  // Loaded for the first report: most starts of the program see none.
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: deepest,
    maxHeadersSize: mostHeaders,
    // Whatever it stumbles over is no report of a mail server's.
  }).catch(() => undefined)
  const part = (...types: readonly string[]) => mail?.attachments.find(({ mimeType }) => types.includes(mimeType))
  const status = part('message/delivery-status', 'message/global-delivery-status')
  if (!mail || !status) return undefined
  const recipients = blocksOf(textOf(status.content))
    .filter((block) => block.has('action'))
    .slice(0, mostRecipients)
    .map((block) => ({
      address: typed(block.get('original-recipient') ?? block.get('final-recipient')),
      action: (block.get('action') ?? '').toLowerCase(),
      status: /\d\.\d{1,3}\.\d{1,3}/.exec(block.get('status') ?? '')?.[0] ?? '',
      diagnostic: typed(block.get('diagnostic-code')).slice(0, 500),
    }))
  const original = part('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers')
  const messageId =
    original && /<[^<>\s]{1,300}>/.exec(blocksOf(textOf(original.content))[0]?.get('message-id') ?? '')?.[0]
  const to = mail.headers.filter(({ key }) => recipientHeaders.has(key)).flatMap(({ value }) => addressesIn(value))
  return { recipients, to, ...(messageId && { messageId }) }
}

/** Where mail servers write down whom a mail was for. */
const recipientHeaders = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'])
const addressesIn = (value: string): string[] => value.slice(0, 2000).match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? []

const textOf = (content: string | ArrayBuffer | Uint8Array): string =>
  typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('utf8')

/** `rfc822; edda@readers.example` without its type. */
const typed = (value = ''): string => value.replace(/^[\w-]+\s*;\s*/, '').trim()

/** Groups of header fields, with blank lines between them, folded lines joined. */
function blocksOf(text: string): ReadonlyMap<string, string>[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map((block) => {
      const lines = block.replace(/\n[ \t]+/g, ' ').split('\n')
      const fields = new Map<string, string>()
      for (const line of lines) {
        const colon = line.indexOf(':')
        const name = line.slice(0, colon).trim().toLowerCase()
        if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
      }
      return fields
    })
}
