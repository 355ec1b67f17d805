import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Bytes that came in; of no document until all of them are here.
  `create table ill_document_files (
    id bigint generated always as identity primary key,
    created_at timestamptz not null
  )`,
  `create table ill_document_pieces (
    file_id bigint not null references ill_document_files on delete cascade,
    seq integer not null,
    bytes bytea not null,
    primary key (file_id, seq)
  )`,
  // What is scanned is compressed already.
  `alter table ill_document_pieces alter column bytes set storage external`,
  `create table ill_documents (
    id bigint generated always as identity primary key,
    line_id bigint not null references ill_lines,
    file_id bigint unique references ill_document_files,
    key text unique,
    file_name text not null,
    media_type text not null,
    size bigint not null,
    sha256 bytea not null,
    stored_by uuid,
    stored_by_name text not null,
    stored_at timestamptz not null,
    keep_until date not null,
    most_downloads integer,
    downloads integer not null default 0,
    first_download_at timestamptz,
    last_download_at timestamptz,
    removed_at timestamptz,
    removed_as text check (removed_as in ('expired', 'withdrawn', 'replaced', 'forgotten')),
    removed_by_name text,
    check ((removed_at is null) = (file_id is not null)),
    check ((removed_at is null) = (removed_as is null))
  )`,
  // A reader is offered one document of a lender.
  `create unique index ill_documents_current on ill_documents (line_id) where removed_at is null`,
  `create index ill_documents_line on ill_documents (line_id)`,
  `create index ill_documents_until on ill_documents (keep_until) where removed_at is null`,
]
