import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Requests whose rota was built. One that is automatic asks the next lender by itself.
  `create table ill_rotas (
    request_id bigint primary key references ill_requests,
    automatic boolean not null,
    built_at timestamptz not null
  )`,
  // Who was asked after whom: once for each turn that ended.
  `create table ill_advances (
    request_id bigint not null references ill_requests,
    from_line bigint not null references ill_lines,
    to_line bigint references ill_lines,
    at timestamptz not null,
    primary key (request_id, from_line)
  )`,
  // Why a line stands where it does, what the lender has, and why it was passed over.
  `alter table ill_lines add column why jsonb not null default '[]', add column record_id text,
    add column call_number text, add column skipped text`,
  `create table ill_line_fees (
    id bigint generated always as identity primary key,
    line_id bigint not null references ill_lines,
    version integer not null,
    kind text not null check (kind in ('fee', 'reversal')),
    scheme text not null check (scheme in ('ifm', 'laser')),
    amount numeric(9, 2),
    currency text not null,
    debtor text not null,
    creditor text not null,
    reverses bigint unique references ill_line_fees,
    at timestamptz not null,
    unique (line_id, version, kind)
  )`,
]
