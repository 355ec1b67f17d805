import { type Kysely, sql } from 'kysely'

/** One ledger of what schemes settle between us and other libraries, in place of one for each side. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Amounts of reversals are negative; none is one that nobody has said. Of a lending that was posted before, the creditor
  // is us, whatever we are called.
  `create table fee_entries (
    id bigint generated always as identity primary key,
    side text not null check (side in ('borrowing', 'lending')),
    instance_id bigint not null references workflow_instances,
    version integer not null,
    kind text not null check (kind in ('fee', 'reversal')),
    partner_id bigint not null references lenders,
    scheme text not null check (scheme in ('ifm', 'laser')),
    amount numeric check (scale(amount) <= 4 and abs(amount) < 1e12),
    currency text not null,
    debtor text not null,
    creditor text not null,
    reverses bigint unique references fee_entries,
    at timestamptz not null,
    unique (side, instance_id, version, kind),
    check ((kind = 'reversal') = (reverses is not null)),
    check (case kind when 'fee' then amount >= 0 else amount <= 0 end)
  )`,
  `create index fee_entries_instance on fee_entries (instance_id, id)`,
  `create index fee_entries_partner on fee_entries (partner_id, at)`,
  `create index fee_entries_at on fee_entries (at, id)`,
  ...['fee', 'reversal'].flatMap((kind) => [
    `insert into fee_entries (side, instance_id, version, kind, partner_id, scheme, amount, currency, debtor, creditor, reverses, at)
      select 'borrowing', f.line_id, f.version, f.kind, l.lender_id, f.scheme,
        case f.kind when 'fee' then f.amount else -f.amount end, f.currency, f.debtor, f.creditor, n.id, f.at
      from ill_line_fees f join ill_lines l on l.id = f.line_id
      left join ill_line_fees o on o.id = f.reverses
      left join fee_entries n on n.side = 'borrowing' and n.instance_id = o.line_id and n.version = o.version and n.kind = o.kind
      where f.kind = '${kind}' order by f.id`,
    `insert into fee_entries (side, instance_id, version, kind, partner_id, scheme, amount, currency, debtor, creditor, reverses, at)
      select 'lending', f.lending_id, f.version, '${kind}', g.lender_id, f.scheme, f.amount, f.currency, d.symbol, '', n.id,
        f.posted_at
      from ill_fees f join ill_lendings g on g.id = f.lending_id join lenders d on d.id = g.lender_id
      left join ill_fees o on o.id = f.reverses
      left join fee_entries n on n.side = 'lending' and n.instance_id = o.lending_id and n.version = o.version and n.kind = 'fee'
      where (f.reverses is null) = ${kind === 'fee'} order by f.id`,
  ]),
  `drop table ill_line_fees`,
  `drop table ill_fees`,
]
