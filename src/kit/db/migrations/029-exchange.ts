import { type Kysely, sql } from 'kysely'

/** What libraries say to each other over a protocol, and how they know each other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table lenders
    add column profile text not null default 'standard' check (profile in ('standard', 'reshare', 'alma')),
    add column protocol_version text not null default '1.2' check (protocol_version in ('1.2', '2021-2')),
    add column networks text not null default '',
    add column certificate text not null default ''`,
  `create table partner_secrets (
    lender_id bigint primary key references lenders,
    token_hash bytea unique,
    token_made_at timestamptz,
    header_name text,
    header_value text,
    header_set_at timestamptz
  )`,
  `create table ill_messages (
    id bigint generated always as identity primary key,
    partner_id bigint not null references lenders,
    instance_id bigint references workflow_instances,
    direction text not null check (direction in ('in', 'out')),
    protocol text not null check (protocol in ('iso18626', 'iso10161')),
    transaction text not null,
    type text not null,
    identity text not null,
    key text unique,
    body jsonb not null,
    raw text,
    state text not null check (state in ('queued', 'sent', 'confirmed', 'refused', 'failed')),
    receipt jsonb,
    error text,
    attempts integer not null default 0,
    queued_at timestamptz not null,
    due_at timestamptz,
    created_at timestamptz not null,
    tried_at timestamptz,
    settled_at timestamptz
  )`,
  `create unique index ill_messages_received on ill_messages (partner_id, identity) where direction = 'in'`,
  `create index ill_messages_waiting on ill_messages (partner_id, id) where direction = 'out' and state in ('queued', 'sent')`,
  `create index ill_messages_transaction on ill_messages (partner_id, transaction, id)`,
  `create index ill_messages_instance on ill_messages (instance_id, id)`,
]
