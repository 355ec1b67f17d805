import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // How far a mailbox has been read.
  `create table mailboxes (
    name text primary key,
    validity text not null,
    last_uid bigint not null
  )`,
  // What came in; of what concerns no lender only that it was looked at.
  `create table lender_replies (
    id bigint generated always as identity primary key,
    digest bytea not null unique,
    mailbox text not null,
    validity text not null,
    uid bigint not null,
    outcome text not null check (outcome in ('reply', 'bounce', 'automatic', 'forged', 'old', 'unknown', 'unreadable')),
    line_id bigint references ill_lines on delete cascade,
    message_id bigint references messages on delete set null,
    from_name text not null default '',
    from_address text not null default '',
    known_sender boolean not null default false,
    subject text not null default '',
    text text not null default '',
    event text,
    form jsonb not null default '{}',
    phrase text,
    arrived_at timestamptz not null,
    state text check (state in ('open', 'applied', 'dismissed')),
    settled_by_name text,
    settled_at timestamptz,
    check ((outcome = 'reply') = (line_id is not null)),
    check ((outcome = 'reply') = (state is not null)),
    check ((settled_at is null) = (state is null or state = 'open'))
  )`,
  `create index lender_replies_open on lender_replies (arrived_at, id) where state = 'open'`,
  `create index lender_replies_line on lender_replies (line_id) where line_id is not null`,
  `create index lender_replies_message on lender_replies (message_id) where message_id is not null`,
  // Files that came with a reply, until it is settled.
  `create table lender_reply_files (
    reply_id bigint not null references lender_replies on delete cascade,
    file_id bigint not null unique references ill_document_files,
    file_name text not null,
    media_type text not null,
    size bigint not null,
    sha256 bytea not null,
    primary key (reply_id, file_id)
  )`,
]
