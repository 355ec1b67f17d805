import { expect } from 'chai'
import {
  addBib,
  addItem,
  changeItem,
  type ItemFields,
  itemSummaries,
  itemsOf,
  removeBranch,
  removeCode,
  removeItem,
  restoreBib,
  saveBranch,
  saveCode,
  setBibState,
} from '../../src/catalogue/index.ts'
import { Problem } from '../../src/problems.ts'
import { useDatabase } from '../database.ts'
import { book } from './books.ts'

const actor = { name: 'Ada', via: 'web' } as const
const by = (action: 'create' | 'delete' | 'restore') => ({ actor, action })

describe('Items of a record', () => {
  const data = useDatabase()
  const tx: (typeof data)['database']['tx'] = (work) => data.database.tx(work)
  let bib: number
  let serial = 0
  const fields = (some: Partial<ItemFields> = {}): ItemFields => ({
    accessionNo: `A${++serial}`,
    branch: 'main',
    status: 'available',
    callNumber: 'QA 76',
    publicNote: '',
    staffNote: '',
    ...some,
  })
  const add = (some?: Partial<ItemFields>, to = bib) => tx((tx) => addItem(tx, to, fields(some), actor))
  const addBook = async (title: string) =>
    (await tx((tx) => addBib(tx, { record: book({ title }), flavour: 'marc21' }, by('create')))).id
  /** The code and context of the problem, or what came out. */
  const outcome = async (work: Promise<unknown>) => {
    try {
      return await work
    } catch (error) {
      if (error instanceof Problem) return { ...error.context, code: error.code }
      throw error
    }
  }

  before(async () => {
    await tx(async (tx) => {
      await saveBranch(tx, { code: 'main', label: 'Main', position: 1, active: true }, actor)
      for (const code of ['stacks', 'desk'])
        await saveCode(tx, 'location', { code, label: code, position: 1, active: true, available: false }, actor)
    })
    bib = await addBook('With items')
  })

  it('are read back as they were added, changed and removed', async () => {
    const item = await add({ location: 'stacks', staffNote: 'torn' })
    expect(await itemsOf(data.database.db, bib)).to.deep.include(item)
    const { id, bibId, version, ...rest } = item
    const changed = await tx((tx) => changeItem(tx, id, 1, { ...rest, status: 'missing' }, actor))
    expect(changed).to.deep.equal({ ...item, status: 'missing', version: 2 })
    await tx((tx) => removeItem(tx, id, 2, actor))
    expect(await itemsOf(data.database.db, bib)).to.not.deep.include(changed)
  })

  it('have an accession number of their own: who else has it is said', async () => {
    await add({ accessionNo: 'TAKEN' })
    const other = await addBook('Another')
    const taken = { code: 'accession-no-taken', accessionNo: 'TAKEN', bib }
    expect(await outcome(add({ accessionNo: 'TAKEN' }, other))).to.deep.equal(taken)
    const item = await add({}, other)
    expect(
      await outcome(tx((tx) => changeItem(tx, item.id, 1, fields({ accessionNo: 'TAKEN' }), actor))),
    ).to.deep.equal(taken)
  })

  it('take a number at once, and one gets it', async () => {
    const items = [await add(), await add(), await add()]
    const changing = items.map(({ id }) =>
      outcome(tx((tx) => changeItem(tx, id, 1, fields({ accessionNo: 'WANTED' }), actor))),
    )
    const adding = [1, 2, 3].map(() => outcome(add({ accessionNo: 'WANTED' })))
    const outcomes = (await Promise.all([...changing, ...adding])) as { id?: number; code?: string }[]
    expect(outcomes.filter(({ id }) => id !== undefined)).to.have.length(1)
    expect(outcomes.filter(({ code }) => code === 'accession-no-taken')).to.have.length(5)
  })

  it('are changed by one of two', async () => {
    const { id } = await add()
    const change = (callNumber: string) =>
      outcome(tx((tx) => changeItem(tx, id, 1, fields({ callNumber }), actor))) as Promise<{ code?: string }>
    const outcomes = await Promise.all(['mine', 'yours'].map(change))
    expect(outcomes.map(({ code }) => code ?? 'changed').sort()).to.deep.equal(['changed', 'version-conflict'])
  })

  it('take active codes only, and keep what they have', async () => {
    for (const [list, some] of [
      ['branch', { branch: 'nowhere' }],
      ['location', { location: 'roof' }],
      ['collection', { collection: 'roof' }],
      ['item-status', { status: 'eaten' }],
    ] as const)
      expect(await outcome(add(some))).to.include({ code: 'code-unknown', list })
    const item = await add({ location: 'desk' })
    await tx((tx) =>
      saveCode(tx, 'location', { code: 'desk', label: 'Desk', position: 1, active: false, available: false }, actor),
    )
    expect(await outcome(add({ location: 'desk' }))).to.include({ code: 'code-unknown' })
    const { id, bibId, version, ...rest } = item
    expect(await tx((tx) => changeItem(tx, id, 1, { ...rest, callNumber: 'X' }, actor))).to.include({
      location: 'desk',
    })
  })

  it('keep the codes they have from being removed, even while they take them', async () => {
    await add({ location: 'stacks' })
    expect(await outcome(tx((tx) => removeCode(tx, 'location', 'stacks', actor)))).to.include({ code: 'code-in-use' })
    expect(await outcome(tx((tx) => removeBranch(tx, 'main', actor)))).to.include({ code: 'code-in-use' })
    for (let round = 0; round < 10; round++) {
      const code = `fleeting${round}`
      await tx((tx) =>
        saveCode(tx, 'collection', { code, label: code, position: 1, active: true, available: false }, actor),
      )
      const [added, removed] = await Promise.all([
        outcome(add({ collection: code })),
        outcome(tx((tx) => removeCode(tx, 'collection', code, actor))),
      ])
      expect([(added as { code?: string }).code, (removed as { code?: string } | undefined)?.code]).to.be.deep.oneOf([
        [undefined, 'code-in-use'],
        ['code-unknown', undefined],
      ])
    }
  })

  it('keep their record from being deleted, even while they are added', async () => {
    expect(await outcome(tx((tx) => setBibState(tx, bib, 1, 'deleted', by('delete'))))).to.include({
      code: 'bib-has-items',
    })
    for (let round = 0; round < 10; round++) {
      const id = await addBook(`Fleeting ${round}`)
      const [deleted, added] = await Promise.all([
        outcome(tx((tx) => setBibState(tx, id, 1, 'deleted', by('delete')))),
        outcome(add({}, id)),
      ])
      expect([(deleted as { code?: string }).code, (added as { code?: string }).code]).to.be.deep.oneOf([
        ['bib-has-items', undefined],
        [undefined, 'bib-gone'],
      ])
    }
  })

  it('can be added again once their record is restored', async () => {
    const id = await addBook('Back again')
    await tx((tx) => setBibState(tx, id, 1, 'deleted', by('delete')))
    expect(await outcome(add({}, id))).to.include({ code: 'bib-gone' })
    expect(await outcome(tx((tx) => setBibState(tx, id, 2, 'deleted', by('delete'))))).to.include({ code: 'bib-gone' })
    expect(await outcome(tx((tx) => restoreBib(tx, id, 9, 2, by('restore'))))).to.include({ code: 'bib-gone' })
    await tx((tx) => restoreBib(tx, id, 2, 2, by('restore')))
    await add({}, id)
    expect((await itemSummaries(data.database.db, [id])).get(id)).to.deep.equal({
      count: 1,
      available: 1,
      branches: ['main'],
    })
  })
})
