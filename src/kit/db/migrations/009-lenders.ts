import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table lenders (
    id bigint generated always as identity primary key,
    symbol text not null,
    name text not null,
    street text not null default '',
    postal_code text not null default '',
    place text not null default '',
    region text not null default '',
    country text not null default '',
    email text not null default '',
    protocol text not null check (protocol in ('email', 'iso18626', 'iso10161', 'script', 'none')),
    endpoint text not null default '',
    lends boolean not null,
    loan_cost numeric(9, 2),
    loan_days integer,
    renewals integer,
    copies boolean not null,
    copy_cost numeric(9, 2),
    currency text not null default '',
    settlement text not null check (settlement in ('none', 'ifm', 'laser')),
    names_patron boolean not null default false,
    calendar jsonb not null,
    suspended_until date,
    closed boolean not null default false,
    last_resort boolean not null default false,
    notes text not null default '',
    active boolean not null default true,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    name_key text collate "C" not null,
    words tsvector not null
  )`,
  `create unique index lenders_symbol on lenders (lower(symbol))`,
  `create index lenders_name on lenders (name_key, id)`,
  `create index lenders_words on lenders using gin (words)`,
  // A row without a branch is for all that have none of their own.
  `create table branch_calendars (
    branch text references branches on delete cascade,
    calendar jsonb not null,
    version integer not null default 1,
    changed_at timestamptz not null default now()
  )`,
  `create unique index branch_calendars_branch on branch_calendars (coalesce(branch, ''))`,
]
