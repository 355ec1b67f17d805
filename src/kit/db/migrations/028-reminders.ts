import { type Kysely, sql } from 'kysely'

/** The due date of which the reader of a loan was reminded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table loans add column reminded_of date`.execute(db)
}
