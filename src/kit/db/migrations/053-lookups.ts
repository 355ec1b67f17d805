import { type Kysely, sql } from 'kysely'

/** Lists of numbers that somebody has looked up, and what became of each number. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table lookup_lists (
    id bigint generated always as identity primary key,
    owner text not null,
    name text not null,
    sources text[] not null,
    full_only boolean not null,
    state text not null check (state in ('running', 'stopped', 'done', 'failed')),
    round int not null default 1,
    again_at timestamptz,
    failures int not null default 0,
    last_error text,
    created_at timestamptz not null,
    changed_at timestamptz not null
  )`.execute(db)
  await sql`create index lookup_lists_owner on lookup_lists (owner, id)`.execute(db)
  await sql`create index lookup_lists_changed on lookup_lists (changed_at)`.execute(db)
  await sql`create table lookup_numbers (
    list_id bigint not null references lookup_lists on delete cascade,
    line int not null,
    given text not null,
    kind text check (kind in ('isbn', 'issn', 'lccn')),
    number text,
    outcome text not null check (outcome in ('waiting', 'found', 'not-found', 'failed', 'invalid', 'twin')),
    refusal text,
    twin_of int,
    source text,
    label text,
    title text,
    level text,
    tries jsonb not null default '[]',
    marc text,
    flavour text check (flavour in ('marc21', 'unimarc')),
    primary key (list_id, line)
  )`.execute(db)
  await sql`create index lookup_numbers_outcome on lookup_numbers (list_id, outcome, line)`.execute(db)
}
