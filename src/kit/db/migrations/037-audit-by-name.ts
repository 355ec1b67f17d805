import { type Kysely, sql } from 'kysely'

/** For what somebody did: without it, one among a million lines is looked for in all of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index audit_actor_name on audit (actor_name, id)`.execute(db)
}
