import type { Email, Header } from 'postal-mime'
import { isMailAddress, type MailParty } from './address.ts'
import { htmlToText } from './html-text.ts'

/** What a mail that came in says. */
export interface IncomingMail {
  readonly from: MailParty
  readonly subject: string
  /** In angle brackets; undefined where it has none. */
  readonly messageId?: string
  /** The mails it answers, the nearest first, in angle brackets. */
  readonly answers: readonly string[]
  /** The addresses it went to, as far as it says. */
  readonly to: readonly string[]
  /** Why a program wrote it and no person, in words; undefined where a person seems to have. RFC 3834. */
  readonly automatic?: string
  /** What is written, as text; quotes of earlier mails are still in it. */
  readonly text: string
}

const deepest = 12
const mostHeaders = 128 * 1024
const mostText = 100_000
const mostAnswered = 40
/** The parser's time grows with the square of them: 100,000 took four seconds. */
const mostLines = 6000

/**
 * Reads the beginning of a mail; what is cut off at its end is only missing. Undefined where it is none, or deeper, or
 * with more headers, than any person's.
 */
export async function readIncoming(head: Uint8Array): Promise<IncomingMail | undefined> {
  // Loaded for the first mail: most starts of the program see none.
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(firstLines(head), {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: deepest,
    maxHeadersSize: mostHeaders,
  }).catch(() => undefined)
  const address = mail?.from?.address?.trim().toLowerCase() ?? ''
  if (!mail || !isMailAddress(address)) return undefined
  const automatic = automaticBy(mail, address)
  const messageId = idsIn(mail.messageId ?? '')[0]
  return {
    from: { name: oneLine(mail.from?.name ?? '').slice(0, 200), address },
    subject: oneLine(mail.subject ?? '').slice(0, 300),
    ...(messageId !== undefined && { messageId }),
    answers: [...new Set([...idsIn(mail.inReplyTo ?? ''), ...idsIn(mail.references ?? '').reverse()])].slice(
      0,
      mostAnswered,
    ),
    to: mail.headers.filter(({ key }) => recipientHeaders.has(key)).flatMap(({ value }) => addressesIn(value)),
    ...(automatic !== undefined && { automatic }),
    text: textOf(mail),
  }
}

function firstLines(bytes: Uint8Array): Uint8Array {
  let end = -1
  for (let lines = 0; lines < mostLines; lines++) {
    end = bytes.indexOf(10, end + 1)
    if (end < 0) return bytes
  }
  return bytes.subarray(0, end)
}

const idsIn = (value: string): string[] => value.slice(0, 20_000).match(/<[^<>\s]{1,300}>/g) ?? []
const oneLine = (text: string) => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()

/** Where mail servers write down whom a mail was for. */
const recipientHeaders = new Set(['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'])
const addressesIn = (value: string): string[] => value.slice(0, 4000).match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? []

/** Plain text where there is some, else what the markup says. */
function textOf({ text, html }: Email): string {
  const plain = (text ?? '').slice(0, mostText)
  return (plain.trim() === '' ? htmlToText((html ?? '').slice(0, 4 * mostText)) : plain)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .slice(0, mostText)
}

interface Sign {
  readonly header: string
  readonly is: RegExp
  readonly words: string
}

/** How programs say that they wrote: RFC 3834 §5 and what was usual before. */
const signs: readonly Sign[] = [
  { header: 'auto-submitted', is: /^(?!\s*no\b)/i, words: 'it says that a program wrote it' },
  { header: 'precedence', is: /^\s*(bulk|list|junk|auto_reply)\b/i, words: 'it went to many at once' },
  { header: 'list-id', is: /./, words: 'it came over a mailing list' },
  { header: 'list-unsubscribe', is: /./, words: 'it came over a mailing list' },
  { header: 'x-autoreply', is: /./, words: 'it is an automatic answer' },
  { header: 'x-autorespond', is: /./, words: 'it is an automatic answer' },
  { header: 'x-auto-reply', is: /./, words: 'it is an automatic answer' },
  { header: 'x-loop', is: /./, words: 'it went in a circle' },
  { header: 'return-path', is: /^\s*<\s*>/, words: 'it wants no answer' },
  { header: 'content-type', is: /^\s*multipart\/report\b/i, words: 'it is a report of a mail server' },
]
const programs = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@/

function automaticBy({ headers }: { readonly headers: readonly Header[] }, from: string): string | undefined {
  if (programs.test(from)) return 'its sender is a program'
  return signs.find(({ header, is }) => headers.some(({ key, value }) => key === header && is.test(value)))?.words
}
