import { sql } from 'kysely'
import type { Db, Tx } from '../../kit/db/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'

/** PostgreSQL's code for a statement that took longer than it may. */
const queryCanceled = '57014'

/**
 * Runs a stranger's search with a limit on the time of each of its statements.
 * @throws Problem bib1-diagnostic when it took longer
 */
export async function withinTime<T>(db: Db, milliseconds: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db
      .transaction()
      .setAccessMode('read only')
      .execute(async (tx) => {
        await sql`select set_config('statement_timeout', ${String(Math.trunc(milliseconds))}, true)`.execute(tx)
        return await work(tx)
      })
  } catch (cause) {
    if ((cause as { code?: unknown }).code === queryCanceled) return refuse(condition.exhausted)
    throw cause
  }
}
