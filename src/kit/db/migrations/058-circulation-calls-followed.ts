import { type Kysely, sql } from 'kysely'

/** When the event of a step happened that waited for it: such a step can no longer be taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table circulation_calls add column followed_at timestamptz`.execute(db)
  // Until now only what is shipped waited for its check-out, and its batch says so.
  await sql`update circulation_calls set followed_at = settled_at
    where step = 'checkOutLibrary' and state = 'done' and follow is null and batch like '%:ship:%'`.execute(db)
}
