import { expect } from 'chai'
import type { z } from 'zod'
import type { Field } from '../../src/standards/marc/index.ts'
import { HitDetail, HitSources, SearchPage, SearchState, Targets } from '../../src/web/api/schemas.ts'
import { field008, record } from '../bib/records.ts'
import { openOpacLibrary } from '../search/opac-library.ts'
import { allEvents } from './events.ts'
import { wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const darkness = (number: string, year: string, ...further: readonly Field[]) =>
  record(
    ['001', number],
    field008({ dates: `${year}    ` }),
    ['020', '  ', 'a', '9780441478125'],
    ['100', '1 ', 'a', 'Le Guin, Ursula K.'],
    ['245', '14', 'a', 'The left hand of darkness'],
    ...further,
  )

describe('A search over the API', () => {
  let site: Site
  let staff: SignedIn
  const closing: (() => Promise<void>)[] = []

  before(async () => {
    const harbour = await openOpacLibrary('harbour', [
      {
        record: darkness('h1', '1969', ['250', '  ', 'a', 'First edition']),
        holdings: [
          {
            type: 'holdingsAndCirc',
            value: {
              localLocation: 'Main',
              callNumber: 'PS3562.E42',
              circulationData: [{ availableNow: true, renewable: false, onHold: false }],
            },
          },
        ],
      },
    ])
    const island = await openOpacLibrary('island', [
      { record: darkness('i1', '1970'), holdings: [] },
      {
        record: record(['001', 'i2'], field008({ dates: '1999    ' }), ['245', '00', 'a', 'Dark tides']),
        holdings: [],
      },
    ])
    closing.push(harbour.close, island.close)
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      { id: 'eastbrook', records: 'eastbrook', settings: { label: 'Eastbrook' } },
      harbour.library,
      island.library,
      { id: 'archive', records: 'lakeside', settings: { audience: ['enquiry'] } },
    ])
    staff = await signIn(site, 'enquiry')
  })
  after(async () => {
    await site.close()
    for (const close of closing) await close()
  })

  async function body<S extends z.ZodObject>(schema: S, answer: Response, status = 200): Promise<z.output<S>> {
    const json: unknown = await answer.json()
    expect(answer.status, JSON.stringify(json)).to.equal(status)
    expect(schema.strict().parse(json)).to.deep.equal(json)
    return json as z.output<S>
  }
  const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]

  /** Starts a search and waits until everybody has answered. */
  async function searched(asked: object) {
    const { id } = await body(SearchState, await site.post('/api/v1/searches', asked), 201)
    const location = `/api/v1/searches/${id}`
    await allEvents(await site.get(`${location}/events`))
    return {
      location,
      page: async (parameters = '') => await body(SearchPage, await site.get(`${location}?${parameters}`)),
    }
  }
  const history = { query: { any: 'history' }, targets: ['northfield', 'eastbrook'] }

  it('counts what its list can be narrowed to, as the results page does, and narrows to just that', async () => {
    const { page } = await searched(history)
    const whole = await page()
    expect(whole.matching).to.equal(whole.merged)
    for (const [name, facet] of [
      ['lib', 'library'],
      ['kind', 'format'],
      ['language', 'language'],
    ] as const) {
      const { value, count } = whole.facets[facet].at(-1)!
      const narrowed = await page(`${name}=${value}&size=100`)
      expect([narrowed.matching, narrowed.hits.length], `${name}=${value}`).to.deep.equal([count, count])
      expect(narrowed.facets[facet]).to.deep.equal(whole.facets[facet])
      // The page of the same search and narrowing says the same number.
      const html = await (await site.get(`/search?q=history&t=northfield&t=eastbrook&${name}=${value}&wait=1`)).text()
      expect(wordsOf(html)).to.match(new RegExp(`\\b${count} fits? the filters`))
    }
    const [first, last] = whole.facets.years!
    const years = await page(`from=${last}&to=${last}`)
    expect(last).to.be.greaterThan(first!)
    expect(years.matching).to.be.greaterThan(0).and.lessThan(whole.matching)
    for (const { brief, sources } of years.hits) if (sources.length === 1) expect(brief.year).to.equal(last)
    // Several filters must all fit, several values of one any.
    const both = await page(`lib=northfield&lib=eastbrook&from=${last}&to=${last}`)
    expect(both.matching).to.equal(years.matching)
    expect((await page('from=1&to=2')).hits).to.deep.equal([])
  })

  it('pages through what the filters leave', async () => {
    const { page } = await searched(history)
    const { value, count } = (await page()).facets.language[0]!
    const numbers: number[] = []
    for (let at = 1; at <= Math.ceil(count / 7); at++)
      numbers.push(...(await page(`language=${value}&size=7&page=${at}`)).hits.map(({ n }) => n))
    expect(new Set(numbers).size).to.equal(count)
  })

  it('has libraries sort, and says who did', async () => {
    const { page } = await searched({ ...history, sort: 'title' })
    const sorted = await page()
    expect(sorted.sort).to.equal('title')
    expect(sorted.sortedBy).to.include('Northfield City and Eastbrook sorted all they have by title')
    expect(sorted.targets.map(({ sorted }) => sorted)).to.deep.equal(['there', 'there'])
    expect(await page('sort=relevance')).to.not.have.property('sortedBy')
    expect((await page('sort=relevance')).sort).to.equal('relevance')
    // Asked for later, what was fetched is sorted by us.
    const unsorted = await searched({ query: { title: 'darkness' }, targets: ['harbour', 'island'] })
    const late = await unsorted.page('sort=year')
    expect(late.hits.map(({ brief }) => brief.year)).to.deep.equal([1999, 1969])
    expect(late.sortedBy).to.equal('Everything that was found is here, and was sorted here.')
    expect(await codeOf(await site.post('/api/v1/searches', { ...history, sort: 'relevance' }))).to.deep.equal([
      400,
      'bad-input',
    ])
  })

  it('shows the set of one library, unmerged and in its own order', async () => {
    const { page } = await searched({ query: { title: 'darkness' }, targets: ['harbour', 'island'] })
    expect((await page()).merged).to.equal(2)
    const set = await page('set=island')
    expect(set.hits.map(({ sources }) => sources.map(({ target, position }) => [target, position]))).to.deep.equal([
      [['island', 1]],
      [['island', 2]],
    ])
    expect([set.matching, set.merged]).to.deep.equal([2, 2])
    expect((await page('set=island&from=1999')).hits).to.have.length(1)
    expect((await page('set=nobody')).hits).to.deep.equal([])
  })

  it('opens what a hit was merged from: whose it is, how it differs, where copies are', async () => {
    const { page, location } = await searched({ query: { title: 'darkness' }, targets: ['harbour', 'island'] })
    const hit = (await page('available=1')).hits[0]!
    expect(hit.sources).to.have.length(2)
    const { records } = await body(HitSources, await site.get(`${location}/hits/${hit.n}/sources`))
    expect(records.map(({ source }) => source)).to.deep.equal(hit.sources)
    const [harbour, island] = ['harbour', 'island'].map((id) => records.find(({ source }) => source.target === id)!)
    expect(harbour!.holdings).to.deep.include({
      location: 'Main',
      callNumber: 'PS3562.E42',
      available: true,
    })
    expect(Date.parse(island!.receivedAt!)).to.be.greaterThan(0)
    const other = records[1]!
    expect(records[0]!.differences).to.deep.equal([])
    expect(other.differences.map(({ label }) => label)).to.deep.equal(['Edition', 'Year'])
    expect(await codeOf(await site.get(`${location}/hits/999/sources`))).to.deep.equal([404, 'not-found'])
  })

  it('gives the record of the library that is meant', async () => {
    const { page, location } = await searched({ query: { title: 'darkness' }, targets: ['harbour', 'island'] })
    const { n } = (await page('set=island')).hits[0]!
    for (const [library, number] of [
      ['harbour', 'h1'],
      ['island', 'i1'],
    ] as const) {
      const detail = await body(HitDetail, await site.get(`${location}/hits/${n}?library=${library}&record=1`))
      expect(detail.source.target).to.equal(library)
      const marc = await (await site.get(`${location}/hits/${n}/marc?library=${library}&format=mrk`)).text()
      expect(marc).to.include(`=001  ${number}`)
    }
    expect(await codeOf(await site.get(`${location}/hits/${n}?library=northfield`))).to.deep.equal([404, 'not-found'])
    for (const neither of ['record=7', 'source=0&library=island'])
      expect((await site.get(`${location}/hits/${n}/marc?${neither}`)).status).to.equal(400)
    expect(await codeOf(await site.get(`${location}/hits/${n}?library=island&record=9`))).to.deep.equal([
      404,
      'not-found',
    ])
  })

  it('refuses a page that no address of the results page could ask for', async () => {
    const { location } = await searched(history)
    for (const wrong of ['from=soon', 'to=0', 'available=perhaps', 'page=0', `lib=${'x'.repeat(65)}`])
      expect(await codeOf(await site.get(`${location}?${wrong}`)), wrong).to.deep.equal([400, 'bad-input'])
  })

  describe('of staff', () => {
    const asked = { query: { title: 'darkness' }, audience: 'enquiry' }

    it('reaches the libraries that are theirs, and says why a hit stands where it does', async () => {
      const { targets } = await body(Targets, await staff.get('/api/v1/targets?audience=enquiry'))
      expect(targets.map(({ id }) => id)).to.include('archive')
      const { id } = await body(SearchState, await staff.call('POST', '/api/v1/searches', asked), 201)
      await allEvents(await staff.get(`/api/v1/searches/${id}/events`))
      const page = await body(SearchPage, await staff.get(`/api/v1/searches/${id}`))
      expect(page.targets.map(({ id }) => id)).to.include('archive')
      expect(page.hits[0]!.why!.join()).to.match(/^Title .*points/)
      expect(
        (await body(SearchPage, await staff.get(`/api/v1/searches/${id}?sort=title`))).hits[0],
      ).not.to.have.property('why')
    })

    it('is for nobody else', async () => {
      const { id } = await body(SearchState, await staff.call('POST', '/api/v1/searches', asked), 201)
      for (const path of [`/searches/${id}`, `/searches/${id}/events`, `/searches/${id}/hits/1/sources`])
        expect(await codeOf(await site.get(`/api/v1${path}`)), path).to.deep.equal([404, 'search-gone'])
      expect(await codeOf(await site.post('/api/v1/searches', asked))).to.deep.equal([401, 'sign-in-first'])
      expect(await codeOf(await site.get('/api/v1/targets?audience=enquiry'))).to.deep.equal([401, 'sign-in-first'])
      const reader = await signIn(site, 'request.place')
      expect(await codeOf(await reader.call('POST', '/api/v1/searches', asked))).to.deep.equal([403, 'not-allowed'])
    })

    it('does not keep a reader from the same words at the same libraries', async () => {
      const same = { query: { author: 'le guin' }, targets: ['harbour', 'island'] }
      await body(SearchState, await staff.call('POST', '/api/v1/searches', { ...same, audience: 'enquiry' }), 201)
      const { id } = await body(SearchState, await site.post('/api/v1/searches', same), 201)
      expect((await site.get(`/api/v1/searches/${id}`)).status).to.equal(200)
    })
  })
})
