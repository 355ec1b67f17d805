import { sql } from 'kysely'
import { type Database, inBatches, type Tx } from '../kit/db/index.ts'
import { forgetReaders } from '../kit/index.ts'
import { forgetOldNotices } from '../messages/index.ts'

const atOnce = 500

/**
 * Forgets who had and who waited for what ended before a time; that it was lent, when and where stays. Readers who want
 * their history kept are left alone. Gives how many loans and reservations that were.
 */
export async function forgetPast(database: Database, before: Date, signal?: AbortSignal): Promise<number> {
  let forgotten = 0
  for (const batch of [loans, reservations, illItems, forgetOldNotices]) {
    const done = await inBatches(database, atOnce, (tx, most) => batch(tx, before, most), signal)
    if (batch === loans || batch === reservations) forgotten += done
  }
  return forgotten
}

const theirs = sql`patron_id in (select id from people where not keep_history)`

async function loans(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update loans set patron_id = null where id in (
      select id from loans where returned_at < ${before} and ${theirs} limit ${most} for update skip locked)
    returning id`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await forgetReaders(tx, sql`detail ? 'loan' and detail->>'loan' = any(${ids}::text[])`)
  return ids.length
}

async function reservations(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update reservations set patron_id = null where id in (
      select id from reservations where closed_at < ${before} and ${theirs} limit ${most} for update skip locked)
    returning id`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await forgetReaders(tx, sql`subject_kind = 'reservation' and subject_id = any(${ids}::text[])`)
  return ids.length
}

async function illItems(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql`
    update ill_items set patron_id = null where item_id in (
      select item_id from ill_items where closed_at < ${before} and ${theirs} limit ${most})
    returning item_id`.execute(tx)
  return rows.length
}
