import { sql } from 'kysely'
import type { Db } from '../../kit/db/index.ts'

/** Whether the catalogue has a record that readers can find. */
export async function holdsAnything(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`select exists (select 1 from bib_search) as any`.execute(db)
  return rows[0]!.any
}
