import { expect } from 'chai'
import { sql } from 'kysely'
import pg from 'pg'
import {
  addBib,
  addBibs,
  addItem,
  browse,
  type CatalogueSearch,
  countFacets,
  eachMatching,
  headingKey,
  matchingIds,
  noFilters,
  prepareRecord,
  saveBranch,
  searchCatalogue,
  setBibState,
} from '../../src/catalogue/index.ts'
import { answering } from '../../src/catalogue/search/found.ts'
import { parsePqf } from '../../src/standards/query/index.ts'
import { useDatabase } from '../database.ts'
import { type Book, book } from './books.ts'

const actor = { name: 'Ada', via: 'web' } as const
const by = { actor, action: 'create' } as const

const shelf: Book[] = [
  {
    title: 'War and peace',
    author: 'Tolstoy, Leo',
    year: 1869,
    isbn: '9780140447934',
    subject: 'Napoleonic Wars',
    dewey: '891.733',
    controlNumber: 'wp1',
  },
  { title: 'Peace and war', author: 'Aron, Raymond', year: 1966, subject: 'International relations' },
  { title: 'The history of war', author: 'Keegan, John', year: 1993, language: 'fre', dewey: '355/.009' },
  { title: 'Война и мир', author: 'Толстой, Лев', year: 1978, language: 'rus' },
  { title: 'Ficciones: El jardín', author: 'Borges, Jorge Luis', year: 1944, language: 'spa' },
  { title: '論語譯注', author: '楊伯峻', year: 1980, language: 'chi' },
  { title: "O'Brien \\ tricks '; drop table bibs; --", author: 'Null', year: 2000 },
]

describe('Search in the catalogue', () => {
  const data = useDatabase()
  const ids: number[] = []
  before(async () => {
    for (const one of shelf) {
      const { id } = await data.database.tx((tx) => addBib(tx, { record: book(one), flavour: 'marc21' }, by))
      ids.push(id)
    }
    await data.database.tx(async (tx) => {
      await saveBranch(tx, { code: 'main', label: 'Main', position: 1, active: true }, actor)
      await addItem(
        tx,
        ids[0]!,
        { accessionNo: 'A1', branch: 'main', status: 'available', callNumber: '', publicNote: '', staffNote: '' },
        actor,
      )
    })
  })

  const search = (query: CatalogueSearch['query'], rest: Partial<CatalogueSearch> = {}) =>
    searchCatalogue(data.database.db, { query, size: 20, ...rest })
  const found = async (query: CatalogueSearch['query'], rest?: Partial<CatalogueSearch>) =>
    (await search(query, rest)).hits.map(({ id }) => ids.indexOf(id))
  const pqf = (text: string) => found(parsePqf(text))

  it('finds words in any field and any order', async () => {
    expect(await found({ any: 'war tolstoy' })).to.deep.equal([0])
    expect(await found({ any: 'WAR' })).to.have.members([0, 1, 2])
  })

  it('finds by field', async () => {
    expect(await found({ author: 'tolstoy' })).to.deep.equal([0])
    expect(await found({ title: 'tolstoy' })).to.deep.equal([])
    expect(await found({ subject: 'wars' })).to.deep.equal([0])
    expect(await found({ publisher: 'harper', year: '1966' })).to.deep.equal([1])
    expect(await found({ any: 'war', year: '1960-1993' })).to.have.members([1, 2])
    expect(await found({ any: 'war', year: '-1965' })).to.deep.equal([0])
  })

  it('finds a Dewey class, a broader one and the beginning of one', async () => {
    expect(await found({ dewey: '891.733' })).to.deep.equal([0])
    expect(await found({ dewey: '891' })).to.deep.equal([0])
    expect(await found({ dewey: '891.7*' })).to.deep.equal([0])
    expect(await found({ dewey: '355.009' })).to.deep.equal([2])
    expect(await found({ dewey: '1993' })).to.deep.equal([])
  })

  it('finds numbers exactly, an ISBN in either length', async () => {
    expect(await found({ isbn: '0-14-044793-8' })).to.deep.equal([0])
    expect(await found({ isbn: '9780140447934' })).to.deep.equal([0])
    expect(await found({ controlNumber: 'wp1' })).to.deep.equal([0])
    expect(await found({ controlNumber: 'wp' })).to.deep.equal([])
  })

  it('looks past accents, case and script', async () => {
    expect(await found({ any: 'jardin' })).to.deep.equal([4])
    expect(await found({ title: 'ВОЙНА' })).to.deep.equal([3])
    expect(await found({ title: '論語' })).to.deep.equal([5])
  })

  it('puts the title that was typed first', async () => {
    expect((await found({ any: 'peace and war' }))[0]).to.equal(1)
    expect((await found({ any: 'war and peace' }))[0]).to.equal(0)
  })

  it('answers Bib-1 attributes', async () => {
    expect(await pqf('@attr 1=4 @attr 4=1 "war and peace"')).to.deep.equal([0])
    expect(await pqf('@attr 1=4 @attr 5=1 hist')).to.deep.equal([2])
    expect(await pqf('@attr 1=4 @attr 3=1 @attr 4=1 peace')).to.deep.equal([1])
    expect(await pqf('@attr 1=4 @attr 6=3 @attr 4=1 "history of war"')).to.deep.equal([2])
    expect(await pqf('@and @attr 1=1016 war @attr 1=31 @attr 2=5 1900')).to.have.members([1, 2])
    expect(await pqf('@not war @attr 1=1003 tolstoy')).to.have.members([1, 2])
    expect(await pqf('@or @attr 1=7 0140447938 @attr 1=54 spa')).to.have.members([0, 4])
    expect(await pqf('@attr 1=21 @attr 2=103 ""')).to.have.members([0, 1])
  })

  it('refuses what it has no index for, as Z39.50 says it', async () => {
    const refusal = async (text: string) => {
      try {
        await pqf(text)
        return 'none'
      } catch (error) {
        return (error as { context: { condition: number } }).context.condition
      }
    }
    expect(await refusal('@attr 1=9999 x')).to.equal(114)
    expect(await refusal('@attr 1=4 @attr 5=2 ar')).to.equal(120)
    expect(await refusal('@attr 1=4 @attr 2=5 x')).to.equal(117)
    expect(await refusal('@attr 1=1018 @attr 3=1 x')).to.equal(119)
    // The Bath profile says "first in field" of numbers, too.
    expect(await refusal('@attr 1=7 @attr 3=1 @attr 4=1 @attr 6=1 9780140447934')).to.equal('none')
    expect(await refusal('@prox 0 1 0 2 k 2 war peace')).to.equal(3)
  })

  it('takes every text as text', async () => {
    expect(await found({ any: "O'Brien" })).to.deep.equal([6])
    for (const text of ["'", '\\', "a' | 'b", ':*', '!', '& |', '\0', '"; drop table bibs', '(', '%', '<->', 'x:A'])
      await search({ any: `war ${text}` })
    expect(await found({ any: 'war' })).to.have.length(3)
  })

  it('narrows, and counts what it could be narrowed to', async () => {
    const filters = { ...noFilters, language: ['fre'] }
    expect(await found({ any: 'war' }, { filters })).to.deep.equal([2])
    expect(await found({ any: 'war' }, { filters: { ...noFilters, yearFrom: 1950, yearTo: 1970 } })).to.deep.equal([1])
    expect(await found({ any: 'war' }, { filters: { ...noFilters, branch: ['main'], available: true } })).to.deep.equal(
      [0],
    )
    const counts = await countFacets(data.database.db, { query: { any: 'war' }, filters })
    expect(counts.language).to.deep.include({ value: 'eng', count: 2 })
    expect(counts.format).to.deep.equal([{ value: 'book', count: 1 }])
  })

  for (const sort of ['relevance', 'title', 'author', 'year', 'newest'] as const)
    it(`pages through a list sorted by ${sort}, forth and back`, async () => {
      const query = parsePqf('@or @or @or war @attr 1=54 rus @attr 1=54 spa @attr 1=54 chi')
      const whole = await found(query, { sort })
      const forth: number[][] = []
      let page = await search(query, { sort, size: 2 })
      for (;;) {
        forth.push(page.hits.map(({ id }) => ids.indexOf(id)))
        if (!page.next) break
        page = await search(query, { sort, size: 2, cursor: page.next })
      }
      expect(forth.flat()).to.deep.equal(whole)
      const back = [page.hits.map(({ id }) => ids.indexOf(id))]
      while (page.previous) {
        page = await search(query, { sort, size: 2, cursor: page.previous })
        back.unshift(page.hits.map(({ id }) => ids.indexOf(id)))
      }
      expect(back.flat()).to.deep.equal(whole)
    })

  it('refuses a place of another list', async () => {
    const { next } = await search({ any: 'war' }, { sort: 'title', size: 1 })
    for (const cursor of [next!, 'xx', Buffer.from('{"a":1}').toString('base64url')])
      try {
        await search({ any: 'war' }, { sort: 'year', size: 1, cursor })
        expect.fail('taken')
      } catch (error) {
        expect(error).to.include({ code: 'bad-input' })
      }
  })

  it('browses headings with how many records have them', async () => {
    const { before, from } = await browse(data.database.db, 'title', headingKey('peace'), { before: 1, from: 2 })
    expect(before.map(({ term }) => term)).to.deep.equal(['o brien tricks drop table bibs'])
    expect(from).to.deep.equal([
      { term: 'peace and war', hits: 1 },
      { term: 'the history of war', hits: 1 },
    ])
  })

  it('knows nothing of a record that is suppressed', async () => {
    await data.database.tx((tx) => setBibState(tx, ids[2]!, 1, 'suppressed', { actor, action: 'suppress' }))
    const all = parsePqf('@attr 1=1016 @attr 2=103 ""')
    expect(await found({ any: 'keegan' })).to.deep.equal([])
    expect((await matchingIds(data.database.db, all, 100)).ids).to.not.include(ids[2])
    const exported = []
    for await (const bibs of eachMatching(data.database.db)) exported.push(...bibs.map(({ id }) => id))
    expect(exported).to.have.length(shelf.length - 1)
    const { from } = await browse(data.database.db, 'title', 'the history', { before: 0, from: 9 })
    expect(from.map(({ term }) => term)).to.not.include('the history of war')
    await data.database.tx((tx) => setBibState(tx, ids[2]!, 2, 'active', { actor, action: 'unsuppress' }))
    expect(await found({ any: 'keegan' })).to.deep.equal([2])
  })

  for (const sort of ['title', 'author', 'year', 'newest'] as const)
    it(`stays where it is in a list sorted by ${sort} while records are added`, async () => {
      const query = { any: 'steadfast' }
      const add = (n: number) =>
        data.database.tx((tx) =>
          addBib(
            tx,
            {
              record: book({ title: `${n % 7} steadfast ${n}`, author: `${n % 5}`, year: 1900 + (n % 11) }),
              flavour: 'marc21',
            },
            by,
          ),
        )
      const first: number[] = []
      for (let n = 0; n < 12; n++) first.push((await add(n)).id)
      const seen: number[] = []
      let page = await search(query, { sort, size: 3 })
      for (let n = 12; ; n++) {
        seen.push(...page.hits.map(({ id }) => id))
        if (!page.next) break
        if (n < 20) await add(n)
        page = await search(query, { sort, size: 3, cursor: page.next })
      }
      expect(new Set(seen).size).to.equal(seen.length)
      expect(seen).to.include.members(first)
    })

  it('looks through records of all ages, the oldest first, by an index', async () => {
    // The first and the last of each tier of ids, as many a search stops at the end of one.
    const bounds = [16_384, 65_536, 262_144, 1_048_576, 4_194_304].flatMap((bound) => [bound - 1, bound])
    const owner = new pg.Client(data.url)
    await owner.connect()
    for (const bound of bounds) {
      await owner.query("select setval(pg_get_serial_sequence('bibs', 'id'), $1, false)", [bound])
      const record = book({ title: `Cormorant ${bound}`, language: 'fre' })
      await data.database.tx((tx) => addBib(tx, { record, flavour: 'marc21' }, by))
    }
    await owner.end()
    const { ids, total } = await matchingIds(data.database.db, parsePqf('cormorant'), 100)
    expect([ids, total]).to.deep.equal([bounds, bounds.length])
    const newest = await search({ any: 'cormorant' }, { sort: 'newest' })
    expect(newest.hits.map(({ id }) => id)).to.deep.equal(bounds.toReversed())
    const filters = { ...noFilters, language: ['fre'], format: ['book'] }
    expect((await search({ any: 'cormorant' }, { filters })).count.value).to.equal(bounds.length)
    expect((await countFacets(data.database.db, { query: { any: 'cormorant' }, filters })).language).to.deep.equal([
      { value: 'fre', count: bounds.length },
    ])
  })

  it('has an index for each part of what it looks through', async () => {
    const query = answering(sql`s.bib_id`, { tsquery: "'cormorant'" })
    const plan = await data.database.tx(async (tx) => {
      // Few rows are read faster than any index.
      await sql`set local enable_seqscan = off`.execute(tx)
      return (await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(tx)).rows
    })
    const used = plan.flatMap((row) => /Index Scan on (bib_search_words_\d)/.exec(row['QUERY PLAN'])?.[1] ?? [])
    expect(used).to.deep.equal([0, 1, 2, 3, 4, 5].map((tier) => `bib_search_words_${tier}`))
  })

  it('loses no title that was typed among thousands that have its words', async () => {
    const many = Array.from({ length: 2_100 }, (_, n) =>
      prepareRecord(book({ title: `Heron ${n} and the tale of the pond` }), 'marc21'),
    )
    const wanted = ['The tale of the heron', 'Tale of the heron'].map((title) =>
      prepareRecord(book({ title }), 'marc21'),
    )
    const found = await data.database.tx(async (tx) => {
      await addBibs(tx, many, 'active', by)
      return await addBibs(tx, wanted, 'active', by)
    })
    for (const any of ['the tale of the heron', 'tale of the heron'])
      expect((await search({ any })).hits.slice(0, 2).map(({ id }) => id)).to.have.members(found)
    const seen: number[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await search({ any: 'heron' }, { size: 100, ...(cursor && { cursor }) })
      expect(page.count, 'it says that it ends early').to.deep.equal({ value: 2_000, exact: false })
      seen.push(...page.hits.map(({ id }) => id))
      if (!page.next) break
      cursor = page.next
    }
    expect(new Set(seen).size).to.equal(2_000)
    expect(seen.length).to.equal(2_000)
  })
})
