import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface LenderReplyTables {
  mailboxes: MailboxesTable
  lender_replies: LenderRepliesTable
  lender_reply_files: LenderReplyFilesTable
}

/** How far a mailbox has been read. */
export interface MailboxesTable {
  name: string
  /** While it is the same, a uid names the same mail. */
  validity: string
  last_uid: number
}

/** A mail that came in. Of what is no reply of a lender's only that it was looked at. */
export interface LenderRepliesTable {
  id: GeneratedAlways<number>
  /** Of sender and Message-ID, or of its bytes: the same mail again is none. */
  digest: Buffer
  mailbox: string
  validity: string
  uid: number
  outcome: 'reply' | 'bounce' | 'automatic' | 'forged' | 'old' | 'unknown' | 'unreadable'
  line_id: number | null
  /** The letter it answers, where it is known. */
  message_id: number | null
  from_name: Generated<string>
  from_address: Generated<string>
  /** It came from the lender's own address. */
  known_sender: Generated<boolean>
  subject: Generated<string>
  text: Generated<string>
  /** What it can be taken to say. */
  event: string | null
  form: ColumnType<Readonly<Record<string, unknown>>, string | undefined, string>
  phrase: string | null
  arrived_at: Date
  state: 'open' | 'applied' | 'dismissed' | null
  settled_by_name: string | null
  settled_at: Date | null
}

/** A file that came with a reply, until it is settled. */
export interface LenderReplyFilesTable {
  reply_id: number
  file_id: number
  file_name: string
  media_type: string
  size: number
  sha256: Buffer
}
