import { expect } from 'chai'
import {
  cancelImport,
  type ImportProfile,
  importDiff,
  importRecords,
  pauseLoad,
  rejectsFile,
  startCheck,
  startLoad,
  undoImport,
} from '../../../src/catalogue/index.ts'
import {
  type Field,
  MarcRecord,
  marcxmlNamespace,
  writeIso2709,
  writeMarcxml,
} from '../../../src/standards/marc/index.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { until } from '../../until.ts'
import { actor, atRest, carryOut, catalogueHash, fileOf, profileWith, stage, worker } from './loading.ts'

const mebibyte = 1024 * 1024

/** Records of some 40 KB each, so that few of them make a file of several chunks. */
function large(n: number): MarcRecord {
  const record = new MarcRecord()
  record.leader = briefRecord(n).leader
  const notes = Array.from({ length: 20 }, (): Field => ['520', '  ', 'a', 'A summary. '.repeat(180)])
  record.fields = [...briefRecord(n).fields, ...notes]
  return record
}
const larges = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => large(from + n))
const broken = Buffer.from('00042nam no directory and no end at all\x1d')

describe('The bytes of a file', () => {
  const data = useDatabase()
  /** Lets a worker do what is asked, and all that comes of it. */
  async function done(id: number, ask: (...of: Parameters<typeof startLoad>) => Promise<void>) {
    const one = worker(data.database)
    try {
      await data.database.tx((tx) => ask(tx, id, actor))
      const batch = await atRest(data.database, id)
      await until(async () => (await data.database.pool.query('select from jobs')).rowCount === 0)
      return batch
    } finally {
      await one.close()
    }
  }
  const chunks = async (id: number): Promise<number[]> =>
    (await data.database.pool.query('select seq from import_chunks where batch_id = $1 order by seq', [id])).rows.map(
      ({ seq }) => seq,
    )
  const staged = async (bytes: Buffer, profile: ImportProfile = profileWith()) =>
    (await stage(data.database, bytes, { profile, again: true })).batch.id
  const rejects = async (id: number) => {
    const parts: Uint8Array[] = []
    for await (const part of rejectsFile(data.database.db, id)) parts.push(part)
    return Buffer.concat(parts).toString()
  }

  it('go when all of it is loaded, and it can be undone without them', async () => {
    const before = await catalogueHash(data.database)
    const id = await staged(fileOf(larges(0, 60)))
    expect(await chunks(id)).to.deep.equal([0, 1, 2])
    await done(id, startCheck)
    expect(await chunks(id)).to.deep.equal([0, 1, 2])
    expect((await done(id, startLoad)).counts.new).to.equal(60)
    expect(await chunks(id)).to.deep.equal([])
    expect(await rejects(id)).to.equal('')
    expect((await done(id, undoImport)).undo).to.include({ removed: 60, left: 0 })
    expect(await catalogueHash(data.database)).to.equal(before)
  })

  it('stay as far as a record is in them that was rejected or left as it was', async () => {
    await done(await staged(fileOf(larges(100, 102))), startLoad)
    const poorer = large(100)
    poorer.fields.pop()
    const parts = [
      fileOf(larges(110, 130)),
      writeIso2709(poorer),
      fileOf(larges(130, 170)),
      broken,
      fileOf(larges(170, 190)),
    ]
    const offsets = [parts[0]!.length, parts.slice(0, 3).reduce((sum, part) => sum + part.length, 0)]
    const id = await staged(Buffer.concat(parts), profileWith({ onMatch: 'keep' }))
    const { counts } = await done(id, startLoad)
    expect(counts).to.include({ new: 80, kept: 1, rejected: 1 })
    const [kept, rejected] = offsets.map((offset) => Math.floor(offset / mebibyte))
    expect(await chunks(id))
      .to.include.members([kept, rejected])
      .and.have.length.lessThan(4)
    expect(await rejects(id)).to.equal(broken.toString())
    const { differences } = await importDiff(data.database.db, id, 21)
    expect(
      differences.filter(({ kind }) => kind !== 'unchanged').map(({ kind, tag }) => `${kind} ${tag}`),
    ).to.deep.equal(['removed 520'])
    await done(id, undoImport)
    expect(await rejects(id)).to.equal(broken.toString())
  })

  it('stay with the beginning of the file, where that tells how to read them', async () => {
    const xml = (one: string) => one.replaceAll('<', '<m:').replaceAll('<m:/', '</m:')
    const file = Buffer.from(
      `<m:collection xmlns:m="${marcxmlNamespace}">${larges(300, 360)
        .map((one) => xml(writeMarcxml(one)))
        .join('')}<m:record>no</m:record></m:collection>`,
    )
    const id = await staged(file)
    expect((await done(id, startLoad)).counts).to.include({ new: 60, rejected: 1 })
    expect(await chunks(id)).to.deep.equal([0, Math.floor((file.length - 40) / mebibyte)])
    expect(await rejects(id))
      .to.include(`xmlns:m="${marcxmlNamespace}"`)
      .and.include('<m:record>no</m:record>')
    const table = profileWith({ table: { columns: { Title: 'title' } } })
    const sound = await staged(Buffer.from('Title\nA\nB\n'), table)
    await done(sound, startLoad)
    expect(await chunks(sound)).to.deep.equal([])
    expect(await rejects(sound)).to.equal('')
    const faulty = await staged(Buffer.from('Title\nA\n\u0000\n \nB\n'), table)
    await done(faulty, startLoad)
    expect(await chunks(faulty)).to.have.length.lessThan(2)
  })

  it('stay as long as the load may go on', async () => {
    const id = await staged(fileOf(larges(400, 430)))
    await done(id, async (tx, batch, by) => {
      await startLoad(tx, batch, by)
      await pauseLoad(tx, batch, by)
    })
    await carryOut(data.database, 'import.release', id, async () => undefined)
    expect(await chunks(id)).to.have.length(2)
    await done(id, undoImport)
    expect(await chunks(id)).to.deep.equal([])
  })

  it('go when it is given up, with all that was expected of it', async () => {
    const id = await staged(Buffer.concat([fileOf(larges(500, 530)), broken]))
    await done(id, startCheck)
    expect((await importRecords(data.database.db, id)).records).to.have.length(1)
    await done(id, cancelImport)
    expect(await chunks(id)).to.deep.equal([])
    expect((await importRecords(data.database.db, id)).records).to.deep.equal([])
    expect(await rejects(id)).to.equal('')
  })

  it('go when it is given up half loaded, but for what was rejected so far', async () => {
    const id = await staged(Buffer.concat([broken, fileOf(larges(600, 730)), broken]))
    await data.database.tx((tx) => startLoad(tx, id, actor))
    const cancel = () => data.database.tx((tx) => cancelImport(tx, id, actor))
    await carryOut(data.database, 'import.load', id, async (group) => group === 2 && cancel())
    await carryOut(data.database, 'import.release', id, async () => undefined)
    expect(await chunks(id)).to.deep.equal([0])
    expect(await rejects(id)).to.equal(broken.toString())
  })
})
