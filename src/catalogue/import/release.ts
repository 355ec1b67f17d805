import { sql } from 'kysely'
import type { Database, Db } from '../../kit/db/index.ts'
import { chunkSize } from './chunks.ts'

/** Chunks let go of in one transaction at most. */
const atOnce = 64

/**
 * Lets go of the stored bytes of a batch that nothing can ask for any more. Once it is not to be loaded on, only records
 * that were rejected or left as they are still are, and the beginning of the file where that tells how to read them. Of
 * a file that was given up what a dry run expected of the rest goes as well. Doing it again does nothing.
 */
export async function releaseSource({ db, tx }: Database, batchId: number, signal?: AbortSignal): Promise<void> {
  const batch = await db
    .selectFrom('import_batches')
    .select(['state', 'format', 'done_ordinal', 'undo_ordinal'])
    .where('id', '=', batchId)
    .executeTakeFirst()
  // Of these none is ever loaded on: an undo, once begun, can only be gone on with.
  const isOver = batch && (batch.undo_ordinal !== null || batch.state === 'loaded' || batch.state === 'cancelled')
  if (!isOver) return
  const { state, format, done_ordinal: last } = batch
  if (state === 'cancelled')
    await db.deleteFrom('import_records').where('batch_id', '=', batchId).where('ordinal', '>', last).execute()
  const needed = await chunksNeeded(db, batchId, last, format === 'csv' || format === 'marcxml')
  const stored = await db.selectFrom('import_chunks').select('seq').where('batch_id', '=', batchId).execute()
  const going = stored.map(({ seq }) => seq).filter((seq) => !needed.has(seq))
  for (let at = 0; at < going.length; at += atOnce) {
    signal?.throwIfAborted()
    await tx((trx) =>
      trx
        .deleteFrom('import_chunks')
        .where('batch_id', '=', batchId)
        .where('seq', 'in', going.slice(at, at + atOnce))
        .execute(),
    )
  }
}

/** The chunks that can be asked for of a batch of which so many records are dealt with. */
async function chunksNeeded(db: Db, batchId: number, last: number, withHead: boolean): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ seq: number }>`
    select distinct seq::int from import_records r,
      generate_series(r.byte_offset / ${chunkSize}, (r.byte_offset + greatest(r.length, 1) - 1) / ${chunkSize}) as seq
    where batch_id = ${batchId} and ordinal <= ${last} and outcome in ('rejected', 'kept', 'skipped')
  `.execute(db)
  const needed = new Set(rows.map(({ seq }) => seq))
  if (needed.size === 0 || !withHead) return needed
  const first = await db
    .selectFrom('import_records')
    .select('byte_offset')
    .where('batch_id', '=', batchId)
    .where('ordinal', '=', 1)
    .executeTakeFirst()
  for (let seq = 0; seq <= Math.floor((first?.byte_offset ?? 0) / chunkSize); seq++) needed.add(seq)
  return needed
}
