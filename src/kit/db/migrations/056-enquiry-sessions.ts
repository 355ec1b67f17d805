import { type Kysely, sql } from 'kysely'

/** What Enquiry keeps for a session, and as long as the session: its searches, and the hits marked in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table enquiry_searches (
    session_id uuid not null references sessions (id) on delete cascade,
    search bytea not null,
    words jsonb not null,
    looked_at timestamptz not null,
    ours int,
    ours_exact boolean,
    others int,
    primary key (session_id, search)
  )`.execute(db)
  await sql`create table enquiry_marks (
    session_id uuid not null references sessions (id) on delete cascade,
    search bytea not null,
    sort text not null,
    place text not null,
    nth bigint generated always as identity,
    primary key (session_id, search, sort, place)
  )`.execute(db)
}
