import type { Database } from '../src/kit/db/index.ts'
import { until } from './until.ts'

/**
 * As when time passes: PostgreSQL hears that a process is gone, and the jobs it held are free. Gives how many it held.
 * @param name what it was connected as
 */
export async function bury({ pool }: Database, { name }: { readonly name: string }): Promise<number> {
  await until(async () => {
    const { rows } = await pool.query('select from pg_stat_activity where application_name = $1', [name])
    return rows.length === 0
  })
  // Each kill is the first that its job sees: to be given up after ten of them is another matter.
  const { rows } = await pool.query(
    `update jobs set locked_by = null, locked_until = null, attempts = 0 where locked_by is not null
     returning pg_notify('farshelf_jobs', '')`,
  )
  return rows.length
}
