import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Staff sign in by name, patrons by card number: `login` is either, and compared without regard to case.
  `create table people (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('staff', 'patron')),
    login text not null,
    name text not null,
    email text not null default '',
    secret_hash text,
    totp_secret text,
    totp_last_step bigint not null default 0,
    branch text,
    expires_on date,
    blocked boolean not null default false,
    active boolean not null default true,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
  )`,
  `create unique index people_login on people (kind, lower(login))`,
  `create index people_name on people (lower(name), id)`,
  `create table roles (
    name text primary key,
    label text not null,
    permissions text[] not null,
    built_in boolean not null default false
  )`,
  // Without a branch a role holds for all of them.
  `create table role_grants (
    person_id uuid not null references people on delete cascade,
    role text not null references roles on update cascade,
    branch text,
    unique nulls not distinct (person_id, role, branch)
  )`,
  `create index role_grants_role on role_grants (role)`,
  // Only hashes of what people carry around: who reads the table can be nobody.
  `create table sessions (
    hash bytea primary key,
    id uuid not null unique default gen_random_uuid(),
    person_id uuid not null references people on delete cascade,
    agent text not null default '',
    created_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null
  )`,
  `create index sessions_person on sessions (person_id)`,
  `create index sessions_ends on sessions (ends_at)`,
  `create table api_tokens (
    id uuid primary key default gen_random_uuid(),
    hash bytea not null unique,
    name text not null,
    permissions text[] not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  `create table one_time_links (
    hash bytea primary key,
    purpose text not null check (purpose in ('setup', 'secret')),
    person_id uuid references people on delete cascade,
    ends_at timestamptz not null,
    used_at timestamptz
  )`,
  `create table login_failures (
    id bigint generated always as identity primary key,
    account bytea not null,
    address text not null,
    at timestamptz not null
  )`,
  `create index login_failures_account on login_failures (account, at)`,
  `create index login_failures_address on login_failures (address, at)`,
]
