import { sql } from 'kysely'
import type { Db } from '../../kit/db/index.ts'
import type { CodeList } from './codes.ts'

const columns = {
  branch: sql`branch`,
  location: sql`location`,
  collection: sql`collection`,
  'item-status': sql`status`,
} as const

/** How many items use each code of a list; codes that none uses are left out. */
export async function codeUses(db: Db, list: CodeList | 'branch'): Promise<ReadonlyMap<string, number>> {
  const column = columns[list]
  const { rows } = await sql<{ code: string; items: number }>`
    select ${column} as code, count(*) as items from items where ${column} is not null group by 1
  `.execute(db)
  return new Map(rows.map(({ code, items }) => [code, items]))
}
