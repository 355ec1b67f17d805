import { expect } from 'chai'
import {
  addBib,
  addBibs,
  findMatches,
  lockForMatching,
  prepareRecord,
  readBib,
  searchCatalogue,
  setBibState,
} from '../../src/catalogue/index.ts'
import { useDatabase } from '../database.ts'
import { type Book, book } from './books.ts'

const actor = { name: 'Ada', via: 'cli' } as const
const by = { actor, action: 'import', batchId: 1 } as const
const dune: Book = { title: 'Dune messiah', author: 'Herbert, Frank', year: 1969, isbn: '9780441172696' }

describe('Matching', () => {
  const data = useDatabase()
  const prepared = (one: Book) => prepareRecord(book(one), 'marc21')
  const matches = async (one: Book) =>
    (await findMatches(data.database.db, prepared(one))).map(({ bib, reason }) => [bib.id, reason])
  let id: number
  before(async () => {
    ;({ id } = await data.database.tx((tx) =>
      addBib(tx, { record: book({ ...dune, controlNumber: 'd2' }), flavour: 'marc21' }, { actor, action: 'create' }),
    ))
  })

  it('knows a bare control number where the titles agree, subtitle or not, and nowhere else', async () => {
    const elsewhere = { author: 'Another, A.', year: 2001, controlNumber: 'd2' }
    expect(await matches({ ...elsewhere, title: 'Dune messiah' })).to.deep.equal([[id, 'control-number']])
    expect(await matches({ ...elsewhere, title: 'DUNE messiah : a novel' })).to.deep.equal([[id, 'control-number']])
    expect(await matches({ ...elsewhere, title: 'Another' })).to.deep.equal([])
    expect(await matches({ ...elsewhere, title: '' })).to.deep.equal([])
  })

  it('knows a number of an agency whatever else the record says, and not by the number alone', async () => {
    const of = (agency: string, title = `Numbered by ${agency}`) => {
      const record = book({ title, controlNumber: 'n77' })
      record.fields.unshift(['003', agency])
      return record
    }
    const { id: theirs } = await data.database.tx((tx) =>
      addBib(tx, { record: of('Theirs'), flavour: 'marc21' }, { actor, action: 'create' }),
    )
    expect(await matches({ title: 'Numbered by Theirs', controlNumber: 'n77', year: 2001 })).to.deep.equal([])
    const found = async (agency: string, title?: string) =>
      (await findMatches(data.database.db, prepareRecord(of(agency, title), 'marc21'))).map(({ bib }) => bib.id)
    expect(await found('Theirs')).to.deep.equal([theirs])
    expect(await found('Theirs', 'Renamed since')).to.deep.equal([theirs])
    expect(await found('Ours')).to.deep.equal([])
  })

  it('knows it by ISBN and title, not by ISBN alone', async () => {
    expect(await matches({ ...dune, author: 'Herbert, F.', year: 1970 })).to.deep.equal([[id, 'isbn-title']])
    expect(await matches({ title: 'The cookbook', author: 'Child, Julia', isbn: dune.isbn! })).to.deep.equal([])
  })

  it('knows it by title, author and year', async () => {
    const { isbn, ...rest } = dune
    expect(await matches(rest)).to.deep.equal([[id, 'title-author-year']])
    expect(await matches({ ...rest, year: 2001 })).to.deep.equal([])
  })

  it('sees what is suppressed, and not what is deleted', async () => {
    const change = (version: number, state: 'suppressed' | 'deleted' | 'active') =>
      data.database.tx((tx) => setBibState(tx, id, version, state, { actor, action: 'edit' }))
    await change(1, 'suppressed')
    expect(await matches(dune)).to.have.length(1)
    await change(2, 'active')
    const other = await data.database.tx((tx) =>
      addBib(tx, { record: book({ ...dune, title: 'Gone' }), flavour: 'marc21' }, { actor, action: 'create' }),
    )
    await data.database.tx((tx) => setBibState(tx, other.id, 1, 'deleted', { actor, action: 'delete' }))
    expect(await matches({ ...dune, title: 'Gone' })).to.deep.equal([])
  })

  it('lets one transaction at a time decide', async () => {
    const add = () =>
      data.database.tx(async (tx) => {
        await lockForMatching(tx)
        const record = prepared({ title: 'Children of Dune', author: 'Herbert, Frank', year: 1976 })
        const [known] = await findMatches(tx, record)
        return known?.bib.id ?? (await addBibs(tx, [record], 'active', by))[0]
      })
    const ids = await Promise.all(Array.from({ length: 8 }, add))
    expect(new Set(ids).size).to.equal(1)
  })

  it('adds many at once just as one by one', async () => {
    const books = Array.from(
      { length: 30 },
      (_, n): Book => ({ title: `Volume ${n} of many`, author: 'Many, O.', year: 1900 + n }),
    )
    const ids = await data.database.tx((tx) => addBibs(tx, books.map(prepared), 'active', by))
    expect((await readBib(data.database.db, ids[7]!))?.record).to.deep.equal(book(books[7]!))
    const { hits, count } = await searchCatalogue(data.database.db, { query: { title: 'volume 7 many' }, size: 5 })
    expect(hits.map((hit) => hit.id)).to.deep.equal([ids[7]])
    expect(count).to.deep.equal({ value: 1, exact: true })
  })
})
