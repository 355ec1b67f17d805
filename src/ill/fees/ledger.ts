import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import type { Settlement } from '../lenders/index.ts'
import { inMinorUnits, type Money } from '../money/index.ts'

/** Who we are in it: the borrowing library, which pays, or the lending one. */
export type FeeSide = 'borrowing' | 'lending'
export type FeeScheme = Exclude<Settlement, 'none'>

/** What one library owes another for one loan or copy, as a settling scheme hears of it. domain/ill.md 0. */
export interface FeeEntry {
  readonly id: number
  readonly side: FeeSide
  readonly kind: 'fee' | 'reversal'
  readonly scheme: FeeScheme
  /** A decimal such as "12.50", of a reversal "-12.50"; null where nobody has said how much. */
  readonly amount: string | null
  /** ISO 4217, or empty. */
  readonly currency: string
  /** Symbols of who pays, and who is paid; empty is our house, where it has none. */
  readonly debtor: string
  readonly creditor: string
  readonly at: Date
}

/** What an entry is for: an event of a lender's line, or of a request of another library. */
export interface FeeCause {
  readonly side: FeeSide
  readonly id: number
  /** Of the event that posts it: the same event posts once. */
  readonly version: number
  readonly at: Date
}

export interface Owed {
  readonly partnerId: number
  readonly scheme: FeeScheme
  readonly cost: Money | undefined
  readonly debtor: string
  readonly creditor: string
}

/** Posts the fee of something shipped: one entry, however often it is called for one event. */
export async function postFee(tx: Tx, cause: FeeCause, { partnerId, scheme, cost, debtor, creditor }: Owed) {
  const { side, id, version, at } = cause
  const amount = cost ? inMinorUnits(cost.amount, cost.currency) : null
  await tx
    .insertInto('fee_entries')
    .values({
      ...{ side, instance_id: id, version, kind: 'fee', partner_id: partnerId, scheme, amount },
      ...{ currency: cost?.currency ?? '', debtor, creditor, at },
    })
    .onConflict((oc) => oc.columns(['side', 'instance_id', 'version', 'kind']).doNothing())
    .execute()
}

/** Takes back the fee that stands, by one entry against it; none where none stands. */
export async function reverseFee(tx: Tx, { side, id, version, at }: FeeCause): Promise<void> {
  await sql`
    insert into fee_entries (side, instance_id, version, kind, partner_id, scheme, amount, currency, debtor, creditor, reverses, at)
    select side, instance_id, ${version}, 'reversal', partner_id, scheme, -amount, currency, debtor, creditor, id, ${at}
    from fee_entries f
    where side = ${side} and instance_id = ${id} and kind = 'fee'
      and not exists (select from fee_entries r where r.reverses = f.id)
    order by id desc limit 1
    on conflict do nothing`.execute(tx)
}

/** The entries of a line or of a request of another library, oldest first. */
export const feesOf = async (tx: Tx, id: number): Promise<readonly FeeEntry[]> =>
  await tx
    .selectFrom('fee_entries')
    .select(['id', 'side', 'kind', 'scheme', 'amount', 'currency', 'debtor', 'creditor', 'at'])
    .where('instance_id', '=', id)
    .orderBy('id')
    .execute()
