import type { Generated, GeneratedAlways } from 'kysely'

export interface WebhookTables {
  webhooks: WebhooksTable
  webhook_deliveries: WebhookDeliveriesTable
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

/** One event for one address. Whether it waits or was given up, its job knows. */
interface WebhookDeliveriesTable {
  id: GeneratedAlways<number>
  webhook_id: number
  kind: string
  /** None for a test. */
  instance_id: number | null
  version: number | null
  job_key: string
  attempts: Generated<number>
  /** Of the last answer; null where none came. */
  status: number | null
  /** The beginning of what it said. */
  answer: string | null
  /** Why the last attempt failed; null where it did not. */
  error: string | null
  created_at: Date
  tried_at: Date | null
  delivered_at: Date | null
}
