import { type Kysely, sql } from 'kysely'

/** What people are told on a page of their own. Without a foreign key to the request, like messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table alerts (
    id bigint generated always as identity primary key,
    person_id uuid not null references people on delete cascade,
    key text not null,
    text text not null,
    about text not null,
    from_name text,
    request_id bigint,
    created_at timestamptz not null,
    read_at timestamptz,
    unique (person_id, key)
  )`,
  `create index alerts_unread on alerts (person_id) where read_at is null`,
  `create index alerts_request on alerts (request_id) where request_id is not null`,
]
