import { sql } from 'kysely'
import { findItem, holdItem, readItem } from '../catalogue/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import { reservationColumns, reservationOf } from './reservations/rows.ts'
import type { Held, IllItem, Loan } from './types.ts'

/**
 * Lets nobody else lend, take back or reserve anything of a record until the transaction ends: queues and copies of one
 * record belong together. Taken before any row is locked, so that two acts wait for each other and never in a circle.
 */
export async function holdTitle(tx: Tx, bibId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('farshelf circulation', ${bibId}))`.execute(tx)
}

/** An item and its title, held until the transaction ends. @throws Problem item-gone */
export async function hold(tx: Tx, itemId: number): Promise<Held> {
  const known = await readItem(tx, itemId)
  if (!known) throw new Problem('item-gone', { item: itemId })
  await holdTitle(tx, known.bibId)
  return await heldItem(tx, itemId)
}

/** The same by accession number; of several numbers the first that an item has. */
export async function holdByNumber(tx: Tx, ...numbers: readonly string[]): Promise<Held | undefined> {
  const known = await findItem(tx, ...numbers)
  return known && (await hold(tx, known.id))
}

const loanColumns = [
  'id',
  'item_id as itemId',
  'patron_id as patronId',
  'lending_id as lendingId',
  'branch',
  'lent_at as lentAt',
  'due_on as dueOn',
  'renewals',
] as const

/** The open loan of an item. */
export async function openLoan(tx: Tx, itemId: number): Promise<Loan | undefined> {
  const row = await tx
    .selectFrom('loans')
    .select(loanColumns)
    .where('item_id', '=', itemId)
    .where('returned_at', 'is', null)
    .executeTakeFirst()
  return row && loanOf(row)
}

/** The open loan of an id. */
export async function readLoan(tx: Tx, id: string): Promise<Loan | undefined> {
  const row = await tx
    .selectFrom('loans')
    .select(loanColumns)
    .where('id', '=', id)
    .where('returned_at', 'is', null)
    .executeTakeFirst()
  return row && loanOf(row)
}

/** The open loan for a request of another library. */
export async function loanToLibrary(tx: Tx, lendingId: number): Promise<Loan | undefined> {
  const row = await tx
    .selectFrom('loans')
    .select(loanColumns)
    .where('lending_id', '=', lendingId)
    .where('returned_at', 'is', null)
    .executeTakeFirst()
  return row && loanOf(row)
}

type LoanRow = Omit<Loan, 'itemId' | 'patronId' | 'lendingId'> & {
  readonly itemId: number | null
  readonly patronId: string | null
  readonly lendingId: number | null
}

/** An open one has an item, says the table. */
const loanOf = ({ itemId, patronId, lendingId, ...row }: LoanRow): Loan => ({
  ...row,
  itemId: itemId!,
  ...(patronId !== null && { patronId }),
  ...(lendingId !== null && { lendingId }),
})

/** What is known of an item as one of another library's; undefined of our own. */
export async function illItem(tx: Tx, itemId: number): Promise<IllItem | undefined> {
  const row = await tx.selectFrom('ill_items').selectAll().where('item_id', '=', itemId).executeTakeFirst()
  return (
    row && {
      lineId: row.line_id,
      volume: row.volume,
      requestId: row.request_id,
      ...(row.patron_id !== null && { patronId: row.patron_id }),
      ...(row.lender_due !== null && { lenderDue: row.lender_due }),
      closed: row.closed_at !== null,
    }
  )
}

async function heldItem(tx: Tx, itemId: number): Promise<Held> {
  const item = await holdItem(tx, itemId)
  if (!item) throw new Problem('item-gone', { item: itemId })
  const loan = await openLoan(tx, itemId)
  const allocated = await tx
    .selectFrom('reservations')
    .select(reservationColumns)
    .where('allocated_item', '=', itemId)
    .where('state', 'in', ['transit', 'ready'])
    .executeTakeFirst()
  const ill = await illItem(tx, itemId)
  return {
    item,
    available: await countsAsAvailable(tx, item.status),
    ...(loan && { loan }),
    ...(allocated && { allocated: reservationOf(allocated) }),
    ...(ill && { ill }),
  }
}

async function countsAsAvailable(tx: Tx, status: string): Promise<boolean> {
  const code = await tx
    .selectFrom('codes')
    .select('available')
    .where('list', '=', 'item-status')
    .where('code', '=', status)
    .executeTakeFirst()
  return code?.available ?? false
}
