import type { Database } from '../../kit/db/index.ts'
import { prepareRecord } from './rows.ts'
import { addIndex, clearIndex } from './store-index.ts'
import { readStoredMarc } from './stored-marc.ts'

/** How far it came. */
export interface Reindexed {
  /** Go on after this record. */
  readonly last: number
  readonly records: number
}

const batch = 500

/**
 * Makes anew what records are found by, those after an id, in ascending order: for when access points or the folding of
 * words changed. A batch is a transaction in which each record is as findable as before, so people may search and
 * catalogue meanwhile, and it can be stopped after any of them and go on later.
 */
export async function* reindex(database: Database, after = 0): AsyncGenerator<Reindexed> {
  for (let last = after, records = 0; ; ) {
    const done = await database.tx(async (tx) => {
      const rows = await tx
        .selectFrom('bibs')
        .select(['id', 'state', 'flavour', 'marc'])
        .where('id', '>', last)
        .orderBy('id')
        .limit(batch)
        // Held: a change committed meanwhile must not be indexed as it was before.
        .forUpdate()
        .execute()
      const ids = rows.map(({ id }) => id)
      await clearIndex(tx, ids)
      await addIndex(
        tx,
        rows
          .filter(({ state }) => state !== 'deleted')
          .map(({ id, state, marc, flavour }) => ({
            id,
            state,
            prepared: prepareRecord(readStoredMarc(marc), flavour),
          })),
      )
      return ids
    })
    if (done.length === 0) return
    last = done.at(-1)!
    records += done.length
    yield { last, records }
  }
}
