import { expect } from 'chai'
import { sql } from 'kysely'
import { addPerson } from '../../../src/accounts/index.ts'
import {
  addItem,
  bibHistory,
  changeBib,
  importRecords,
  itemsOf,
  pauseLoad,
  readBib,
  restoreBib,
  saveBranch,
  setBibState,
  startLoad,
  undoImport,
} from '../../../src/catalogue/index.ts'
import { type Field, MarcRecord } from '../../../src/standards/marc/index.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import {
  actor,
  atRest,
  carryOut,
  catalogueHash,
  fileOf,
  load,
  loadFile,
  profileWith,
  stage,
  undo,
  worker,
} from './loading.ts'

const books = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => briefRecord(from + n))
const withField = (record: MarcRecord, ...fields: Field[]): MarcRecord => {
  const more = new MarcRecord()
  more.leader = record.leader
  more.fields = [...record.fields, ...fields]
  return more
}
const item = (no: string): Field => ['952', '  ', 'p', no, 'b', 'main']
const physical: Field = ['300', '  ', 'a', '320 pages']
const items = { tag: '952', accessionNo: 'p', branch: 'b' }
const by = (action: 'edit') => ({ actor, action, reason: '' })

describe('Undoing a load', () => {
  const data = useDatabase()
  before(() =>
    data.database.tx((tx) => saveBranch(tx, { code: 'main', label: 'Main', position: 0, active: true }, actor)),
  )

  it('leaves the catalogue as it was: new records, overlaid ones, items and what they are found by', async () => {
    await loadFile(data.database, fileOf(books(0, 300)))
    const before = await catalogueHash(data.database)
    const file = fileOf([
      ...books(900, 1600).map((record, n) => (n % 4 === 0 ? withField(record, item(`N${n}`)) : record)),
      // Laid over what was there, and then over itself
      ...books(0, 90).map((record, n) => withField(record, physical, item(`O${n}`))),
      ...books(0, 10).map((record) => withField(record, physical, ['500', '  ', 'a', 'Better still'])),
    ])
    const batch = await loadFile(data.database, file, { profile: profileWith({ items }) })
    expect(batch.counts).to.include({ new: 700, overlaid: 100, items: 265 })
    expect(await catalogueHash(data.database)).to.not.equal(before)
    const undone = await undo(data.database, batch.id)
    expect(undone.state).to.equal('undone')
    expect(undone.undo).to.deep.equal({ removed: 700, restored: 100, items: 265, itemsRestored: 0, left: 0 })
    expect(await catalogueHash(data.database)).to.equal(before)
  })

  it('keeps in the history what was undone', async () => {
    const { records } = await importRecords(data.database.db, 2, { outcome: 'overlaid' }, { size: 1 })
    const history = await bibHistory(data.database.db, records[0]!.bibId!)
    expect(history.map(({ action }) => action)).to.deep.equal(['undo', 'undo', 'overlay', 'overlay', 'import'])
  })

  it('leaves what was changed, deleted or given items since, and says so of each', async () => {
    const file = fileOf(books(3000, 3006))
    await loadFile(data.database, fileOf(books(3006, 3008)))
    const batch = await loadFile(
      data.database,
      Buffer.concat([file, fileOf(books(3006, 3008).map((record) => withField(record, physical)))]),
    )
    const { db, tx } = data.database
    const { records } = await importRecords(db, batch.id)
    const ids = records.map(({ bibId }) => bibId!)
    const edit = async (id: number) => {
      const bib = (await readBib(db, id))!
      const record = withField(bib.record, ['500', '  ', 'a', 'Seen'])
      await tx((trx) => changeBib(trx, id, bib.version, { record, flavour: 'marc21' }, by('edit')))
    }
    await edit(ids[0]!)
    await tx((trx) => setBibState(trx, ids[1]!, 1, 'deleted', by('edit')))
    const given = {
      accessionNo: 'X1',
      branch: 'main',
      status: 'available',
      callNumber: '',
      publicNote: '',
      staffNote: '',
    }
    await tx((trx) => addItem(trx, ids[2]!, given, actor))
    // Edited and put back: somebody was here all the same
    await edit(ids[3]!)
    await tx((trx) => restoreBib(trx, ids[3]!, 1, 2, by('edit')))
    await edit(ids[6]!)
    const undone = await undo(data.database, batch.id)
    expect(undone.undo).to.deep.equal({ removed: 2, restored: 1, items: 0, itemsRestored: 0, left: 5 })
    const { records: left } = await importRecords(db, batch.id, { left: true })
    expect(left.map(({ ordinal, undone: why }) => [ordinal, why])).to.deep.equal([
      [1, 'it was changed since'],
      [2, 'it was deleted since'],
      [3, 'items were added to it, or changed, since'],
      [4, 'it was changed since'],
      [7, 'it was changed since'],
    ])
    expect(await itemsOf(db, ids[2]!)).to.have.lengthOf(1)
    expect((await readBib(db, ids[6]!))?.record.fields.at(-1)).to.deep.equal(['500', '  ', 'a', 'Seen'])
    expect((await readBib(db, ids[7]!))?.record.fields).to.deep.equal(briefRecord(3007).fields)
    expect(await readBib(db, ids[4]!, 'all')).to.equal(undefined)
  })

  it('leaves a record that a request or a reservation is for', async () => {
    const batch = await loadFile(data.database, fileOf(books(70000, 70003)))
    const { db, tx } = data.database
    const { records } = await importRecords(db, batch.id)
    const [first, second] = records.map(({ bibId }) => bibId!)
    const person = { kind: 'patron', login: 'P-9', name: 'Reader', email: '', blocked: false, active: true } as const
    const patronId = await tx((trx) => addPerson(trx, { ...person, roles: [] }, actor))
    await db
      .insertInto('reservations')
      .values({
        ...{ level: 'title', bib_id: first!, patron_id: patronId, pickup_branch: 'main', position: 1 },
        placed_at: new Date(),
      })
      .execute()
    await sql`with made as (
        insert into workflow_instances (definition, definition_version, state, version, last_event, data, created_at, changed_at)
        values ('request', 1, 'pending-review', 1, 'start', '{}', now(), now()) returning id)
      insert into ill_requests (id, patron_id, service, title, author, citation, match_key, words, patron_note, source, bib_id, placed_at)
      select id, ${patronId}, 'loan', 'T', '', '{}', 'k', '', '', '{}', ${second!}, now() from made`.execute(db)
    const undone = await undo(data.database, batch.id)
    expect(undone.undo).to.include({ removed: 1, left: 2 })
    const { records: left } = await importRecords(db, batch.id, { left: true })
    expect(left.map(({ undone: why }) => why)).to.deep.equal(Array(2).fill('a request or a reservation is for it'))
    expect(await db.selectFrom('reservations').select('id').where('bib_id', '=', first!).execute()).to.have.lengthOf(1)
  })

  it('leaves a record that somebody edited between two states of it that the load made', async () => {
    const { db, tx } = data.database
    const [one] = books(7000, 7001)
    const { id: earlier } = await loadFile(data.database, fileOf([one!]))
    const id = (await importRecords(db, earlier)).records[0]!.bibId!
    const edited = withField(one!, ['500', '  ', 'a', 'Seen'])
    const edit = () => tx((trx) => changeBib(trx, id, 2, { record: edited, flavour: 'marc21' }, by('edit')))
    const better = withField(one!, physical)
    const { batch } = await stage(data.database, fileOf([better, ...books(7001, 8001), withField(better, physical)]))
    await tx((trx) => startLoad(trx, batch.id, actor))
    await carryOut(data.database, 'import.load', batch.id, async (group) => group === 2 && edit())
    const history = async () => (await bibHistory(db, id)).map(({ action }) => action)
    expect(await history()).to.deep.equal(['overlay', 'edit', 'overlay', 'import'])
    const undone = await undo(data.database, batch.id)
    expect(undone.undo).to.include({ removed: 1000, restored: 1, left: 1 })
    const { records: left } = await importRecords(db, batch.id, { left: true })
    expect(left.map(({ ordinal, undone: why }) => [ordinal, why])).to.deep.equal([[1, 'it was changed since']])
    expect(await history()).to.deep.equal(['undo', 'overlay', 'edit', 'overlay', 'import'])
    expect((await readBib(db, id))?.record.fields).to.deep.equal(edited.fields)
  })

  describe('of two that changed the same records', () => {
    /** Loads a file, then a better state of what it had and of what was there before. Gives the hash before each. */
    async function loadTwo(from: number) {
      const better = (...fields: Field[]) => fileOf(books(from, from + 4).map((record) => withField(record, ...fields)))
      await loadFile(data.database, fileOf(books(from, from + 2)))
      const before = await catalogueHash(data.database)
      const first = await loadFile(data.database, better(physical))
      const between = await catalogueHash(data.database)
      const second = await loadFile(data.database, better(physical, ['500', '  ', 'a', 'Better still']))
      expect([first.counts, second.counts].map((of) => [of.new, of.overlaid])).to.deep.equal([
        [2, 2],
        [0, 4],
      ])
      return { first: first.id, second: second.id, before, between }
    }

    it('takes back everything when the later goes first', async () => {
      const { first, second, before, between } = await loadTwo(9000)
      expect((await undo(data.database, second)).undo).to.include({ restored: 4, left: 0 })
      expect(await catalogueHash(data.database)).to.equal(between)
      expect((await undo(data.database, first)).undo).to.include({ removed: 2, restored: 2, left: 0 })
      expect(await catalogueHash(data.database)).to.equal(before)
    })

    it('leaves what the later one built on, which then gives back what it found', async () => {
      const { first, second, between } = await loadTwo(9010)
      expect((await undo(data.database, first)).undo).to.include({ removed: 0, restored: 0, left: 4 })
      const { records } = await importRecords(data.database.db, first, { left: true })
      expect(new Set(records.map(({ undone }) => undone))).to.deep.equal(new Set(['it was changed since']))
      expect((await undo(data.database, second)).undo).to.include({ restored: 4, left: 0 })
      expect(await catalogueHash(data.database)).to.equal(between)
    })
  })

  it('takes back a load that was paused, and the file can be loaded again', async () => {
    const before = await catalogueHash(data.database)
    const { batch } = await stage(data.database, fileOf(books(5000, 6200)))
    const one = worker(data.database)
    try {
      await data.database.tx((tx) => startLoad(tx, batch.id, actor))
      await data.database.tx((tx) => pauseLoad(tx, batch.id, actor))
      await atRest(data.database, batch.id)
      await data.database.tx((tx) => undoImport(tx, batch.id, actor))
      expect((await atRest(data.database, batch.id)).state).to.equal('undone')
    } finally {
      await one.close()
    }
    expect(await catalogueHash(data.database)).to.equal(before)
    const { isNew, batch: again } = await stage(data.database, fileOf(books(5000, 6200)))
    expect(isNew).to.equal(true)
    expect((await load(data.database, again.id)).counts.new).to.equal(1200)
  })
})
