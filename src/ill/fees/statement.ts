import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { inMinorUnits } from '../money/index.ts'
import type { FeeEntry, FeeSide } from './ledger.ts'

/** Entries of one month, of all libraries and both sides where nothing else is said. */
export interface StatementQuery {
  /** YYYY-MM, as the calendar of the house has it. */
  readonly month: string
  readonly timeZone: string
  readonly partnerId?: number | undefined
  readonly side?: FeeSide | undefined
}

/** An entry with what it is for. */
export interface StatementLine extends FeeEntry {
  readonly partner: { readonly id: number; readonly symbol: string; readonly name: string }
  /** The request of our reader, or that of the other library. */
  readonly requestId: number
  readonly title: string
  /** What the borrower's side adjusted its own figure to; null where it did not. */
  readonly ours: string | null
}

/** What one library's entries of a currency and side come to; those without an amount are counted apart. */
export interface StatementSum {
  readonly partner: StatementLine['partner']
  readonly side: FeeSide
  readonly scheme: FeeEntry['scheme']
  readonly currency: string
  readonly entries: number
  readonly unsaid: number
  readonly amount: string
}

const within = ({ month, timeZone, partnerId, side }: StatementQuery) => sql`
  f.at >= (${`${month}-01`}::date)::timestamp at time zone ${timeZone}
  and f.at < (${`${month}-01`}::date + interval '1 month')::timestamp at time zone ${timeZone}
  and (${partnerId ?? null}::bigint is null or f.partner_id = ${partnerId ?? null}::bigint)
  and (${side ?? null}::text is null or f.side = ${side ?? null}::text)`

const partner = sql`json_build_object('id', d.id, 'symbol', d.symbol, 'name', d.name) as partner`

/** Entries after one with an id, the oldest first, at most so many. */
export async function statementLines(
  tx: Tx,
  query: StatementQuery,
  { after = 0, limit }: { readonly after?: number; readonly limit: number },
): Promise<readonly StatementLine[]> {
  const { rows } = await sql<StatementLine>`
    select f.id, f.side, f.kind, f.scheme, f.amount, f.currency, f.debtor, f.creditor, f.at, ${partner},
      coalesce(l.request_id, f.instance_id) as "requestId", coalesce(r.title, g.title) as title,
      case when exists (select from workflow_events e where e.instance_id = l.id and e.event = 'costAdjustment'
        and not exists (select from workflow_events u where u.instance_id = e.instance_id and u.undoes = e.version))
        then i.data ->> 'cost' end as ours
    from fee_entries f join lenders d on d.id = f.partner_id
    left join ill_lines l on f.side = 'borrowing' and l.id = f.instance_id
    left join ill_requests r on r.id = l.request_id
    left join ill_lendings g on f.side = 'lending' and g.id = f.instance_id
    left join workflow_instances i on i.id = l.id
    where ${within(query)} and f.id > ${after}
    order by f.id limit ${limit}`.execute(tx)
  return rows
}

/** What the entries come to, by library, side, scheme and currency. */
export async function statementSums(tx: Tx, query: StatementQuery): Promise<readonly StatementSum[]> {
  const { rows } = await sql<StatementSum>`
    select ${partner}, f.side, f.scheme, f.currency, count(*)::int as entries,
      count(*) filter (where f.amount is null)::int as unsaid, coalesce(sum(f.amount), 0)::text as amount
    from fee_entries f join lenders d on d.id = f.partner_id
    where ${within(query)}
    group by d.id, f.side, f.scheme, f.currency
    order by d.name_key, d.id, f.side, f.scheme, f.currency`.execute(tx)
  return rows
}

/** Libraries that have entries at all, by name. */
export async function settledPartners(tx: Tx): Promise<readonly StatementLine['partner'][]> {
  return await tx
    .selectFrom('lenders as d')
    .select(['d.id', 'd.symbol', 'd.name'])
    .where((eb) => eb.exists(eb.selectFrom('fee_entries as f').select('f.id').whereRef('f.partner_id', '=', 'd.id')))
    .orderBy('d.name_key')
    .orderBy('d.id')
    .execute()
}

/** What the entries of a currency come to, of all libraries. Decimals. */
export interface StatementTotal {
  readonly currency: string
  /** What we pay, what we are paid, and the second less the first. */
  readonly paid: string
  readonly received: string
  readonly balance: string
}

/** What the entries come to, by currency. */
export async function statementTotals(tx: Tx, query: StatementQuery): Promise<readonly StatementTotal[]> {
  const paid = sql`coalesce(sum(f.amount) filter (where f.side = 'borrowing'), 0)`
  const received = sql`coalesce(sum(f.amount) filter (where f.side = 'lending'), 0)`
  const { rows } = await sql<StatementTotal>`
    select f.currency, (${paid})::text as paid, (${received})::text as received, (${received} - ${paid})::text as balance
    from fee_entries f where ${within(query)} group by f.currency order by f.currency`.execute(tx)
  return rows.map(({ currency, ...sums }) => {
    const whole = (amount: string) => inMinorUnits(amount, currency)
    return { currency, paid: whole(sums.paid), received: whole(sums.received), balance: whole(sums.balance) }
  })
}
