import { sql } from 'kysely'
import type { Database } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { heldBatch, importBatch } from './batches.ts'
import { type ImportJob, isOvertaken, isRefusal, noteFailure } from './failures.ts'
import { incomingGroups } from './incoming-groups.ts'
import type { Incoming } from './incoming-record.ts'
import { addJob } from './jobs.ts'
import { loadGroup } from './load-group.ts'
import { indexPlaces } from './points.ts'

/** How often a group is tried whose records others change meanwhile. */
const attempts = 5

/**
 * Loads what is left of a batch: a transaction a group, the next group made ready while the database stores the last.
 * Whenever the process ends, what was committed is in, with how far it came, and nothing else is; so whoever is next
 * goes on there.
 */
export async function runLoad(database: Database, batchId: number, job: ImportJob): Promise<void> {
  try {
    while (!(await loadOn(database, batchId, job))) job.signal.throwIfAborted()
  } catch (error) {
    await noteFailure(database, batchId, 'loading', job, error)
  }
}

/** True when the job is over: all is loaded, or it is to be loaded no longer. */
async function loadOn(database: Database, batchId: number, job: ImportJob): Promise<boolean> {
  const batch = await importBatch(database.db, batchId)
  const after = { ordinal: batch.done.records, offset: await lastOffset(database, batchId) }
  let goesOn = true
  if (batch.state === 'loading') {
    await indexPlaces(database, batch.profile.match, job)
    let storing = Promise.resolve(true)
    for await (const group of incomingGroups(database.db, batch, after)) {
      goesOn = await storing
      if (!goesOn) break
      job.signal.throwIfAborted()
      storing = store(database, batchId, group, job)
      // It is awaited with the next group ready, and may fail before.
      storing.catch(() => undefined)
    }
    if (goesOn) goesOn = await storing
  }
  return await database.tx(async (tx) => {
    const now = await heldBatch(tx, batchId)
    // Paused, and resumed before we came here: the one who resumed it found this job, and added none.
    if (now.state === 'loading' && (!goesOn || batch.state !== 'loading')) return false
    if (now.state === 'loading') {
      await tx
        .updateTable('import_batches')
        .set({ state: 'loaded', done_bytes: now.size, ended_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
        .where('id', '=', batchId)
        .execute()
      await audit(tx, {
        actor: now.actor,
        action: 'import.loaded',
        subject: { kind: 'import', id: batchId },
        detail: { file: now.fileName, ...now.counts },
      })
      await addJob(tx, 'release', batchId)
    }
    // With the batch held: whoever resumes it from now on adds a job of his own.
    await job.finish(tx)
    return true
  })
}

async function lastOffset({ db }: Database, batchId: number): Promise<number> {
  const row = await db
    .selectFrom('import_batches')
    .select('done_offset')
    .where('id', '=', batchId)
    .executeTakeFirstOrThrow()
  return row.done_offset
}

async function store(
  database: Database,
  batchId: number,
  group: readonly Incoming[],
  job: ImportJob,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++)
    try {
      return await database.tx(async (tx) => {
        await job.hold(tx)
        return await loadGroup(tx, batchId, group)
      })
    } catch (error) {
      if (isOvertaken(error) && attempt < attempts) continue
      if (!isRefusal(error)) throw error
      return await storeParts(database, batchId, group, job, error as Error)
    }
}

/** One record that the database refuses is found by halves, and rejected alone. */
async function storeParts(
  database: Database,
  batchId: number,
  group: readonly Incoming[],
  job: ImportJob,
  refusal: Error,
): Promise<boolean> {
  const [only] = group
  if (group.length === 1 && only) {
    if (only.rejected !== undefined) throw refusal
    const { ordinal, offset, length, repaired } = only
    const rejected = { ordinal, offset, length, repaired, rejected: 'refused', detail: refusal.message } as const
    return await store(database, batchId, [rejected], job)
  }
  const middle = group.length >> 1
  return (
    (await store(database, batchId, group.slice(0, middle), job)) &&
    (await store(database, batchId, group.slice(middle), job))
  )
}
