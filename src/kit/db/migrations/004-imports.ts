import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table import_batches (
    id bigint generated always as identity primary key,
    file_name text not null,
    sha256 bytea,
    size bigint not null default 0,
    profile text not null,
    settings jsonb not null,
    format text not null,
    encoding text not null,
    state text not null check (state in ('staging', 'checking', 'staged', 'loading', 'paused', 'loaded', 'undoing',
      'undone', 'failed', 'cancelled')),
    done_ordinal bigint not null default 0,
    done_offset bigint not null default 0,
    done_bytes bigint not null default 0,
    undo_ordinal bigint,
    expected jsonb,
    counts jsonb not null default '{}',
    undo_counts jsonb,
    failures integer not null default 0,
    last_error text,
    actor_id uuid,
    actor_name text not null,
    actor_via text not null check (actor_via in ('web', 'api', 'cli', 'job')),
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    ended_at timestamptz
  )`,
  `create index import_batches_sha256 on import_batches (sha256)`,
  // The source itself, so that whichever process takes the job has it. All chunks but the last are of one size.
  `create table import_chunks (
    batch_id bigint not null references import_batches on delete cascade,
    seq integer not null,
    bytes bytea not null,
    primary key (batch_id, seq)
  )`,
  // Without a foreign key to records: they may go, what became of the file's stays told.
  `create table import_records (
    batch_id bigint not null references import_batches on delete cascade,
    ordinal bigint not null,
    byte_offset bigint not null,
    length integer not null,
    outcome text not null check (outcome in ('new', 'overlaid', 'merged', 'unchanged', 'kept', 'skipped', 'rejected')),
    code text,
    detail text,
    bib_id bigint,
    previous_version integer,
    undone text,
    primary key (batch_id, ordinal)
  )`,
  // Mostly all are new: what is looked for are the others.
  `create index import_records_notable on import_records (batch_id, outcome, ordinal) where outcome <> 'new'`,
  `create index import_records_undone on import_records (batch_id, undone, ordinal) where undone is not null`,
]
