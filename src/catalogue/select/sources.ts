import type { Tx } from '../../kit/db/index.ts'
import type { SelectSource } from './types.ts'

/** Where a version of a record came from. */
export type SourceInfo = SelectSource & { readonly id: number; readonly lossy: boolean }

/** Sources by their id, without the bytes. */
export async function sourcesOf(tx: Tx, ids: readonly number[]): Promise<Map<number, SourceInfo>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('bib_sources')
    .select(['id', 'target', 'target_label', 'database', 'query', 'syntax', 'fetched_at', 'lossy'])
    .where('id', 'in', ids)
    .execute()
  return new Map(
    rows.map(({ target_label: label, fetched_at: fetchedAt, ...row }) => [row.id, { ...row, label, fetchedAt }]),
  )
}
