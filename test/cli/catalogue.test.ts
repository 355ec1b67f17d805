import { expect } from 'chai'
import { addBib, type Provenance, setBibState } from '../../src/catalogue/index.ts'
import { book } from '../catalogue/books.ts'
import { fileOf, load, profileWith, stage } from '../catalogue/import/loading.ts'
import { useDatabase } from '../database.ts'
import { farshelf } from './command-line.ts'

const by: Provenance = { actor: { name: 'Ada', via: 'cli' }, action: 'create' }

describe('farshelf catalogue reindex', () => {
  const data = useDatabase()
  let address: string | undefined
  const ids: number[] = []
  before(async () => {
    address = process.env['DATABASE_URL']
    process.env['DATABASE_URL'] = data.url
    await data.database.tx(async (tx) => {
      for (const title of ['Solaris', 'Éden', 'Hidden', 'Gone'])
        ids.push((await addBib(tx, { record: book({ title, author: 'Lem, Stanisław' }), flavour: 'marc21' }, by)).id)
      await setBibState(tx, ids[2]!, 1, 'suppressed', by)
      await setBibState(tx, ids[3]!, 1, 'deleted', by)
    })
  })
  after(() => {
    if (address === undefined) delete process.env['DATABASE_URL']
    else process.env['DATABASE_URL'] = address
  })

  const index = async () => ({
    search: await data.database.db.selectFrom('bib_search').selectAll().orderBy('bib_id').execute(),
    keys: await data.database.db
      .selectFrom('bib_keys')
      .selectAll()
      .orderBy('bib_id')
      .orderBy('kind')
      .orderBy('key')
      .execute(),
  })

  it('makes the index what it was, whatever became of it, and shows nothing that is hidden', async () => {
    const before = await index()
    await data.database.db.deleteFrom('bib_keys').where('bib_id', '=', ids[0]!).execute()
    await data.database.db.updateTable('bib_search').set({ title: 'spoilt', words: "'spoilt'" }).execute()
    const { code, err } = await farshelf('catalogue', 'reindex')
    expect(err).to.equal('4 record(s) reindexed\n')
    expect(code).to.equal(0)
    expect(await index()).to.deep.equal(before)
  })

  it('goes on where it is told to', async () => {
    const before = await index()
    await data.database.db.deleteFrom('bib_search').execute()
    await farshelf('catalogue', 'reindex', '--after', String(ids[0]))
    expect((await index()).search).to.deep.equal(before.search.slice(1))
    expect((await farshelf('catalogue', 'reindex', '--after', 'x')).code).to.equal(2)
  })
})

describe('farshelf catalogue match-places', () => {
  const data = useDatabase()
  let address: string | undefined
  before(() => {
    address = process.env['DATABASE_URL']
    process.env['DATABASE_URL'] = data.url
  })
  after(() => {
    if (address === undefined) delete process.env['DATABASE_URL']
    else process.env['DATABASE_URL'] = address
  })

  it('lists places and takes one away with its keys, unless a file is being matched by it', async () => {
    const { database } = data
    const place = { place: '245$a', normalise: 'text' }
    const bytes = fileOf([book({ title: 'Solaris', author: 'Lem' })])
    const { batch } = await stage(database, bytes, { profile: profileWith({ match: [place] }) })
    await load(database, batch.id)
    const listed = (await farshelf('catalogue', 'match-places')).out
    const [number] = /^\d+/m.exec(listed)!
    expect(listed).to.include('245$a').and.include('text')
    const keys = async () =>
      (await database.db.selectFrom('bib_keys').select('kind').where('kind', '>=', 100).execute()).length
    expect(await keys()).to.equal(1)
    const remove = () => farshelf('catalogue', 'match-places', 'remove', number)

    await database.db.updateTable('import_batches').set({ state: 'checking' }).execute()
    const refused = await remove()
    expect([refused.code, await keys()]).to.deep.equal([1, 1])
    expect(refused.err).to.include(`Import ${batch.id} is checking`)
    await database.db.updateTable('import_batches').set({ state: 'loaded' }).execute()
    expect((await remove()).code).to.equal(0)
    expect(await keys()).to.equal(0)
    expect((await remove()).err).to.include('There is no match place')

    const again = await stage(database, bytes, { again: true, profile: profileWith({ match: [place] }) })
    expect((await load(database, again.batch.id)).counts.unchanged).to.equal(1)
  })
})
