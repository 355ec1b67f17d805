import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { moneyOf } from '../machines/lending-messages.ts'
import type { LendingAct } from './types.ts'

/** A shipment's entry in the account of a scheme. Amounts are decimals; of a reversing one, negative. */
export interface Fee {
  readonly scheme: 'ifm' | 'laser'
  readonly amount: string
  readonly currency: string
  readonly postedAt: Date
}

/** Posts the fee of a shipment: one for each, only where a scheme settles it and there is a cost. */
export async function postFee(tx: Tx, { lending, form, at }: LendingAct): Promise<void> {
  const { settlement } = lending.partner
  const cost = moneyOf(form['cost'])
  if (settlement === 'none' || !cost) return
  await tx
    .insertInto('ill_fees')
    .values({
      ...{ lending_id: lending.id, version: lending.version, scheme: settlement, amount: cost.amount },
      ...{ currency: cost.currency ?? '', posted_at: at },
    })
    .execute()
}

/** Posts what takes the last fee back that nothing has taken back yet: once, however often it is called. */
export async function reverseFee(tx: Tx, { lending, at }: LendingAct): Promise<void> {
  await sql`insert into ill_fees (lending_id, version, scheme, amount, currency, reverses, posted_at)
    select lending_id, ${lending.version}, scheme, -amount, currency, id, ${at} from ill_fees f
    where lending_id = ${lending.id} and reverses is null and amount > 0
      and not exists (select from ill_fees r where r.reverses = f.id)
    order by id desc limit 1 on conflict do nothing`.execute(tx)
}

/** Takes back the fee of a shipment that is undone, by the event that undoes it: the next one. */
export const undoFee = (tx: Tx, act: LendingAct): Promise<void> =>
  reverseFee(tx, { ...act, lending: { ...act.lending, version: act.lending.version + 1 } })

/** What was posted for a request, the first first. */
export const feesOf = async (tx: Tx, lendingId: number): Promise<readonly Fee[]> =>
  await tx
    .selectFrom('ill_fees')
    .select(['scheme', 'amount', 'currency', 'posted_at as postedAt'])
    .where('lending_id', '=', lendingId)
    .orderBy('id')
    .execute()
