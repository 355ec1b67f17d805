import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What a request is besides its state, which the workflow keeps under the same id.
  `create table ill_requests (
    id bigint primary key references workflow_instances,
    public_id uuid not null default gen_random_uuid() unique,
    patron_id uuid not null references people,
    service text not null check (service in ('loan', 'copy')),
    title text not null,
    author text not null,
    citation jsonb not null,
    match_key text not null,
    words tsvector not null,
    pickup_branch text,
    needed_by date,
    patron_note text not null,
    copyright_at timestamptz,
    source jsonb not null,
    source_raw bytea,
    bib_id bigint references bibs,
    linked_at timestamptz,
    place_key text unique,
    placed_at timestamptz not null
  )`,
  `create index ill_requests_patron on ill_requests (patron_id, placed_at)`,
  `create index ill_requests_bib on ill_requests (bib_id) where bib_id is not null`,
  `create index ill_requests_words on ill_requests using gin (words)`,
  `create table ill_lines (
    id bigint primary key references workflow_instances,
    request_id bigint not null references ill_requests,
    lender_id bigint not null references lenders,
    position integer not null,
    lender_reference text not null default '',
    unique (request_id, position) deferrable initially deferred
  )`,
  `create index ill_lines_lender on ill_lines (lender_id)`,
]
