import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import type { MarcRecord } from '../../standards/marc/index.ts'
import { infoOf, versionColumns } from './rows.ts'
import { readStoredMarc } from './stored-marc.ts'
import type { Bib, BibVersionInfo } from './types.ts'

/** What of a record may be seen: readers see active ones, staff suppressed ones too, its history all. */
export type Sight = 'active' | 'suppressed' | 'all'

const seen = {
  active: ['active'],
  suppressed: ['active', 'suppressed'],
  all: ['active', 'suppressed', 'deleted'],
} as const

/** The record as it is now, or undefined where there is none to be seen. Readers' sight unless said otherwise. */
export async function readBib(tx: Tx, id: number, sight: Sight = 'active'): Promise<Bib | undefined> {
  return (await readBibs(tx, [id], sight)).get(id)
}

/** Several records by id; those that can't be seen are left out. */
export async function readBibs(tx: Tx, ids: readonly number[], sight: Sight = 'active'): Promise<Map<number, Bib>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('bibs')
    .select(['id', 'created_at', ...versionColumns])
    // One parameter: of many ids there may be more than a statement takes.
    .where(sql<boolean>`id = any(${[...ids]}::bigint[])`)
    .where('state', 'in', seen[sight])
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, createdAt: row.created_at, record: readStoredMarc(row.marc), ...infoOf(row) },
    ]),
  )
}

/** Every version of a record, the newest first; none where there never was such a record. */
export async function bibHistory(tx: Tx, id: number): Promise<BibVersionInfo[]> {
  const columns = versionColumns.filter((column) => column !== 'marc' && column !== 'fingerprint')
  // In one statement: a version superseded between two would be in both or in neither.
  const rows = await tx
    .selectFrom('bibs')
    .select(columns)
    .where('id', '=', id)
    .unionAll(tx.selectFrom('bib_versions').select(columns).where('bib_id', '=', id))
    .orderBy('version', 'desc')
    .execute()
  return rows.map(infoOf)
}

/** One version of a record, current or not, with its MARC. */
export async function readVersion(
  tx: Tx,
  id: number,
  version: number,
): Promise<(BibVersionInfo & { readonly record: MarcRecord }) | undefined> {
  const now = await tx
    .selectFrom('bibs')
    .select([...versionColumns])
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  const row =
    now ??
    (await tx
      .selectFrom('bib_versions')
      .select([...versionColumns])
      .where('bib_id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst())
  return row && { ...infoOf(row), record: readStoredMarc(row.marc) }
}
