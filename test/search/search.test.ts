import { expect } from 'chai'
import { Problem } from '../../src/problems.ts'
import type { Search, SearchEvent } from '../../src/search/index.ts'
import { until } from '../until.ts'
import { type Libraries, openLibraries } from './libraries.ts'

const patience = 100_000
/** Nothing listens there: the discard port of loopback. */
const closed = 9

const page = (search: Search, size = 1000) => search.page({ page: 1, size })
const titles = (search: Search) => page(search).hits.map(({ brief }) => brief.title.text)

describe('A search of several libraries', () => {
  let libraries: Libraries
  before(async () => {
    libraries = await openLibraries([
      {
        id: 'northfield',
        records: 'northfield',
        settings: { link: 'https://northfield.example/{001}', categories: ['City'] },
      },
      { id: 'eastbrook', records: 'eastbrook' },
      { id: 'lakeside', records: 'lakeside', delay: 150, settings: { audience: ['opac'] } },
      { id: 'down', port: closed },
    ])
  })
  after(() => libraries.close())

  const settled = async (query: object, targets?: string[]) => {
    const search = libraries.service.start({ query, ...(targets && { targets }) })
    await search.settled(patience)
    expect(search.state).to.equal('done')
    return search
  }

  it('finds what all of them have, merged, with every source named', async () => {
    const search = await settled({ title: 'left hand of darkness' })
    const hit = page(search).hits.find(({ sources }) => new Set(sources.map(({ target }) => target)).size > 1)
    expect(hit?.brief.title.text).to.match(/left hand of darkness/i)
    expect(search.merged).to.be.lessThan(search.targets.reduce((sum, { fetched }) => sum + fetched, 0))
    expect(search.total).to.equal(search.targets.reduce((sum, { hits = 0 }) => sum + hits, 0))
  })

  it('says of each library how it stands, and of the one that is down why', async () => {
    const search = await settled({ any: 'history' })
    const states = Object.fromEntries(search.targets.map(({ id, state }) => [id, state]))
    expect(states).to.deep.equal({ northfield: 'done', eastbrook: 'done', lakeside: 'done', down: 'failed' })
    for (const { id, hits } of search.targets.filter(({ id }) => id !== 'down')) expect(hits, id).to.be.greaterThan(0)
    expect(search.targets.find(({ id }) => id === 'down')!.failure).to.include({
      kind: 'refused',
      phrase: 'not answering',
    })
  })

  it('tells the same by events, live or replayed, as by its list', async () => {
    const search = libraries.service.start({ query: { any: 'paris' } })
    const follow = async () => {
      const entries = new Map<number, number>()
      const events: SearchEvent[] = []
      for await (const event of search.events()) {
        events.push(event)
        if (event.type !== 'hits') continue
        for (const n of event.absorbed) entries.delete(n)
        for (const { n, sources } of event.hits) entries.set(n, sources.length)
      }
      expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, i) => i + 1))
      return [...entries].sort(([a], [b]) => a - b)
    }
    const live = await follow()
    const listed = page(search).hits.map(({ n, sources }) => [n, sources.length] as const)
    expect(live).to.deep.equal([...listed].sort(([a], [b]) => a - b))
    expect(await follow()).to.deep.equal(live)
  })

  it('counts never go down while it runs', async () => {
    const search = libraries.service.start({ query: { any: 'war' } })
    let total = 0
    for await (const event of search.events())
      if (event.type !== 'target') {
        expect(event.total).to.be.at.least(total)
        total = event.total
      }
    expect(total).to.be.greaterThan(0)
  })

  it('is joined by an identical one, and repeats nothing the caches hold', async () => {
    const first = await settled({ author: 'tolstoy' })
    expect(libraries.service.start({ query: { author: 'tolstoy' } })).to.equal(first)
    const before = libraries.service.metrics().caches.sets
    const other = await settled({ author: 'tolstoy' }, ['northfield', 'eastbrook'])
    expect(other).not.to.equal(first)
    const after = libraries.service.metrics().caches.sets
    expect([after.hits - before.hits, after.misses - before.misses]).to.deep.equal([2, 0])
  })

  it('can be sorted by year, title and author, with what has none last', async () => {
    const search = await settled({ any: 'history' })
    const sorted = (sort: 'year' | 'title' | 'author') => search.page({ page: 1, size: 1000, sort }).hits
    const years = sorted('year').map(({ brief }) => brief.year ?? -Infinity)
    expect(years).to.deep.equal([...years].sort((a, b) => b - a))
    const authors = sorted('author').map(({ brief }) => brief.author === undefined)
    expect(authors.indexOf(true)).to.be.oneOf([-1, authors.filter((none) => !none).length])
    expect(
      sorted('title')
        .map(({ n }) => n)
        .sort(),
    ).to.deep.equal(
      sorted('year')
        .map(({ n }) => n)
        .sort(),
    )
  })

  it('puts the title asked for first', async () => {
    const search = await settled({ title: 'war and peace' })
    expect(titles(search)[0]).to.match(/^war and peace$/i)
  })

  it('pages without gaps or repeats', async () => {
    const search = await settled({ any: 'history' })
    const all = page(search).hits.map(({ n }) => n)
    const paged = [1, 2, 3, 4, 5, 6, 7].flatMap((number) =>
      search.page({ page: number, size: 20 }).hits.map(({ n }) => n),
    )
    expect(paged).to.deep.equal(all.slice(0, 140))
  })

  it('fetches more only when asked, from where it stopped', async () => {
    const few = await openLibraries([
      { id: 'northfield', records: 'northfield', settings: { firstRecords: 7, mostRecords: 17 } },
    ])
    try {
      const search = few.service.start({ query: { any: 'the' } })
      const fetched: number[] = []
      do {
        await search.settled(patience)
        fetched.push(search.targets[0]!.fetched)
        search.more()
      } while (search.state === 'running')
      expect(fetched).to.deep.equal([7, 14, 17])
      const { limited, hits } = search.targets[0]!
      expect(limited).to.deep.equal({
        limit: 'records',
        phrase: '17 of its records are the most we fetch',
        detail: `Our limit of 17 records of one search of it was reached; it has ${hits}`,
      })
      expect(few.service.health()[0]!.reached[0]).to.deep.include({ limit: 'records', detail: limited!.detail })
      expect(page(search).more).to.equal(false)
      const positions = page(search).hits.flatMap(({ sources }) => sources.map(({ position }) => position))
      expect(positions.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 17 }, (_, i) => i + 1))
    } finally {
      await few.close()
    }
  })

  it('opens a full display of each source, with holdings and the record as received', async () => {
    const search = await settled({ title: 'left hand of darkness' })
    const hit = page(search).hits.find(({ sources }) => sources.length > 1)!
    for (const [i, source] of hit.sources.entries()) {
      const { full, decoded, source: opened, origin } = await search.full(hit.n, i)
      expect(opened).to.equal(source)
      expect(full.fields.map(({ key }) => key)).to.include('title')
      expect(decoded.raw.at(-1)).to.equal(0x1d)
      expect(origin).to.deep.include({ database: 'Default', syntax: 'usmarc' })
      expect(origin.query).to.contain('@attr 1=4')
      expect(Math.abs(origin.fetchedAt.getTime() - Date.now())).to.be.lessThan(600_000)
    }
    const northfield = hit.sources.find(({ target }) => target === 'northfield')
    expect(northfield?.link).to.match(/^https:\/\/northfield\.example\/\S+$/)
    const problem = await search.full(99_999).catch((error) => error)
    expect(problem).to.be.instanceOf(Problem).with.property('code', 'not-found')
  })

  it('gives hits of the quick before the slow has answered, and stops when asked: what came is kept', async () => {
    const slow = await openLibraries([
      { id: 'northfield', records: 'northfield' },
      { id: 'lakeside', records: 'lakeside', delay: 3_000 },
    ])
    try {
      const search = slow.service.start({ query: { any: 'history' } })
      for await (const event of search.events())
        if (event.type === 'target' && event.target.id === 'northfield' && event.target.state === 'done') break
      search.stop()
      await search.settled(patience)
      expect(search.targets.map(({ state }) => state)).to.deep.equal(['done', 'stopped'])
      expect(search.merged).to.be.greaterThan(0)
      expect(slow.service.start({ query: { any: 'history' } })).not.to.equal(search)
    } finally {
      await slow.close()
    }
  })

  it('is refused when it asks for nothing, nowhere, or in a library that is not there', () => {
    const code = (work: () => unknown) => {
      try {
        work()
      } catch (error) {
        return (error as Problem).code
      }
    }
    const { service } = libraries
    expect(code(() => service.start({ query: {} }))).to.equal('query-empty')
    expect(code(() => service.start({ query: { title: '   ' } }))).to.equal('query-empty')
    expect(code(() => service.start({ query: { pqf: '@and a' } }))).to.equal('query-syntax')
    expect(code(() => service.start({ query: { any: 'x' }, targets: [] }))).to.equal('no-targets')
    expect(code(() => service.start({ query: { any: 'x' }, targets: ['nowhere'] }))).to.equal('unknown-target')
    expect(code(() => service.start({ query: { any: 'x' }, targets: ['lakeside'], audience: 'enquiry' }))).to.equal(
      'unknown-target',
    )
  })

  it('takes CQL, and words with masks', async () => {
    for (const query of [{ cql: 'author any "Guin Åkesson" and title all hand' }, { title: 'hand', author: 'gui*' }]) {
      const search = libraries.service.start({ query, targets: ['northfield'], audience: 'enquiry' })
      await search.settled(patience)
      expect(search.targets[0], JSON.stringify(query)).to.include({ state: 'done' })
      expect(search.merged).to.be.greaterThan(0)
    }
    expect(() => libraries.service.start({ query: { cql: 'title = (hand' } })).to.throw(/Character/)
    expect(() => libraries.service.start({ query: { cql: 'title = hand sortby date' } })).to.throw(/cannot sort/)
  })

  it('takes PQF, and shows a refused attribute as what it is', async () => {
    expect(titles(await settled({ pqf: '@attr 1=4 "left hand of darkness"' }))[0]).to.match(/left hand/i)
    const refused = await settled({ pqf: '@attr 1=9999 x' }, ['northfield'])
    expect(refused.targets[0]).to.include({ state: 'failed' })
    expect(refused.targets[0]!.failure).to.include({ kind: 'diagnostic' })
    expect(refused.targets[0]!.failure!.detail).to.contain('114').and.to.contain('9999')
  })

  it('finds titles with quotes and backslashes as they are typed', async () => {
    const search = await settled({ title: 'a "quoted\\ title" } @and' })
    expect(search.targets.filter(({ id }) => id !== 'down').map(({ state }) => state)).to.deep.equal([
      'done',
      'done',
      'done',
    ])
  })

  it('lists the targets of an audience without addresses or credentials', () => {
    const { service } = libraries
    expect(service.targets('enquiry').map(({ id }) => id)).to.deep.equal(['northfield', 'eastbrook', 'down'])
    expect(JSON.stringify(service.targets('opac'))).not.to.match(/127\.0\.0\.1|password|port/)
  })

  it('probes a target step by step', async () => {
    const steps = []
    for await (const step of libraries.service.probe('northfield')) steps.push(step)
    expect(steps.map(({ step }) => step).slice(0, 5)).to.deep.equal(['connect', 'init', 'options', 'search', 'syntax'])
    expect(steps.slice(0, 5).every(({ ok }) => ok)).to.equal(true)
    const failed = []
    for await (const step of libraries.service.probe('down')) failed.push(step)
    expect(failed).to.have.lengthOf(1)
    expect(failed[0]).to.include({ ok: false })
  })

  it('leaves no association open when it is closed', async () => {
    const some = await openLibraries([{ id: 'northfield', records: 'northfield' }])
    const search = some.service.start({ query: { any: 'history' } })
    await search.settled(patience)
    expect(some.servers[0]!.connections).to.be.greaterThan(0)
    await some.service.close()
    await until(() => some.servers[0]!.connections === 0)
    await some.close()
  })
})
