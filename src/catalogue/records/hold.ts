import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/**
 * Holds records until the transaction ends: nobody else changes or deletes them, or adds items to them. In the order of
 * their ids, as all do that hold several: so they wait for each other and do not lock each other out.
 */
export async function holdBibs(tx: Tx, ids: Iterable<number>): Promise<void> {
  const held = [...new Set(ids)]
  if (held.length === 0) return
  await sql`select from bibs where id = any(${held}::bigint[]) order by id for update`.execute(tx)
}
