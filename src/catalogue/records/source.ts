import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/** Where a record was taken from: another library's record, as it was received. */
export interface BibSource {
  readonly target: string
  /** The library, as readers know it. */
  readonly label: string
  readonly database: string
  readonly fetchedAt: Date
  readonly raw: Uint8Array
}

/** The record of another library that a record of ours was last made from; undefined for one that is all our own. */
export async function sourceOf(tx: Tx, bibId: number): Promise<BibSource | undefined> {
  const { rows } = await sql<BibSource>`
    select s.target, s.target_label as label, s.database, s.fetched_at as "fetchedAt", s.raw
    from (
      select source_id, version from bibs where id = ${bibId}
      union all select source_id, version from bib_versions where bib_id = ${bibId}
    ) v join bib_sources s on s.id = v.source_id
    order by v.version desc limit 1
  `.execute(tx)
  return rows[0]
}
