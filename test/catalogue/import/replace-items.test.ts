import { expect } from 'chai'
import {
  addItem,
  changeItem,
  type ImportBatch,
  type Item,
  type ItemFields,
  importRecords,
  itemsOf,
  removeCode,
  removeItem,
  saveBranch,
  saveCode,
} from '../../../src/catalogue/index.ts'
import type { Field, MarcRecord } from '../../../src/standards/marc/index.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { actor, catalogueHash, check, fileOf, load, loadFile, profileWith, stage, undo } from './loading.ts'

const item = (no: string, ...subfields: string[]): Field => ['952', '  ', 'p', no, ...subfields]
const mapping = { tag: '952', accessionNo: 'p', branch: 'b', location: 'l', callNumber: 'o', publicNote: 'n' }

describe('Replacing items', () => {
  const data = useDatabase()
  const profile = profileWith({ onMatch: 'keep', items: { ...mapping, action: 'replace' } })
  let numbered = 0
  before(() =>
    data.database.tx(async (tx) => {
      for (const code of ['main', 'east']) await saveBranch(tx, { code, label: code, position: 0, active: true }, actor)
      for (const code of ['hall', 'stack'])
        await saveCode(tx, 'location', { code, label: code, position: 0, active: true, available: false }, actor)
    }),
  )

  const withItems = (number: number, ...items: readonly Field[]): MarcRecord => {
    const record = briefRecord(number)
    record.fields = [...record.fields, ...items]
    return record
  }
  /** A record of the catalogue with these items, and its number among those of the tests. */
  async function shelved(...items: readonly Partial<ItemFields>[]): Promise<{ number: number; bib: number }> {
    const number = ++numbered
    const batch = await loadFile(data.database, fileOf([briefRecord(number)]))
    const { records } = await importRecords(data.database.db, batch.id)
    const bib = records[0]!.bibId!
    const usual = { branch: 'main', status: 'available', callNumber: '', publicNote: '', staffNote: '' }
    for (const one of items)
      await data.database.tx((tx) => addItem(tx, bib, { ...usual, accessionNo: '', ...one }, actor))
    return { number, bib }
  }
  /** Loads records, having seen in a dry run that it says what then happens. */
  async function send(...records: readonly MarcRecord[]): Promise<ImportBatch> {
    const { batch } = await stage(data.database, fileOf(records), { profile, again: true })
    const before = await catalogueHash(data.database)
    const { expected } = await check(data.database, batch.id)
    expect(await catalogueHash(data.database)).to.equal(before)
    const said = await saidOf(batch.id)
    const loaded = await load(data.database, batch.id)
    expect(expected).to.deep.equal(loaded.counts)
    expect(await saidOf(batch.id)).to.deep.equal(said)
    return loaded
  }
  /** Of each record, the items it could not have. */
  const saidOf = async (batch: number) =>
    (await importRecords(data.database.db, batch, { outcome: 'unchanged' })).records.map(({ ordinal, detail }) => ({
      ordinal,
      items: detail?.match(/item \w+: [^;]*?(?= \d|$)/g),
    }))
  const now = async (bib: number): Promise<readonly Partial<Item>[]> =>
    (await itemsOf(data.database.db, bib)).map(({ id: _, bibId: __, version: ___, ...fields }) => fields)
  const leftOf = async (batch: number) =>
    (await importRecords(data.database.db, batch, { left: true })).records.map(({ undone }) => undone)

  it('puts what the file says in the place of what an item says, and undoing puts it back', async () => {
    const { number, bib } = await shelved(
      { accessionNo: 'R1', location: 'hall', callNumber: 'old 1', publicNote: 'worn', staffNote: 'from Ada' },
      { accessionNo: 'R2', callNumber: 'old 2', status: 'missing' },
    )
    const before = [await catalogueHash(data.database), await now(bib)]
    const batch = await send(
      withItems(number, item('R1', 'b', 'east', 'o', 'new 1'), item('R3', 'b', 'main'), item('R2', 'o', 'new 2')),
    )
    expect(batch.counts).to.include({ unchanged: 1, items: 1, itemsReplaced: 2, itemErrors: 0 })
    const usual = { branch: 'main', status: 'available', callNumber: '', publicNote: '', staffNote: '' }
    expect(await now(bib)).to.deep.equal([
      // What the profile has no subfield for stays: the note of the staff, the status.
      { ...usual, accessionNo: 'R1', branch: 'east', callNumber: 'new 1', staffNote: 'from Ada' },
      { ...usual, accessionNo: 'R2', callNumber: 'new 2', status: 'missing' },
      { ...usual, accessionNo: 'R3' },
    ])
    const undone = await undo(data.database, batch.id)
    expect(undone.undo).to.deep.equal({ removed: 0, restored: 0, items: 1, itemsRestored: 2, left: 0 })
    expect([await catalogueHash(data.database), await now(bib)]).to.deep.equal(before)
  })

  it('takes the first that a file says of an item, and nothing of one that says the same', async () => {
    const { number, bib } = await shelved({ accessionNo: 'S1', callNumber: 'old' }, { accessionNo: 'S2' })
    const batch = await send(
      withItems(number, item('S1', 'o', 'first'), item('S1', 'o', 'second'), item('S2'), item('S3', 'b', 'main')),
      withItems(number, item('S1', 'o', 'third'), item('S3', 'b', 'east')),
    )
    expect(batch.counts).to.include({ items: 1, itemsReplaced: 1, itemErrors: 0 })
    expect(
      (await now(bib)).map(({ accessionNo, callNumber, branch }) => [accessionNo, callNumber, branch]),
    ).to.deep.equal([
      ['S1', 'first', 'main'],
      ['S2', '', 'main'],
      ['S3', '', 'main'],
    ])
    const versions = (await itemsOf(data.database.db, bib)).map(({ version }) => version)
    expect(versions).to.deep.equal([2, 1, 1])
  })

  it('is foretold for items that come again thousands of records later', async () => {
    const { number } = await shelved({ accessionNo: 'Q1', callNumber: 'old' })
    const others = Array.from({ length: 2400 }, (_, n) => briefRecord(5000 + n))
    const batch = await send(
      withItems(number, item('Q1', 'o', 'first'), item('Q2', 'b', 'main')),
      withItems(4999, item('Q3', 'b', 'main')),
      ...others,
      withItems(number, item('Q1', 'o', 'again'), item('Q2', 'b', 'east'), item('Q3', 'b', 'main')),
      withItems(4999, item('Q3', 'b', 'main'), item('Q2', 'b', 'main')),
    )
    expect(batch.counts).to.include({ new: 2401, items: 2, itemsReplaced: 1, itemErrors: 2 })
  })

  it('leaves the items of other records, and codes that are not in the lists, and says so', async () => {
    await shelved({ accessionNo: 'T1' })
    const { number, bib } = await shelved({ accessionNo: 'T2', callNumber: 'old' })
    const batch = await send(
      withItems(number, item('T1', 'b', 'main', 'o', 'mine'), item('T2', 'b', 'nowhere', 'o', 'new')),
    )
    expect(batch.counts).to.include({ items: 0, itemsReplaced: 0, itemErrors: 2 })
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records[0]!.detail)
      .to.match(/item T1: .*belongs to an item of record/)
      .and.match(/item T2: .*nowhere/)
    expect((await now(bib))[0]).to.include({ callNumber: 'old', branch: 'main' })
  })

  it('undoes what it can, and says which items were changed or deleted since or had codes that are gone', async () => {
    const first = await shelved({ accessionNo: 'U1', callNumber: 'one' }, { accessionNo: 'U2', callNumber: 'two' })
    const second = await shelved({ accessionNo: 'U3', callNumber: 'three' }, { accessionNo: 'U4', location: 'stack' })
    const batch = await send(
      withItems(first.number, item('U1', 'o', 'new'), item('U2', 'o', 'new')),
      withItems(second.number, item('U3', 'o', 'new'), item('U4', 'o', 'new')),
    )
    expect(batch.counts).to.include({ itemsReplaced: 4 })
    const [one] = await itemsOf(data.database.db, first.bib)
    const [three] = await itemsOf(data.database.db, second.bib)
    await data.database.tx(async (tx) => {
      await changeItem(tx, one!.id, 2, { ...one!, callNumber: 'seen to' }, actor)
      await removeItem(tx, three!.id, 2, actor)
      await removeCode(tx, 'location', 'stack', actor)
    })
    const undone = await undo(data.database, batch.id)
    expect(undone.undo).to.include({ itemsRestored: 1, left: 2 })
    expect((await leftOf(batch.id)).sort()).to.deep.equal([
      'item U1 changed since',
      'item U3 deleted since; item U4 had codes that are gone',
    ])
    expect((await now(first.bib)).map(({ callNumber }) => callNumber)).to.deep.equal(['seen to', 'two'])
    expect((await now(second.bib)).map(({ callNumber }) => callNumber)).to.deep.equal(['new'])
  })

  it('is undone load by load, the later first', async () => {
    const before = await catalogueHash(data.database)
    const number = ++numbered
    const send1 = (text: string) => send(withItems(number, item('V1', 'b', 'main', 'o', text)))
    const [added, replaced, again] = [await send1('added'), await send1('replaced'), await send1('replaced again')]
    expect((await undo(data.database, again.id)).undo).to.include({ itemsRestored: 1, left: 0 })
    expect((await undo(data.database, replaced.id)).undo).to.include({ itemsRestored: 1, left: 0 })
    expect((await undo(data.database, added.id)).undo).to.include({ removed: 1, items: 1, left: 0 })
    expect(await catalogueHash(data.database)).to.equal(before)
  })

  it('leaves what a later load built on, which then gives back what it found', async () => {
    const { number, bib } = await shelved({ accessionNo: 'W1', callNumber: 'old' })
    const [one, two] = [
      await send(withItems(number, item('W1', 'o', 'one'))),
      await send(withItems(number, item('W1', 'o', 'two'))),
    ]
    expect((await undo(data.database, one.id)).undo).to.include({ itemsRestored: 0, left: 1 })
    expect(await leftOf(one.id)).to.deep.equal(['item W1 changed since'])
    expect((await undo(data.database, two.id)).undo).to.include({ itemsRestored: 1, left: 0 })
    expect((await now(bib))[0]).to.include({ callNumber: 'one' })
  })
})
