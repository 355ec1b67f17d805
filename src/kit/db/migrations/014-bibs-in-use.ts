import { type Kysely, sql } from 'kysely'

/** What an undo must not take away. For the catalogue, which knows nothing of requests and reservations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create view bibs_in_use as
    select bib_id from reservations where closed_at is null
    union select bib_id from ill_requests where bib_id is not null`.execute(db)
}
