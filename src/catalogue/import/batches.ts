import type { Selectable } from 'kysely'
import type { Tables, Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { ImportProfile } from './profile.ts'
import {
  type ImportBatch,
  type ImportCounts,
  type ImportEncoding,
  type ImportFormat,
  type ImportState,
  noCounts,
  type UndoCounts,
} from './types.ts'

type Row = Selectable<Tables['import_batches']>

/** @throws Problem import-gone */
export async function importBatch(tx: Tx, id: number): Promise<ImportBatch> {
  const row = await tx.selectFrom('import_batches').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('import-gone', { batch: id })
  return batchOf(row)
}

/** The newest first; `before` is the id the last page ended with. */
export async function importBatches(
  tx: Tx,
  { size = 50, before }: { size?: number; before?: number } = {},
): Promise<ImportBatch[]> {
  let query = tx.selectFrom('import_batches').selectAll().orderBy('id', 'desc').limit(size)
  if (before !== undefined) query = query.where('id', '<', before)
  return (await query.execute()).map(batchOf)
}

/**
 * The batch, nobody else changing it until the transaction ends.
 * @throws Problem import-gone, and import-state unless it is in one of those states
 */
export async function heldBatch(tx: Tx, id: number, ...states: readonly ImportState[]): Promise<ImportBatch> {
  const row = await tx.selectFrom('import_batches').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new Problem('import-gone', { batch: id })
  if (states.length > 0 && !states.includes(row.state))
    throw new Problem('import-state', { batch: id, state: row.state })
  return batchOf(row)
}

export function batchOf(row: Row): ImportBatch {
  const optional = {
    ...(row.sha256 && { sha256: row.sha256.toString('hex') }),
    ...(row.expected && { expected: { ...noCounts(), ...row.expected } as ImportCounts }),
    ...(row.undo_counts && { undo: row.undo_counts as unknown as UndoCounts }),
    ...(row.last_error !== null && { lastError: row.last_error }),
    ...(row.ended_at && { endedAt: row.ended_at }),
  }
  return {
    id: row.id,
    fileName: row.file_name,
    size: row.size,
    profileName: row.profile,
    profile: row.settings as ImportProfile,
    format: row.format as ImportFormat,
    encoding: row.encoding as ImportEncoding,
    state: row.state,
    done: { records: row.done_ordinal, bytes: row.done_bytes },
    counts: { ...noCounts(), ...row.counts } as ImportCounts,
    actor: { name: row.actor_name, via: row.actor_via, ...(row.actor_id !== null && { id: row.actor_id }) },
    createdAt: row.created_at,
    changedAt: row.changed_at,
    ...optional,
  }
}
