import { sql } from 'kysely'
import pg from 'pg'
import { type Database, storableText } from '../../kit/db/index.ts'
import type { JobContext } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import { heldBatch } from './batches.ts'
import type { ImportState } from './types.ts'

/** What a job of a batch needs of its context. */
export type ImportJob = Pick<JobContext, 'signal' | 'hold' | 'finish'>

const failed = { state: 'failed' } as const

/** So often in a row may a job fail without getting anywhere. */
const mostFailures = 5

/** Whether the database refuses the data themselves: data exceptions, limits of a row or an index entry. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^(22|54)/.test(error.code ?? '')

/** Whether somebody changed a record between our reading and changing it: the same again comes out well. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'version-conflict' || error.code === 'bib-gone')

/**
 * Writes down that a job of a batch failed. It is tried again, unless it failed too often: then the batch has failed and
 * the job is over. Where it was a dry run, the file is staged as before, and nothing is expected of it.
 * @throws the error, unless the job is over
 */
export async function noteFailure(
  { tx }: Pick<Database, 'tx'>,
  batchId: number,
  during: ImportState,
  job: ImportJob,
  error: unknown,
): Promise<void> {
  if (job.signal.aborted || (error instanceof Problem && error.code === 'job-lost')) throw error
  const over = await tx(async (trx) => {
    await job.hold(trx)
    const { state } = await heldBatch(trx, batchId)
    if (state !== during) return false
    const row = await trx
      .updateTable('import_batches')
      .set((eb) => ({
        failures: eb('failures', '+', 1),
        last_error: storableText(error instanceof Error ? error.message : String(error)),
        changed_at: sql<Date>`now()`,
      }))
      .where('id', '=', batchId)
      .returning('failures')
      .executeTakeFirstOrThrow()
    if (row.failures < mostFailures) return false
    const ended = during === 'checking' ? ({ state: 'staged', expected: null, done_bytes: 0 } as const) : failed
    await trx.updateTable('import_batches').set(ended).where('id', '=', batchId).execute()
    if (during === 'checking') await trx.deleteFrom('import_records').where('batch_id', '=', batchId).execute()
    await job.finish(trx)
    return true
  }).catch(() => false)
  if (!over) throw error
}
