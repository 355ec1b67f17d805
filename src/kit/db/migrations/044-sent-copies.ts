import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Files that were sent to other libraries, each to be fetched by its link until its time is over.
  `create table ill_sent_copies (
    id bigint generated always as identity primary key,
    lending_id bigint not null references ill_lendings,
    file_id bigint unique references ill_document_files,
    file_name text not null,
    media_type text not null,
    size bigint not null,
    sha256 bytea not null,
    token_hash bytea not null unique,
    sent_at timestamptz not null,
    sent_by_name text not null,
    ends_at timestamptz not null,
    fetches integer not null default 0,
    fetched_at timestamptz,
    removed_at timestamptz,
    check ((removed_at is null) = (file_id is not null))
  )`,
  `create unique index ill_sent_copies_current on ill_sent_copies (lending_id) where removed_at is null`,
  `create index ill_sent_copies_lending on ill_sent_copies (lending_id)`,
  `create index ill_sent_copies_ends on ill_sent_copies (ends_at) where removed_at is null`,
]
