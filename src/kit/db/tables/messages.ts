import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface MessageTables {
  message_templates: MessageTemplatesTable
  message_presets: MessagePresetsTable
  messages: MessagesTable
  alerts: AlertsTable
}

export interface MessageTemplatesTable {
  kind: string
  language: string
  /** The highest is in use. */
  version: number
  subject: string
  text: string
  html: string | null
  changed_by: string | null
  changed_by_name: string
  changed_at: Generated<Date>
}

/** Notes staff choose from. */
export interface MessagePresetsTable {
  id: GeneratedAlways<number>
  /** Of the message the note is for. */
  kind: string
  label: string
  text: string
  position: Generated<number>
  active: Generated<boolean>
}

/** What was, or is to be, written to somebody. */
export interface MessagesTable {
  id: GeneratedAlways<number>
  /** What makes it one of its kind, however often it is asked for. */
  key: string
  kind: string
  audience: 'patron' | 'lender' | 'staff'
  /** Of the template. */
  language: string
  /** 0 for the one that comes with Farshelf, null where the text is the sender's own. */
  template_version: number | null
  request_id: number | null
  /** Counts the messages about a request, from 1. */
  number: number | null
  line_id: number | null
  patron_id: string | null
  item_id: number | null
  to_name: string
  to_address: string
  subject: string
  text: string
  html: string | null
  /** What the template was filled in with; JSON text when written. */
  fields: ColumnType<Readonly<Record<string, string | number>>, string, string>
  /** Given when it is first sent. */
  message_id: string | null
  in_reply_to: string | null
  state: 'queued' | 'sending' | 'sent' | 'failed' | 'unsure' | 'held' | 'kept' | 'other-means' | 'bounced'
  /** Why it is held, failed, or waits for another try. */
  reason: string | null
  /** What the mail server said when it took it. */
  response: string | null
  attempts: Generated<number>
  /** Names the attempt that may write down how it ended. */
  attempt: string | null
  /** From then on the mail server may have it. */
  handed_over_at: Date | null
  sent_at: Date | null
  /** Who sent it by other means, or dismissed it. */
  settled_by_name: string | null
  dismissed_at: Date | null
  created_at: Generated<Date>
  changed_at: Generated<Date>
}

/** What somebody is told on the page of their alerts. */
export interface AlertsTable {
  id: GeneratedAlways<number>
  person_id: string
  /** Of one person, what makes it one. */
  key: string
  text: string
  /** What it is about, in words. */
  about: string
  /** Who it comes from; null where that is nobody the person should know of. */
  from_name: string | null
  request_id: number | null
  created_at: Date
  read_at: Date | null
}
