import { headerText, isMailAddress, type MailParty } from './address.ts'

/** What is sent to one recipient. */
export interface Letter {
  readonly to: MailParty
  readonly subject: string
  readonly text: string
  /** The same for readers who show markup. */
  readonly html?: string | undefined
  /** In angle brackets, RFC 5322 §3.6.4. */
  readonly messageId: string
  readonly inReplyTo?: string | undefined
  /** Oldest first. */
  readonly references?: readonly string[]
  readonly date: Date
  /** Where it comes back to when it cannot be delivered; to its sender if not said. RFC 5321 §4.4. */
  readonly returnPath?: string | undefined
  /** Where answers go; to its sender if not said. RFC 5322 §3.6.2. */
  readonly replyTo?: string | undefined
}

const messageId = /^<[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+>$/u

/**
 * The bytes of a letter, RFC 5322 and MIME, in ASCII. It says that a program wrote it, RFC 3834 §5, so that programs do
 * not answer. Nothing in a name or a subject becomes a header.
 */
export async function writeLetter(from: MailParty, letter: Letter): Promise<Buffer> {
  const { to, inReplyTo, references = [], returnPath, replyTo } = letter
  const ids = [letter.messageId, ...(inReplyTo === undefined ? [] : [inReplyTo]), ...references]
  const unfit =
    ids.find((id) => !messageId.test(id)) ??
    [from.address, to.address, returnPath ?? from.address, replyTo ?? from.address].find(
      (address) => !isMailAddress(address),
    )
  if (unfit !== undefined) throw new TypeError('a Message-ID or an address of a letter is none')
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const composed = new MailComposer({
    from: party(from),
    to: party(to),
    ...(replyTo !== undefined && { replyTo: party({ name: from.name, address: replyTo }) }),
    subject: headerText(letter.subject),
    text: letter.text,
    ...(letter.html !== undefined && { html: letter.html }),
    messageId: letter.messageId,
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(references.length > 0 && { references: [...references] }),
    date: letter.date,
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return await composed.compile().build()
}

const party = ({ name, address }: MailParty) => ({ name: headerText(name), address })
