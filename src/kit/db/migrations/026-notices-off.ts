import { type Kysely, sql } from 'kysely'

/** The notices by e-mail that a reader does without. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table people add column notices_off text[] not null default '{}'`.execute(db)
}
