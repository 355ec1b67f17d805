import { createReadStream } from 'node:fs'
import { expect } from 'chai'
import { createLog } from '../../src/kit/index.ts'
import type { Search } from '../../src/search/index.ts'
import { condition, refuse } from '../../src/standards/z3950/index.ts'
import { createZServer, type Database, openRecordFile, type ResultSet, type ZServer } from '../../src/zserver/index.ts'
import { type Libraries, openLibraries } from './libraries.ts'

const patience = 100_000

/** A library that answers as its file does, but for its order, and counts how often it was asked for one. */
async function unable(): Promise<{ readonly server: ZServer; asked: number }> {
  const file = await openRecordFile(
    createReadStream(new URL('../../fixtures/library/eastbrook.mrc', import.meta.url)),
    { name: 'Default', flavour: 'marc21' },
  )
  const counts = { asked: 0 }
  const asIs = (set: ResultSet): ResultSet => ({
    hits: set.hits,
    present: (...what) => set.present(...what),
    sort: () => {
      counts.asked++
      return refuse(condition.sortSequence)
    },
  })
  const database: Database = {
    name: 'Default',
    search: async (query, earlier) => asIs(await file.search(query, earlier)),
    scan: (request) => file.scan(request),
  }
  const server = createZServer({ databases: [database], name: 'unable', log: createLog('silent') })
  await server.listen(0)
  return Object.defineProperty({ server, asked: 0 }, 'asked', { get: () => counts.asked })
}

describe('A list in another order', () => {
  let libraries: Libraries
  let cannot: Awaited<ReturnType<typeof unable>>
  before(async () => {
    cannot = await unable()
    libraries = await openLibraries([
      { id: 'northfield', records: 'northfield', settings: { firstRecords: 10 } },
      { id: 'eastbrook', port: cannot.server.port, settings: { firstRecords: 10 } },
    ])
  })
  after(async () => {
    await libraries.close()
    await cannot.server.close()
  })

  const settled = async (sort: 'year' | 'title' | 'author' | undefined, any = 'history', targets?: string[]) => {
    const search = libraries.service.start({ query: { any }, ...(targets && { targets }), ...(sort && { sort }) })
    await search.settled(patience)
    return search
  }
  const status = (search: Search, id: string) => search.targets.find((target) => target.id === id)!
  const years = (search: Search, set: string) =>
    search.page({ page: 1, size: 100, set }).hits.map(({ brief }) => brief.year ?? 0)

  it('has a library that can put all it has in that order before any is fetched', async () => {
    const plain = await settled(undefined)
    expect(status(plain, 'northfield')).to.include({ fetched: 10 }).and.not.have.property('sorted')
    const search = await settled('year')
    expect(status(search, 'northfield')).to.include({ sorted: 'there', fetched: 10 })
    const newest = years(search, 'northfield')
    expect(newest).to.deep.equal([...newest].sort((a, b) => b - a))
    // The newest of all are among them, not the newest of those that come first otherwise.
    expect(newest[0]).to.be.greaterThan(Math.max(...years(plain, 'northfield')) - 1)
    expect(newest).not.to.deep.equal(years(plain, 'northfield').sort((a, b) => b - a))
    const shown = search.hit(search.page({ page: 1, size: 1, set: 'northfield' }).hits[0]!.n)!
    const { full } = await search.full(
      shown.n,
      shown.sources.findIndex(({ target }) => target === 'northfield'),
    )
    expect(full.brief.year).to.equal(newest[0])
  })

  it('sorts here what a library that cannot gives, and does not ask it every time', async () => {
    const before = cannot.asked
    const search = await settled('title')
    expect(status(search, 'eastbrook')).to.include({ state: 'done', sorted: 'here', fetched: 10 })
    expect(cannot.asked).to.equal(before + 1)
    expect(status(await settled('title', 'war'), 'eastbrook')).to.include({ sorted: 'here' })
    expect(cannot.asked).to.equal(before + 1)
    const titles = search
      .page({ page: 1, size: 100, sort: 'title', set: 'eastbrook' })
      .hits.map(({ brief }) => brief.title.text)
    expect(titles).to.have.length(10)
    expect(titles).not.to.deep.equal(
      search.page({ page: 1, size: 100, set: 'eastbrook' }).hits.map(({ brief }) => brief.title.text),
    )
  })

  it('asks nobody to sort what is fetched whole', async () => {
    const search = await settled('author', 'mathematics boyer')
    for (const target of search.targets) {
      expect(target.hits).to.be.within(1, 10)
      expect(target).not.to.have.property('sorted')
    }
  })

  it('goes on in that order when more is fetched', async () => {
    const search = await settled('year', 'history', ['northfield'])
    search.more()
    await search.settled(patience)
    const all = years(search, 'northfield')
    expect(all).to.have.length.above(10)
    expect(all).to.deep.equal([...all].sort((a, b) => b - a))
  })
})
