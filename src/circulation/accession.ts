import { sql } from 'kysely'
import { findItem } from '../catalogue/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { CirculationSettings } from './settings.ts'

/**
 * The next free accession number of the house's series, such as `ILL-000123`. One that somebody gave by hand is passed
 * over, and one that is not used after all is not given again.
 */
export async function nextAccessionNo(tx: Tx, { ill: { accession } }: CirculationSettings): Promise<string> {
  const { prefix, digits } = accession
  for (;;) {
    // Held by the row: who takes the next one at the same time waits.
    const {
      rows: [series],
    } = await sql<{ last: number }>`
      insert into accession_series (prefix, last) values (${prefix}, 1)
      on conflict (prefix) do update set last = accession_series.last + 1 returning last`.execute(tx)
    const number = `${prefix}${String(series!.last).padStart(digits, '0')}`
    if (!(await findItem(tx, number))) return number
  }
}
