import { type Kysely, sql } from 'kysely'

/** Tables of lenders that somebody sent and looks at before they are taken in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table lender_uploads (
    id uuid primary key,
    name text not null,
    content bytea not null,
    sent_by text not null,
    sent_at timestamptz not null
  )`.execute(db)
}
