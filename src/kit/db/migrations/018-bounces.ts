import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table messages drop constraint messages_state_check`,
  `alter table messages add constraint messages_state_check check
    (state in ('queued', 'sending', 'sent', 'failed', 'unsure', 'held', 'kept', 'other-means', 'bounced'))`,
  `drop index messages_open`,
  `create index messages_open on messages (id)
    where state in ('failed', 'unsure', 'held', 'bounced') and dismissed_at is null`,
  // Mail servers may have changed the case of what they send back.
  `create index messages_message_id on messages (lower(message_id)) where message_id is not null`,
]
