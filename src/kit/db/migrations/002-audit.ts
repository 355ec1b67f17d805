import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      actor_id uuid,
      actor_name text not null,
      via text not null check (via in ('web', 'api', 'cli', 'job')),
      action text not null,
      subject_kind text not null,
      subject_id text not null,
      detail jsonb not null default '{}'
    )`.execute(db)
  await sql`create index audit_subject on audit (subject_kind, subject_id, id)`.execute(db)
}
