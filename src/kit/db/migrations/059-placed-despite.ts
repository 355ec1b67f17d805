import { type Kysely, sql } from 'kysely'

/** What stood against a request that was placed all the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ill_requests add column despite jsonb not null default '[]'`.execute(db)
}
