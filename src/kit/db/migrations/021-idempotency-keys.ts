import { type Kysely, sql } from 'kysely'

/** Calls of programs that may be sent twice: what the first one was answered, until it is forgotten. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table idempotency_keys (
    owner text not null,
    key text not null,
    fingerprint bytea not null,
    answer text,
    expires_at timestamptz not null,
    primary key (owner, key)
  )`.execute(db)
  await sql`create index idempotency_keys_expiry on idempotency_keys (expires_at)`.execute(db)
}
