import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { importBatch, reindex, startLoad, undoImport } from '../../../src/catalogue/index.ts'
import type { Database } from '../../../src/kit/db/index.ts'
import type { Field, MarcRecord } from '../../../src/standards/marc/index.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { actor, carryOut, fileOf, loadFile, stage } from './loading.ts'

const rounds = 7
const records = 60

/** The records of the catalogue in a state richer than any before, those that came last first. */
function richer(round: number): MarcRecord[] {
  const notes = Array.from({ length: round + 1 }, (_, n): Field => ['500', '  ', 'a', `Note ${n}`])
  return Array.from({ length: records }, (_, n) => {
    const record = briefRecord(n)
    record.fields.push(...notes)
    return record
  }).reverse()
}

describe('What works on the same records at once', () => {
  const data = useDatabase()
  let deadlocks = 0
  /** A transaction that lost against another is tried again unseen: here it is counted. */
  const counting = (): Database => ({
    ...data.database,
    tx: (work) =>
      data.database.tx((tx) =>
        work(tx).catch((error: unknown) => {
          if ((error as { code?: unknown }).code === '40P01') deadlocks += 1
          throw error
        }),
      ),
  })
  before(() => loadFile(data.database, fileOf(richer(-1).reverse())))

  it('waits for its turn: loads and undoes', async () => {
    for (let round = 0; round < rounds; round++) {
      const first = await loadFile(data.database, fileOf(richer(2 * round)))
      const { batch: second } = await stage(data.database, fileOf(richer(2 * round + 1)))
      await data.database.tx((tx) => undoImport(tx, first.id, actor))
      await data.database.tx((tx) => startLoad(tx, second.id, actor))
      await Promise.all([
        // Somewhat later each time, so that it comes upon the load wherever that is.
        wait(round * 40).then(() => carryOut(counting(), 'import.undo', first.id, async () => undefined)),
        carryOut(counting(), 'import.load', second.id, async () => undefined),
      ])
      const [undone, loaded] = [
        await importBatch(data.database.db, first.id),
        await importBatch(data.database.db, second.id),
      ]
      expect([undone.state, loaded.state]).to.deep.equal(['undone', 'loaded'])
      expect(loaded.counts.overlaid).to.equal(records)
      // Whichever came first, each record was dealt with in one go.
      expect([undone.undo!.restored, undone.undo!.left].sort()).to.deep.equal([0, records])
    }
    expect(deadlocks).to.equal(0)
  })

  it('waits for its turn: loads and the making of indexes anew', async () => {
    for (let round = 0; round < rounds; round++) {
      const { batch } = await stage(data.database, fileOf(richer(2 * rounds + round)))
      await data.database.tx((tx) => startLoad(tx, batch.id, actor))
      const reindexing = async () => {
        await wait(round * 40)
        for await (const _ of reindex(counting()));
      }
      const [loaded] = await Promise.all([
        carryOut(counting(), 'import.load', batch.id, async () => undefined),
        reindexing(),
      ])
      expect(loaded.counts.overlaid).to.equal(records)
    }
    expect(deadlocks).to.equal(0)
  })
})
