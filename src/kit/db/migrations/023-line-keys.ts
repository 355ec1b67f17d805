import { type Kysely, sql } from 'kysely'

/** Pressed again after a lost answer, a form adds no second lender. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ill_lines add column add_key text`.execute(db)
  await sql`create unique index ill_lines_add_key on ill_lines (request_id, add_key) where add_key is not null`.execute(
    db,
  )
}
