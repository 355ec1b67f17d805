import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table jobs (
      id bigint generated always as identity primary key,
      kind text not null,
      key text unique,
      payload jsonb not null,
      run_at timestamptz not null default to_timestamp(0),
      attempts integer not null default 0,
      locked_by text,
      locked_until timestamptz,
      last_error text,
      created_at timestamptz not null default now(),
      failed_at timestamptz,
      check ((locked_by is null) = (locked_until is null)),
      check (failed_at is null or locked_by is null)
    )`.execute(db)
  // What workers ask for: the next one due. Jobs given up are not in their way.
  await sql`create index jobs_due on jobs (run_at, id) where failed_at is null`.execute(db)
  await sql`create index jobs_failed on jobs (failed_at) where failed_at is not null`.execute(db)
}
