import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What the library's own system says of the reader of a request.
  `create table ill_patron_checks (
    request_id bigint primary key references ill_requests,
    state text not null check (state in ('waiting', 'fine', 'invalid', 'unanswered', 'accepted')),
    reason text not null default '',
    review boolean not null default false,
    asked_at timestamptz,
    accepted_by text
  )`,
  `create index ill_patron_checks_review on ill_patron_checks (request_id) where review`,
]
