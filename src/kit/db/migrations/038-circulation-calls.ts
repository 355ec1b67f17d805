import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What a library's own system is asked to do for a lender's line or a request of another library, or staff there.
  `create table circulation_calls (
    id bigint generated always as identity primary key,
    instance_id bigint not null references workflow_instances on delete cascade,
    step text not null,
    batch text not null,
    part integer not null check (part > 0),
    item text not null default '',
    due_on date,
    state text not null check (state in ('waiting', 'done', 'failed', 'manual', 'skipped')),
    follow jsonb,
    attempts integer not null default 0,
    doubtful boolean not null default false,
    created_at timestamptz not null,
    queued_at timestamptz not null,
    due_at timestamptz,
    tried_at timestamptz,
    settled_at timestamptz,
    error text,
    answer jsonb,
    settled_by text,
    note text,
    unique (batch, part),
    check ((due_at is not null) = (state = 'waiting')),
    check ((settled_at is not null) = (state in ('done', 'skipped')))
  )`,
  `create index circulation_calls_instance on circulation_calls (instance_id, id)`,
  `create index circulation_calls_open on circulation_calls (created_at, id) where state in ('waiting', 'failed', 'manual')`,
]
