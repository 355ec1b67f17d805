import { type Kysely, sql } from 'kysely'

/** How targets fared of late, so that a start does not forget it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table target_health (
    target text primary key,
    address text not null,
    fared jsonb not null,
    noted_at timestamptz not null
  )`.execute(db)
}
