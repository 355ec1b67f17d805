import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { heldBatch } from './batches.ts'
import { addJob } from './jobs.ts'
import type { ImportEncoding, ImportState } from './types.ts'

/** What is tried anew has not failed yet. */
const begins: readonly ImportState[] = ['checking', 'loading', 'undoing']

async function move(tx: Tx, batch: number, state: ImportState, actor: Actor, ended = false): Promise<void> {
  await tx
    .updateTable('import_batches')
    .set({ state, failures: 0, changed_at: sql<Date>`now()`, ended_at: ended ? sql<Date>`now()` : null })
    .$if(begins.includes(state), (update) => update.set({ last_error: null }))
    .where('id', '=', batch)
    .execute()
  await audit(tx, { actor, action: `import.${state}`, subject: { kind: 'import', id: batch } })
}

/** Begins to count what loading would do, in the background. @throws Problem import-gone, import-state */
export async function startCheck(tx: Tx, batch: number, actor: Actor): Promise<void> {
  await heldBatch(tx, batch, 'staged')
  await move(tx, batch, 'checking', actor)
  await addJob(tx, 'check', batch)
}

/** Has a staged file read in another encoding; what was counted so far no longer holds. @throws Problem import-gone, import-state */
export async function chooseEncoding(tx: Tx, batch: number, encoding: ImportEncoding, actor: Actor): Promise<void> {
  await heldBatch(tx, batch, 'staged')
  await tx
    .updateTable('import_batches')
    .set({ encoding, expected: null, changed_at: sql<Date>`now()` })
    .where('id', '=', batch)
    .execute()
  await tx.deleteFrom('import_records').where('batch_id', '=', batch).execute()
  await audit(tx, { actor, action: 'import.encoding', subject: { kind: 'import', id: batch }, detail: { encoding } })
}

/** Begins to load a staged file, in the background. @throws Problem import-gone, import-state */
export async function startLoad(tx: Tx, batch: number, actor: Actor): Promise<void> {
  await heldBatch(tx, batch, 'staged')
  await move(tx, batch, 'loading', actor)
  await addJob(tx, 'load', batch)
}

/** Lets a load come to rest behind the group it is at. @throws Problem import-gone, import-state */
export async function pauseLoad(tx: Tx, batch: number, actor: Actor): Promise<void> {
  await heldBatch(tx, batch, 'loading')
  await move(tx, batch, 'paused', actor)
}

/** Goes on with a load that was paused, or with what failed. @throws Problem import-gone, import-state */
export async function resumeLoad(tx: Tx, batch: number, actor: Actor): Promise<void> {
  await heldBatch(tx, batch, 'paused', 'failed')
  const { undo_ordinal: undoing } = await tx
    .selectFrom('import_batches')
    .select('undo_ordinal')
    .where('id', '=', batch)
    .executeTakeFirstOrThrow()
  await move(tx, batch, undoing === null ? 'loading' : 'undoing', actor)
  await addJob(tx, undoing === null ? 'load' : 'undo', batch)
}

/**
 * Gives a file up. What was loaded of it stays until it is undone; its bytes are let go of in the background.
 * @throws Problem import-gone, import-state
 */
export async function cancelImport(tx: Tx, batch: number, actor: Actor): Promise<void> {
  await heldBatch(tx, batch, 'staging', 'checking', 'staged', 'loading', 'paused', 'failed')
  await move(tx, batch, 'cancelled', actor, true)
  await addJob(tx, 'release', batch)
}

/** Begins to take back what a batch did, in the background. @throws Problem import-gone, import-state */
export async function undoImport(tx: Tx, batch: number, actor: Actor): Promise<void> {
  const { done } = await heldBatch(tx, batch, 'loaded', 'paused', 'cancelled', 'failed')
  await tx
    .updateTable('import_batches')
    .set((eb) => ({ undo_ordinal: eb.fn.coalesce('undo_ordinal', sql<number>`${done.records + 1}::bigint`) }))
    .where('id', '=', batch)
    .execute()
  await move(tx, batch, 'undoing', actor)
  await addJob(tx, 'undo', batch)
}
