import { expect } from 'chai'
import { importBatch, importRecords, resumeLoad, startCheck, startLoad } from '../../../src/catalogue/index.ts'
import type { Problem } from '../../../src/problems.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { actor, carryOut, census, check, fileOf, load, stage } from './loading.ts'

const file = fileOf([briefRecord(1), briefRecord(2)])

describe('A load that fails', () => {
  const data = useDatabase()

  it('says why, whatever characters the reason holds, and has failed when it fails again and again', async () => {
    const { batch } = await stage(data.database, file)
    await data.database.tx((tx) => startLoad(tx, batch.id, actor))
    const once = () =>
      carryOut(data.database, 'import.load', batch.id, async (transaction) => {
        if (transaction === 1) throw new Error('the disk\0 is full')
      })
    for (let failures = 1; failures < 5; failures++) {
      expect(await once().catch(({ message }: Error) => message)).to.equal('the disk\0 is full')
      expect(await importBatch(data.database.db, batch.id)).to.include({
        state: 'loading',
        lastError: 'the disk is full',
      })
    }
    expect(await once()).to.include({ state: 'failed', lastError: 'the disk is full' })
    await data.database.tx((tx) => resumeLoad(tx, batch.id, actor))
    const loaded = await carryOut(data.database, 'import.load', batch.id, async () => undefined)
    expect(loaded.state).to.equal('loaded')
    expect(loaded.lastError).to.equal(undefined)
  })

  it('is none because of the file’s name', async () => {
    const { batch } = await stage(data.database, file, { fileName: 'bo\0oks.mrc', again: true })
    expect(batch.fileName).to.equal('books.mrc')
    expect((await load(data.database, batch.id)).counts.unchanged).to.equal(2)
  })
})

describe('A dry run that fails', () => {
  const data = useDatabase()
  /** More than a group of records, the last as the first, which is told of. */
  const long = fileOf([...Array.from({ length: 1100 }, (_, n) => briefRecord(n + 10)), briefRecord(10)])

  it('leaves the file staged: going on with it is no load', async () => {
    const { db } = data.database
    const { batch } = await stage(data.database, long)
    await data.database.tx((tx) => startCheck(tx, batch.id, actor))
    // In the second group: what the first counted is no answer.
    const once = () =>
      carryOut(data.database, 'import.check', batch.id, async (transaction) => {
        if (transaction === 3) throw new Error('the disk is full')
      }).catch(({ message }: Error) => message)
    for (let failures = 1; failures < 5; failures++) expect(await once()).to.equal('the disk is full')
    await once()
    const failed = await importBatch(db, batch.id)
    expect(failed).to.include({ state: 'staged', lastError: 'the disk is full' })
    expect([failed.expected, failed.done.bytes]).to.deep.equal([undefined, 0])
    expect((await importRecords(db, batch.id)).records).to.deep.equal([])
    const resumed = data.database.tx((tx) => resumeLoad(tx, batch.id, actor))
    expect(await resumed.catch((error: Problem) => error.code)).to.equal('import-state')
    expect((await census(data.database)).bibs).to.equal(0)

    const checked = await check(data.database, batch.id)
    expect(checked).to.include({ state: 'staged' }).and.not.have.property('lastError')
    expect(checked.expected).to.include({ new: 1100, unchanged: 1 })
  })
})
