import { type Kysely, sql } from 'kysely'

/** Lists of requests that somebody keeps under a name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table request_views (
    id bigint generated always as identity primary key,
    owner_id uuid not null references people on delete cascade,
    name text not null,
    filters jsonb not null,
    shared boolean not null,
    created_at timestamptz not null default now()
  )`.execute(db)
  await sql`create unique index request_views_name on request_views (owner_id, lower(name))`.execute(db)
}
