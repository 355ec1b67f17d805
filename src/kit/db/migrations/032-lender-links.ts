import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Links in letters, by which a lender answers once.
  `create table lender_links (
    hash bytea primary key,
    line_id bigint not null references ill_lines on delete cascade,
    message_id bigint references messages on delete set null,
    events text[] not null check (cardinality(events) > 0),
    asked_version integer not null,
    ends_at timestamptz not null,
    used_at timestamptz,
    used_as text,
    answer jsonb,
    check ((used_at is null) = (used_as is null)),
    check ((used_at is null) = (answer is null))
  )`,
  `create index lender_links_line on lender_links (line_id)`,
  `create index lender_links_message on lender_links (message_id)`,
  `create index lender_links_end on lender_links (ends_at)`,
]
