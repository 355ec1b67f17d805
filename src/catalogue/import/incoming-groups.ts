import { setImmediate as turn } from 'node:timers/promises'
import type { Db } from '../../kit/db/index.ts'
import { sourceFrom } from './chunks.ts'
import { type Incoming, readyFor } from './incoming-record.ts'
import { readSource } from './source-records.ts'
import type { ImportBatch } from './types.ts'

/** What is dealt with in one transaction at most. */
const groupRecords = 1000
const groupBytes = 4 * 1024 * 1024
/** Records made ready before others in this process have their turn: the transaction that stores the last group. */
const atOnce = 4

/**
 * The records of a batch behind the one numbered `after.ordinal`, which begins at `after.offset` (0 and 0 for all), in
 * groups for one transaction each. ISO 2709 is read from there on; other formats can be read from their beginning only.
 */
export async function* incomingGroups(
  db: Db,
  batch: ImportBatch,
  after: { readonly ordinal: number; readonly offset: number },
): AsyncGenerator<readonly Incoming[]> {
  const { id, format, profile } = batch
  const resumes = format === 'marc' && after.ordinal > 0
  const base = resumes ? { ordinal: after.ordinal - 1, offset: after.offset } : { ordinal: 0, offset: 0 }
  const source = sourceFrom(db, id, base.offset)
  let group: Incoming[] = []
  let bytes = 0
  for await (const outcomes of readSource(source, batch))
    for (const outcome of outcomes) {
      const ordinal = outcome.ordinal + base.ordinal
      if (ordinal <= after.ordinal) continue
      group.push(
        readyFor(outcome, { ordinal, offset: outcome.offset + base.offset, length: outcome.raw.length }, profile),
      )
      bytes += outcome.raw.length
      if (group.length % atOnce === 0) await turn()
      if (group.length < groupRecords && bytes < groupBytes) continue
      yield group
      group = []
      bytes = 0
    }
  if (group.length > 0) yield group
}
