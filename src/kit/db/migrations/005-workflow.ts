import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table workflow_instances (
    id bigint generated always as identity primary key,
    definition text not null,
    definition_version integer not null,
    state text not null,
    version integer not null check (version > 0),
    last_event text not null,
    data jsonb not null,
    created_at timestamptz not null,
    changed_at timestamptz not null
  )`,
  // Lists ask by state, counts too.
  `create index workflow_instances_state on workflow_instances (definition, state, id)`,
  `create table workflow_events (
    instance_id bigint not null references workflow_instances,
    version integer not null,
    event text not null,
    actor_kind text not null check (actor_kind in ('staff', 'patron', 'partner', 'clock', 'system')),
    actor_id text,
    actor_name text not null,
    via text not null,
    at timestamptz not null,
    form jsonb not null,
    from_state text,
    to_state text not null,
    patch jsonb not null,
    before jsonb not null,
    effects text[] not null,
    undoes integer,
    mark text not null,
    key text,
    primary key (instance_id, version)
  )`,
  // The same call again finds what the first one did.
  `create unique index workflow_events_key on workflow_events (instance_id, key) where key is not null`,
]
