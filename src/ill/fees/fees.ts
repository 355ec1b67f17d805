import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import type { Settlement } from '../lenders/index.ts'

/** What one library owes another for one loan or copy, as a settling scheme hears of it. */
export interface FeeEntry {
  readonly id: number
  readonly kind: 'fee' | 'reversal'
  readonly scheme: Exclude<Settlement, 'none'>
  /** A decimal such as "12.50"; null where nobody has said how much. */
  readonly amount: string | null
  /** ISO 4217, or empty. */
  readonly currency: string
  /** Symbols of who pays, and who is paid. */
  readonly debtor: string
  readonly creditor: string
  readonly at: Date
}

/** What a fee is for: an event of a lender's line. */
export interface FeeCause {
  readonly id: number
  /** Of the event that posts it: the same event posts once. */
  readonly version: number
  readonly at: Date
}

/** Posts the fee of something shipped: one entry, however often it is called for one event. domain/ill.md 0. */
export async function postFee(
  tx: Tx,
  { id, version, at }: FeeCause,
  { scheme, amount, currency, debtor, creditor }: Omit<FeeEntry, 'id' | 'kind' | 'at'>,
): Promise<void> {
  await tx
    .insertInto('ill_line_fees')
    .values({ line_id: id, version, kind: 'fee', scheme, amount, currency, debtor, creditor, at })
    .onConflict((oc) => oc.columns(['line_id', 'version', 'kind']).doNothing())
    .execute()
}

/** Takes back the fee that stands, by one entry against it; none where none stands. */
export async function reverseFee(tx: Tx, { id, version, at }: FeeCause): Promise<void> {
  await sql`
    insert into ill_line_fees (line_id, version, kind, scheme, amount, currency, debtor, creditor, reverses, at)
    select line_id, ${version}, 'reversal', scheme, amount, currency, debtor, creditor, id, ${at} from ill_line_fees f
    where line_id = ${id} and kind = 'fee' and not exists (select from ill_line_fees r where r.reverses = f.id)
    order by id desc limit 1
    on conflict do nothing`.execute(tx)
}

/** The entries of a line, oldest first. */
export async function feesOf(tx: Tx, id: number): Promise<readonly FeeEntry[]> {
  return await tx
    .selectFrom('ill_line_fees')
    .select(['id', 'kind', 'scheme', 'amount', 'currency', 'debtor', 'creditor', 'at'])
    .where('line_id', '=', id)
    .orderBy('id')
    .execute()
}

/** An amount as a form has it, "12.50 EUR": undefined where it is none. */
export function feeIn(text: string | undefined): { readonly amount: string; readonly currency: string } | undefined {
  const found = /^(\d{1,7})(?:[.,](\d{1,2}))?(?:\s*([A-Za-z]{3}))?$/.exec(text?.trim() ?? '')
  if (!found) return undefined
  const [, whole, part = '', currency = ''] = found
  return { amount: `${whole}.${part.padEnd(2, '0')}`, currency: currency.toUpperCase() }
}
