import { type Kysely, sql } from 'kysely'

/** How many downloads of a copy were broken off, and did not count. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ill_documents add column broken_off integer not null default 0`.execute(db)
}
