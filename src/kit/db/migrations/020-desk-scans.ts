import { type Kysely, sql } from 'kysely'

/** What the last scans changed, so that they can be taken back for a moment. Rows live for an hour at most. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table desk_scans (
      id uuid primary key default gen_random_uuid(),
      act text not null check (act in ('check-in', 'check-out')),
      item_id bigint not null references items on delete cascade,
      branch text not null,
      actor_id uuid,
      actor_name text not null,
      at timestamptz not null,
      before jsonb not null,
      after jsonb not null
    )`.execute(db)
  await sql`create index desk_scans_at on desk_scans (at)`.execute(db)
}
