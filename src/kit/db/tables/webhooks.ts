import type { Generated, GeneratedAlways } from 'kysely'

export interface WebhookTables {
  webhooks: WebhooksTable
}

/** Where events of requests go. */
export interface WebhooksTable {
  id: GeneratedAlways<number>
  url: string
  /** None for all. */
  kinds: string[]
  /** What deliveries are signed with: both sides have to know it. */
  secret: string
  names_patron: boolean
  active: boolean
  version: Generated<number>
  created_at: Generated<Date>
  delivered_at: Date | null
  last_error: string | null
}
