import { type Kysely, sql } from 'kysely'

/** The columns somebody wants lists of requests to have. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table request_columns (
    person_id uuid primary key references people on delete cascade,
    columns text[] not null
  )`.execute(db)
}
