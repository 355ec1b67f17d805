import { sql } from 'kysely'
import type { Database, Db } from '../../kit/db/index.ts'
import { heldBatch } from './batches.ts'
import { Candidates } from './candidates.ts'
import { counted, deal } from './deal.ts'
import { Earlier } from './earlier.ts'
import { type ImportJob, noteFailure } from './failures.ts'
import { incomingGroups } from './incoming-groups.ts'
import type { Accepted, Place } from './incoming-record.ts'
import { writeOutcomes } from './outcome-rows.ts'
import { indexPlaces, pointsOf } from './points.ts'
import { ItemRehearsal } from './rehearse-items.ts'
import { type ImportBatch, type ImportCounts, noCounts } from './types.ts'

/** Adds nothing; what would be added has the number of its record in the file, below zero. */
const idle = async (records: readonly Accepted[]) => records.map(({ ordinal }) => -ordinal)

/**
 * A dry run: counts what loading a batch would do, and writes down every record of which more is to be said than that it
 * is new. It holds for the catalogue as it is now. After a process that ended it begins anew.
 */
export async function runCheck(database: Database, batchId: number, job: ImportJob): Promise<void> {
  try {
    await check(database, batchId, job)
  } catch (error) {
    await noteFailure(database, batchId, 'checking', job, error)
  }
}

async function check(database: Database, batchId: number, job: ImportJob): Promise<void> {
  const { db } = database
  const batch = await begin(database, batchId, job)
  let counts: ImportCounts = noCounts()
  if (batch.state === 'checking') {
    await indexPlaces(database, batch.profile.match, job)
    const points = await pointsOf(db, batch.profile.match)
    const earlier = new Earlier(db, batch, points)
    const items = new ItemRehearsal(batch)
    for await (const group of incomingGroups(db, batch, { ordinal: 0, offset: 0 })) {
      job.signal.throwIfAborted()
      const accepted = group.filter((one): one is Accepted => one.rejected === undefined)
      const candidates = await Candidates.of(db, accepted, points)
      await earlier.tell(accepted, candidates)
      const { dealt, layings } = await deal(group, candidates, batch.profile, idle)
      earlier.note(group, dealt, layings)
      const [from, to] = [group[0]!.ordinal, group.at(-1)!.ordinal]
      const goesOn = await database.tx(async (tx) => {
        await job.hold(tx)
        const { state } = await heldBatch(tx, batchId)
        if (state !== 'checking') return false
        const { noted, ...came } = await items.of(tx, dealt)
        counts = counted(counts, dealt, came)
        const notable = noted.filter(({ outcome, detail }) => outcome !== 'new' || detail !== undefined)
        await writeOutcomes(tx, batchId, { from, to }, notable)
        await noteProgress(tx, batchId, group.at(-1)!, counts)
        return true
      })
      if (!goesOn) break
    }
  }
  await database.tx(async (tx) => {
    const { state } = await heldBatch(tx, batchId)
    if (state === 'checking')
      await tx
        .updateTable('import_batches')
        .set({
          state: 'staged',
          done_bytes: 0,
          expected: JSON.stringify(counts),
          failures: 0,
          last_error: null,
          changed_at: sql<Date>`now()`,
        })
        .where('id', '=', batchId)
        .execute()
    await job.finish(tx)
  })
}

/** What an earlier dry run said goes, unless the job is somebody else's by now: then what there is may be a load's. */
const begin = (database: Database, batchId: number, job: ImportJob): Promise<ImportBatch> =>
  database.tx(async (tx) => {
    await job.hold(tx)
    const batch = await heldBatch(tx, batchId)
    if (batch.state === 'checking') await tx.deleteFrom('import_records').where('batch_id', '=', batchId).execute()
    return batch
  })

/** While it is checked, a batch shows how far that has come. It is no step forward: what fails begins anew. */
async function noteProgress(tx: Db, batchId: number, { offset, length }: Place, counts: ImportCounts): Promise<void> {
  await tx
    .updateTable('import_batches')
    .set({
      done_bytes: offset + length,
      expected: JSON.stringify(counts),
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', batchId)
    .execute()
}
