import { expect } from 'chai'
import {
  cancelImport,
  importBatch,
  importBatches,
  pauseLoad,
  resumeLoad,
  stageImport,
  startCheck,
  startLoad,
  undoImport,
} from '../../../src/catalogue/index.ts'
import type { Problem } from '../../../src/problems.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { actor, carryOut, census, fileOf, loadFile, profileWith, stage, undo } from './loading.ts'

const books = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => briefRecord(from + n))

describe('Giving a file up', () => {
  const data = useDatabase()
  const cancel = (id: number) => data.database.tx((tx) => cancelImport(tx, id, actor))
  const bibs = async () => (await census(data.database)).bibs
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      ({ code, context }: Problem) => `${code} ${context.state}`,
    )

  it('ends it while it comes in: the rest is not taken, and it does not come back', async () => {
    const part = fileOf(books(0, 500))
    let given = 0
    async function* pieces() {
      for (; given < 100; given++) {
        yield part
        if (given === 15) await cancel((await importBatches(data.database.db, { size: 1 }))[0]!.id)
      }
    }
    const options = { fileName: 'x.mrc', profileName: 'default', profile: profileWith(), actor }
    expect(await refusal(stageImport(data.database, pieces(), options))).to.equal('import-state cancelled')
    expect(given).to.be.lessThan(50)
    const [batch] = await importBatches(data.database.db, { size: 1 })
    expect(batch).to.include({ state: 'cancelled', fileName: 'x.mrc' })
  })

  it('ends it at its very end as well', async () => {
    const file = fileOf(books(0, 10))
    async function* pieces() {
      yield file
      await cancel((await importBatches(data.database.db, { size: 1 }))[0]!.id)
    }
    const options = { fileName: 'y.mrc', profileName: 'default', profile: profileWith(), actor }
    expect(await refusal(stageImport(data.database, pieces(), options))).to.equal('import-state cancelled')
    expect((await importBatches(data.database.db, { size: 1 }))[0]!.state).to.equal('cancelled')
  })

  it('ends it in every state in which nothing of it is done, and it is not to be loaded any more', async () => {
    const before = await bibs()
    const ways: Record<string, (id: number) => Promise<unknown>> = {
      staged: async () => undefined,
      checking: (id) => data.database.tx((tx) => startCheck(tx, id, actor)),
      loading: (id) => data.database.tx((tx) => startLoad(tx, id, actor)),
      paused: (id) =>
        data.database.tx(async (tx) => {
          await startLoad(tx, id, actor)
          await pauseLoad(tx, id, actor)
        }),
      failed: (id) => data.database.pool.query("update import_batches set state = 'failed' where id = $1", [id]),
    }
    for (const [state, reach] of Object.entries(ways)) {
      const { batch } = await stage(data.database, fileOf(books(100, 110)))
      await reach(batch.id)
      expect((await importBatch(data.database.db, batch.id)).state).to.equal(state)
      await cancel(batch.id)
      // A job that was asked for before comes to nothing.
      for (const kind of ['import.check', 'import.load'] as const)
        await carryOut(data.database, kind, batch.id, async () => undefined)
      const { state: now, endedAt } = await importBatch(data.database.db, batch.id)
      expect([state, now, endedAt instanceof Date]).to.deep.equal([state, 'cancelled', true])
      for (const act of [startCheck, startLoad, pauseLoad, resumeLoad, cancelImport])
        expect(await refusal(data.database.tx((tx) => act(tx, batch.id, actor)))).to.equal('import-state cancelled')
      const { rows } = await data.database.pool.query(
        'select action, actor_name from audit where subject_kind = $1 and subject_id = $2 order by id desc limit 1',
        ['import', String(batch.id)],
      )
      expect(rows[0]).to.deep.equal({ action: 'import.cancelled', actor_name: 'Ada' })
    }
    expect(await bibs()).to.equal(before)
    const { isNew } = await stage(data.database, fileOf(books(100, 110)))
    expect(isNew).to.equal(true)
  })

  it('keeps what was loaded of it until that is undone', async () => {
    const before = await bibs()
    const { batch } = await stage(data.database, fileOf(books(2000, 4500)))
    await data.database.tx((tx) => startLoad(tx, batch.id, actor))
    await carryOut(data.database, 'import.load', batch.id, async (group) => group === 2 && (await cancel(batch.id)))
    expect(await importBatch(data.database.db, batch.id)).to.deep.include({
      state: 'cancelled',
      done: { records: 1000, bytes: (await importBatch(data.database.db, batch.id)).done.bytes },
    })
    expect(await bibs()).to.equal(before + 1000)
    expect((await undo(data.database, batch.id)).undo).to.include({ removed: 1000, left: 0 })
    expect(await bibs()).to.equal(before)
  })

  it('is refused when it is loaded or undone', async () => {
    const { id } = await loadFile(data.database, fileOf(books(5000, 5010)))
    expect(await refusal(cancel(id))).to.equal('import-state loaded')
    await data.database.tx((tx) => undoImport(tx, id, actor))
    expect(await refusal(cancel(id))).to.equal('import-state undoing')
  })
})
