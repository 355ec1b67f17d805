import { type Kysely, sql } from 'kysely'

/** For a day or week long ago: without it, looking for one among a million lines reads them all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index audit_at on audit (at)`.execute(db)
}
