import type { ColumnType } from 'kysely'

export interface LenderLinkTables {
  lender_links: LenderLinksTable
}

/** A link in a letter, by which a lender answers once. */
export interface LenderLinksTable {
  /** SHA-256 of its token. */
  hash: Buffer
  line_id: number
  /** The letter, while it is kept. */
  message_id: number | null
  /** The answers it may give: one of them. */
  events: string[]
  /** The line's version when the letter left. */
  asked_version: number
  ends_at: Date
  used_at: Date | null
  used_as: string | null
  /** What was said with it. */
  answer: ColumnType<Record<string, unknown> | null, string | null, string | null>
}
