import { expect } from 'chai'
import {
  addBib,
  bibHistory,
  changeBib,
  type Provenance,
  readBib,
  readVersion,
  restoreBib,
  setBibState,
} from '../../src/catalogue/index.ts'
import { useDatabase } from '../database.ts'
import { book } from './books.ts'

const by = (action: Provenance['action'], reason = ''): Provenance => ({
  actor: { name: 'Ada', via: 'web' },
  action,
  reason,
})

describe('Records of the catalogue', () => {
  const data = useDatabase()
  const add = (title: string) =>
    data.database.tx((tx) => addBib(tx, { record: book({ title }), flavour: 'marc21' }, by('create')))
  const titleOf = async (id: number) =>
    (await readBib(data.database.db, id))?.record.fields.find(([tag]) => tag === '245')?.[3]

  it('are read back as they were added', async () => {
    const { id } = await add('The dispossessed')
    const bib = await readBib(data.database.db, id)
    expect(bib?.record).to.deep.equal(book({ title: 'The dispossessed' }))
    expect(bib).to.include({ version: 1, state: 'active', flavour: 'marc21', action: 'create' })
  })

  it('keep every version, who made it and why', async () => {
    const { id } = await add('First')
    const change = (title: string, expected: number) =>
      data.database.tx((tx) =>
        changeBib(tx, id, expected, { record: book({ title }), flavour: 'marc21' }, by('edit', `to ${title}`)),
      )
    await change('Second', 1)
    await change('Third', 2)
    const history = await bibHistory(data.database.db, id)
    expect(history.map(({ version, reason }) => `${version} ${reason}`)).to.deep.equal([
      '3 to Third',
      '2 to Second',
      '1 ',
    ])
    expect(history[0]?.changedBy.name).to.equal('Ada')
    expect((await readVersion(data.database.db, id, 2))?.record).to.deep.equal(book({ title: 'Second' }))
  })

  it('come back in any version, as a version of their own', async () => {
    const { id } = await add('Good')
    await data.database.tx((tx) =>
      changeBib(tx, id, 1, { record: book({ title: 'Bad' }), flavour: 'marc21' }, by('edit')),
    )
    const restored = await data.database.tx((tx) => restoreBib(tx, id, 1, 2, by('restore')))
    expect(restored.version).to.equal(3)
    expect(await titleOf(id)).to.equal('Good')
  })

  it('let one of two writers win and tell the other', async () => {
    const { id } = await add('Contested')
    const outcomes = await Promise.allSettled(
      ['Mine', 'Yours'].map((title) =>
        data.database.tx((tx) => changeBib(tx, id, 1, { record: book({ title }), flavour: 'marc21' }, by('edit'))),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
    const lost = outcomes.find((one) => one.status === 'rejected')
    expect(lost?.reason).to.include({ code: 'version-conflict' })
  })

  it('are gone for readers when suppressed or deleted, and come back', async () => {
    const { id } = await add('Hidden')
    await data.database.tx((tx) => setBibState(tx, id, 1, 'suppressed', by('suppress')))
    expect(await readBib(data.database.db, id)).to.equal(undefined)
    expect(await readBib(data.database.db, id, 'suppressed')).to.include({ state: 'suppressed' })
    await data.database.tx((tx) => setBibState(tx, id, 2, 'deleted', by('delete')))
    expect(await readBib(data.database.db, id, 'suppressed')).to.equal(undefined)
    await data.database.tx((tx) => restoreBib(tx, id, 1, 3, by('restore')))
    expect(await titleOf(id)).to.equal('Hidden')
  })

  it('can be found by nothing once they are hidden', async () => {
    const { id } = await add('Unfindable')
    const rows = () => data.database.db.selectFrom('bib_search').select('bib_id').where('bib_id', '=', id).execute()
    expect(await rows()).to.have.length(1)
    await data.database.tx((tx) => setBibState(tx, id, 1, 'suppressed', by('suppress')))
    expect(await rows()).to.have.length(0)
    const keys = await data.database.db.selectFrom('bib_keys').selectAll().where('bib_id', '=', id).execute()
    expect(keys.length).to.be.greaterThan(0)
    expect(keys.every(({ hidden }) => hidden)).to.equal(true)
  })

  it('leave a trail of who changed what', async () => {
    const { id } = await add('Audited')
    await data.database.tx((tx) => setBibState(tx, id, 1, 'deleted', by('delete', 'a double')))
    const trail = await data.database.db
      .selectFrom('audit')
      .select(['actor_name', 'action', 'detail'])
      .where('subject_kind', '=', 'bib')
      .where('subject_id', '=', String(id))
      .orderBy('id')
      .execute()
    expect(trail.map(({ action }) => action)).to.deep.equal(['bib.create', 'bib.delete'])
    expect(trail[1]?.detail).to.deep.equal({ version: 2, reason: 'a double' })
  })
})
