import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type Item, type ItemCirculation, itemColumns, itemOf } from './items.ts'

/** The item of the first of these accession numbers that one has, whatever became of it. */
export async function findItem(tx: Tx, ...numbers: readonly string[]): Promise<Item | undefined> {
  const rows = await tx.selectFrom('items').select(itemColumns).where('accession_no', 'in', numbers).execute()
  const found = numbers.flatMap((number) => rows.filter(({ accessionNo }) => accessionNo === number))[0]
  return found && itemOf(found)
}

/** The item, held until the transaction ends. */
export async function holdItem(tx: Tx, id: number): Promise<Item | undefined> {
  const row = await tx.selectFrom('items').select(itemColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && itemOf(row)
}

/**
 * Writes down where an item has gone, or with `undefined` that it is where it belongs; `status` corrects what
 * cataloguers said of it. Otherwise its version stays: forms that are open change other things.
 */
export async function moveItem(
  tx: Tx,
  id: number,
  circulation: ItemCirculation | undefined,
  status?: string,
): Promise<void> {
  await tx
    .updateTable('items')
    .set({
      circulation: circulation ?? null,
      ...(status !== undefined && { status, version: sql<number>`version + 1` }),
    })
    .where('id', '=', id)
    .execute()
}

/** Takes an item out of use for good. It is kept, and readers see it no more. */
export async function withdrawItem(tx: Tx, id: number): Promise<void> {
  await tx.updateTable('items').set({ circulation: null, withdrawn: true }).where('id', '=', id).execute()
}
