import { expect } from 'chai'
import {
  bibHistory,
  importDiff,
  importRecords,
  itemsOf,
  pauseLoad,
  readBib,
  rejectsOf,
  resumeLoad,
  saveBranch,
  startLoad,
} from '../../../src/catalogue/index.ts'
import { type Field, MarcRecord, writeIso2709 } from '../../../src/standards/marc/index.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { actor, atRest, census, check, fileOf, load, loadFile, profileWith, stage, worker } from './loading.ts'

const books = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => briefRecord(from + n))

/** A record with fields of its own besides, or in place of, what it has. */
function withFields(record: MarcRecord, ...fields: Field[]): MarcRecord {
  const changed = new MarcRecord()
  changed.leader = record.leader
  const tags = new Set(fields.map(([tag]) => tag))
  changed.fields = [...record.fields.filter(([tag]) => !tags.has(tag)), ...fields]
  return changed
}
const physical: Field = ['300', '  ', 'a', '320 pages']

describe('Loading a file', () => {
  const data = useDatabase()
  const bibsNow = async () => (await census(data.database)).bibs

  it('adds every record, found and told, in several transactions', async () => {
    const batch = await loadFile(data.database, fileOf(books(0, 1200)))
    expect(batch.state).to.equal('loaded')
    expect(batch.counts).to.include({ new: 1200, rejected: 0 })
    expect(await census(data.database)).to.deep.equal({ bibs: 1200, doubled: 0, indexed: 1200 })
    const { records } = await importRecords(data.database.db, batch.id, {}, { size: 1, after: 699 })
    expect((await readBib(data.database.db, records[0]!.bibId!))?.record.fields).to.deep.equal(
      books(699, 700)[0]!.fields,
    )
  })

  it('loads nothing of a file it has loaded, and finds every record unchanged when told to all the same', async () => {
    const { isNew, batch } = await stage(data.database, fileOf(books(0, 1200)))
    expect([isNew, batch.state]).to.deep.equal([false, 'loaded'])
    const again = await loadFile(data.database, fileOf(books(0, 1200)), { again: true })
    expect(again.counts).to.include({ new: 0, unchanged: 1200 })
    expect(await bibsNow()).to.equal(1200)
  })

  it('says in a dry run what loading then does', async () => {
    const richer = books(0, 3).map((record) => withFields(record, physical))
    const file = fileOf([...books(1200, 1900), ...books(1200, 1201), ...richer, ...books(5, 6)])
    const { batch } = await stage(data.database, file)
    const before = await census(data.database)
    const checked = await check(data.database, batch.id)
    expect(await census(data.database)).to.deep.equal(before)
    expect(checked.expected).to.include({ new: 700, unchanged: 2, overlaid: 3 })
    const { records: twins } = await importRecords(data.database.db, batch.id, { outcome: 'unchanged' })
    expect(twins.map(({ ordinal, code }) => [ordinal, code])).to.deep.equal([
      [701, 'twin'],
      [705, undefined],
    ])
    const diff = await importDiff(data.database.db, batch.id, 702)
    expect(diff.differences.filter(({ kind }) => kind !== 'unchanged').map(({ tag }) => tag)).to.deep.equal(['300'])
    const loaded = await load(data.database, batch.id)
    expect(loaded.counts).to.deep.equal(checked.expected)
    const after = await importDiff(data.database.db, batch.id, 702)
    expect(after.differences).to.deep.equal(diff.differences)
  })

  it('lets equal and better records of one file meet each other', async () => {
    const [one, other] = books(3000, 3002)
    const better = withFields(one!, physical)
    const batch = await loadFile(data.database, fileOf([one!, other!, one!, better, other!, one!]))
    expect(batch.counts).to.include({ new: 2, unchanged: 2, overlaid: 1, kept: 1 })
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records.map(({ outcome }) => outcome)).to.deep.equal([
      'new',
      'new',
      'unchanged',
      'overlaid',
      'unchanged',
      'kept',
    ])
    expect(records[5]).to.include({ code: 'poorer', bibId: records[0]!.bibId })
    expect((await bibHistory(data.database.db, records[0]!.bibId!)).map(({ action }) => action)).to.deep.equal([
      'overlay',
      'import',
    ])
  })

  it('makes one record of however many states of it a file has', async () => {
    const [one] = books(3050, 3051)
    const states = Array.from({ length: 60 }, (_, n) => withFields(one!, ['300', '  ', 'a', `${300 + n} pages`]))
    const before = await bibsNow()
    const { batch } = await stage(data.database, fileOf(states))
    const { expected } = await check(data.database, batch.id)
    const { counts } = await load(data.database, batch.id)
    expect(counts).to.include({ new: 1, overlaid: 59 })
    expect(counts).to.deep.equal(expected)
    expect(await bibsNow()).to.equal(before + 1)
    const { records } = await importRecords(data.database.db, batch.id, {}, { size: 1 })
    const bib = await readBib(data.database.db, records[0]!.bibId!)
    expect(bib).to.include({ version: 60 })
    expect(bib!.record.fields.at(-1)).to.deep.equal(['300', '  ', 'a', '359 pages'])
  })

  it('merges by the rules of the profile', async () => {
    const [one] = books(3100, 3101)
    await loadFile(data.database, fileOf([withFields(one!, ['590', '  ', 'a', 'ours'])]))
    const theirs = withFields(one!, physical, ['590', '  ', 'a', 'theirs'])
    const profile = profileWith({ onMatch: 'merge', merge: { fields: { '590': 'keep' } } })
    const batch = await loadFile(data.database, fileOf([theirs]), { profile })
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records[0]!.outcome).to.equal('merged')
    const bib = await readBib(data.database.db, records[0]!.bibId!)
    const tags = bib!.record.fields.map((field) => field[3])
    expect(tags).to.include('ours').and.include('320 pages').and.not.include('theirs')
  })

  it('matches by a number alone where the profile says so, and leaves what several match', async () => {
    const isbn: Field = ['020', '  ', 'a', '9780441172719']
    const three = books(3200, 3203).map((record, n) => withFields(record, ['001', `three${n}`], isbn))
    await loadFile(data.database, fileOf(three.slice(0, 2)))
    const profile = profileWith({ match: ['controlNumber', 'isbn'] })
    const batch = await loadFile(data.database, fileOf(three.slice(2)), { profile })
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records[0]).to.include({ outcome: 'skipped', code: 'review' })
    expect(records[0]!.detail).to.match(/^records \d+, \d+$/)
  })

  it('matches by what the profile says, and nothing else', async () => {
    const isbn: Field = ['020', '  ', 'a', '9780441172719']
    const [ours] = books(3250, 3251)
    await loadFile(data.database, fileOf([withFields(ours!, isbn, ['001', 'point1'])]))
    const numbered = withFields(books(3251, 3252)[0]!, ['001', 'point1'])
    const sameIsbn = withFields(ours!, isbn, ['001', 'other1'], ['264', ' 1', 'c', '1812'])
    const sameTitle = withFields(ours!, ['001', 'other2'], ['020', '  ', 'a', '9780306406157'])
    for (const [point, record, outcome] of [
      ['agencyNumber', numbered, 'skipped'],
      ['agencyNumber', sameIsbn, 'new'],
      ['isbnTitle', sameIsbn, 'skipped'],
      ['isbnTitle', sameTitle, 'new'],
      ['titleAuthorYear', sameTitle, 'skipped'],
      ['titleAuthorYear', numbered, 'new'],
    ] as const) {
      const profile = profileWith({ match: [point], onMatch: 'skip', onSeveral: 'first' })
      const { batch } = await stage(data.database, fileOf([record]), { profile, again: true })
      const { expected } = await check(data.database, batch.id)
      expect(expected?.[outcome], `${point}: ${record.fields[0]}`).to.equal(1)
    }
  })

  it('rejects what is damaged, says where, and gives its bytes back', async () => {
    const [one, two, three, lossy] = books(3300, 3304)
    const broken = Buffer.from('00042nam no directory and no end at all\x1d')
    const latin = Buffer.from(writeIso2709(withFields(lossy!, ['500', '  ', 'a', 'XXX'])))
    const at = latin.indexOf('XXX')
    latin.set([0x81, 0x8d, 0x81], at)
    const [a, b, c] = [one!, two!, three!].map((record) => Buffer.from(writeIso2709(record)))
    const batch = await loadFile(data.database, Buffer.concat([a!, broken, b!, latin, c!]))
    expect(batch.counts).to.include({ new: 3, rejected: 2 })
    const rejects = []
    for await (const reject of rejectsOf(data.database.db, batch.id)) rejects.push(reject)
    expect(rejects.map(({ row }) => [row.ordinal, row.offset, row.code])).to.deep.equal([
      [2, a!.length, 'unreadable'],
      [4, a!.length + broken.length + b!.length, 'lossy'],
    ])
    expect(rejects.map(({ bytes }) => bytes)).to.deep.equal([broken, latin])
  })

  it('adds items from fields, and goes on where one is refused', async () => {
    await data.database.tx((tx) => saveBranch(tx, { code: 'main', label: 'Main', position: 1, active: true }, actor))
    const item = (no: string, branch: string): Field => ['952', '  ', 'p', no, 'b', branch]
    const [one, two] = books(3400, 3402)
    one!.fields.push(item('A1', 'MAIN'), item('A2', 'nowhere'))
    two!.fields.push(item('A1', 'MAIN'), item('A3', 'MAIN'))
    const profile = profileWith({ items: { tag: '952', accessionNo: 'p', branch: 'b', codes: { MAIN: 'main' } } })
    const batch = await loadFile(data.database, fileOf([one!, two!]), { profile })
    expect(batch.counts).to.include({ new: 2, items: 2, itemErrors: 2 })
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records[1]!.detail).to.match(/A1.*belongs to an item of record/)
    expect((await itemsOf(data.database.db, records[1]!.bibId!)).map((of) => of.accessionNo)).to.deep.equal(['A3'])
    expect((await readBib(data.database.db, records[0]!.bibId!))?.record.fields.map(([tag]) => tag)).not.to.include(
      '952',
    )
  })

  it('gives an accession number to the first item that has it, and says of the others whose it is', async () => {
    const item = (no: string): Field => ['952', '  ', 'p', no, 'b', 'main']
    const three = books(3500, 3503)
    three[0]!.fields.push(item('B1'), item('B1'))
    three[1]!.fields.push(item('B1'), item('A3'), item('B2'), item(''))
    three[2]!.fields.push(item('B2'))
    const profile = profileWith({ items: { tag: '952', accessionNo: 'p', branch: 'b' } })
    const batch = await loadFile(data.database, fileOf(three), { profile })
    expect(batch.counts).to.include({ new: 3, items: 2, itemErrors: 3 })
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records[0]!.detail).to.equal(undefined)
    expect(records[1]!.detail).to.match(
      new RegExp(`^item B1: .* record ${records[0]!.bibId}; item A3: .* record \\d+$`),
    )
    expect(records[2]!.detail).to.match(new RegExp(`^item B2: .* record ${records[1]!.bibId}$`))
    const again = await loadFile(data.database, fileOf(three), { profile, again: true })
    expect(again.counts).to.include({ unchanged: 3, items: 0, itemErrors: 3 })
  })

  it('comes to rest when paused, and goes on where it was', async () => {
    const { batch } = await stage(data.database, fileOf(books(4000, 9000)))
    const one = worker(data.database)
    try {
      await data.database.tx((tx) => startLoad(tx, batch.id, actor))
      for (let pauses = 0; pauses < 3; pauses++) {
        await data.database.tx((tx) => pauseLoad(tx, batch.id, actor))
        const { records } = (await atRest(data.database, batch.id)).done
        await data.database.tx((tx) => resumeLoad(tx, batch.id, actor))
        expect(records).to.be.lessThan(5000)
      }
      const loaded = await atRest(data.database, batch.id)
      expect(loaded.counts.new).to.equal(5000)
    } finally {
      await one.close()
    }
    expect((await census(data.database)).doubled).to.equal(0)
  })

  it('reads every format, whatever the pieces it comes in', async () => {
    const { formats } = await import('../../../src/standards/marc/index.ts')
    let from = 10_000
    for (const name of ['marcxml', 'json', 'mrk'] as const) {
      const { open, write, close } = formats[name]
      const file = Buffer.from(
        open +
          books(from, from + 20)
            .map((record) => write(record))
            .join('') +
          close,
      )
      const { batch } = await stage(data.database, file, {}, 1)
      expect(batch.format).to.equal(name)
      expect((await load(data.database, batch.id)).counts.new).to.equal(20)
      from += 20
    }
  })
})
