import { type Kysely, sql } from 'kysely'

/** What became of each event that went to an address: to be looked at, and sent again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table webhook_deliveries (
    id bigint generated always as identity primary key,
    webhook_id bigint not null references webhooks (id) on delete cascade,
    kind text not null,
    instance_id bigint,
    version integer,
    job_key text not null unique,
    attempts integer not null default 0,
    status integer,
    answer text,
    error text,
    created_at timestamptz not null,
    tried_at timestamptz,
    delivered_at timestamptz
  )`.execute(db)
  await sql`create index webhook_deliveries_recent on webhook_deliveries (webhook_id, id)`.execute(db)
}
