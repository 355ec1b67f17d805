import { type Kysely, sql } from 'kysely'

/** Targets that staff keep, beside those of the file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table targets (
    id text primary key,
    entry jsonb not null,
    sealed text,
    version integer not null default 1,
    changed_at timestamptz not null,
    changed_by uuid,
    changed_by_name text not null
  )`.execute(db)
  // Every process looks at this one row, and reads the targets only when it has changed.
  await sql`create table target_changes (
    id integer primary key default 1 check (id = 1),
    version bigint not null
  )`.execute(db)
  await sql`insert into target_changes (version) values (0)`.execute(db)
}
