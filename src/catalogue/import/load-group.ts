import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { lockForMatching } from '../matching/index.ts'
import { addBibs, changeBibs, holdBibs, type Provenance } from '../records/index.ts'
import { heldBatch } from './batches.ts'
import { Candidates } from './candidates.ts'
import { counted, deal, type Laying } from './deal.ts'
import type { Accepted, Incoming } from './incoming-record.ts'
import { addItems, wantedItems } from './load-items.ts'
import { writeOutcomes } from './outcome-rows.ts'
import { pointsOf } from './points.ts'

/**
 * Takes a group of records into the catalogue, says what became of each and how far the load has come: all in the
 * caller's transaction. False, with nothing done, when the batch is to be loaded no longer.
 * @throws Problem import-state when somebody else has loaded the group
 */
export async function loadGroup(tx: Tx, batchId: number, group: readonly Incoming[]): Promise<boolean> {
  const batch = await heldBatch(tx, batchId)
  if (batch.state !== 'loading') return false
  const [first, last] = [group[0]!, group.at(-1)!]
  if (batch.done.records !== first.ordinal - 1) throw new Problem('import-state', { batch: batchId, state: 'moved on' })
  await lockForMatching(tx)
  const accepted = group.filter((one): one is Accepted => one.rejected === undefined)
  const candidates = await Candidates.of(tx, accepted, await pointsOf(tx, batch.profile.match))
  const { actor, profile } = batch
  const by = (action: Provenance['action']): Provenance => ({ actor, action, reason: batch.fileName, batchId })
  const { dealt, layings } = await deal(group, candidates, profile, (records) => {
    const prepared = records.map((one) => one.prepared)
    return addBibs(tx, prepared, profile.state, by('import'))
  })
  const wanted = wantedItems(profile.items, dealt)
  const given = wanted.filter(({ at }) => dealt[at]!.outcome !== 'new')
  await holdBibs(
    tx,
    [...layings, ...given].map(({ bibId }) => bibId),
  )
  for (const some of inTurns(layings))
    await changeBibs(
      tx,
      some.map(({ bibId, version, next }) => ({ id: bibId, expected: version, prepared: next.prepared })),
      by(profile.onMatch === 'merge' ? 'merge' : 'overlay'),
    )
  const { noted, ...items } = await addItems(tx, batchId, dealt, wanted, profile.items?.action ?? 'ignore')
  await writeOutcomes(tx, batchId, { from: first.ordinal, to: last.ordinal }, noted)
  const counts = counted(batch.counts, dealt, items)
  await tx
    .updateTable('import_batches')
    .set({
      done_ordinal: last.ordinal,
      done_offset: last.offset,
      done_bytes: last.offset + last.length,
      counts: JSON.stringify(counts),
      failures: 0,
      last_error: null,
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', batchId)
    .execute()
  return true
}

/** What is laid over records in turns, a record once in each: of those that a file has several states of, in order. */
function inTurns(layings: readonly Laying[]): Laying[][] {
  const turns: Laying[][] = []
  const next = new Map<number, number>()
  for (const laying of layings) {
    const turn = next.get(laying.bibId) ?? 0
    next.set(laying.bibId, turn + 1)
    turns[turn] ??= []
    turns[turn].push(laying)
  }
  return turns
}
