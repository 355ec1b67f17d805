import { expect } from 'chai'
import type { z } from 'zod'
import { HitDetail, ProblemDetails, SearchEvent, SearchPage, SearchState, Targets } from '../../src/web/api/schemas.ts'
import { allEvents } from './events.ts'
import { openGatedLibrary } from './gated-library.ts'
import { openSite, type Site } from './site.ts'

describe('The API', () => {
  let site: Site

  before(async () => {
    site = await openSite([
      { id: 'northfield', records: 'northfield' },
      { id: 'lakeside', records: 'lakeside', delay: 40 },
      { id: 'harbour', port: 1 },
    ])
  })
  after(() => site.close())

  /** The body of an answer, which must be all that the schema says and nothing else. */
  async function body<S extends z.ZodObject>(schema: S, answer: Response, status = 200): Promise<z.output<S>> {
    const json: unknown = await answer.json()
    expect(answer.status, JSON.stringify(json)).to.equal(status)
    expect(schema.strict().parse(json)).to.deep.equal(json)
    return json as z.output<S>
  }

  async function problem(answer: Response, status: number, code: string) {
    expect(answer.headers.get('content-type')).to.equal('application/problem+json; charset=utf-8')
    const details = await body(ProblemDetails, answer, status)
    expect([details.status, details.code]).to.deep.equal([status, code])
    return details
  }

  async function startSearch(query: object, targets?: string[]) {
    const answer = await site.post('/api/v1/searches', { query, ...(targets && { targets }) })
    const state = await body(SearchState, answer, 201)
    expect(answer.headers.get('location')).to.equal(`/api/v1/searches/${state.id}`)
    return answer.headers.get('location')!
  }

  async function whenDone(location: string) {
    await allEvents(await site.get(`${location}/events`))
    return body(SearchPage, await site.get(location))
  }

  it('lists the libraries, and none of their secrets', async () => {
    const { targets } = await body(Targets, await site.get('/api/v1/targets'))
    expect(targets.map(({ id }) => id)).to.deep.equal(['northfield', 'lakeside', 'harbour'])
    expect(JSON.stringify(targets)).to.not.match(/127\.0\.0\.1|port|password/)
  })

  it('searches, and gives state, hits and failures', async () => {
    const page = await whenDone(await startSearch({ title: 'left hand of darkness' }))
    expect(page.state).to.equal('done')
    expect(page.targets.map(({ id, state }) => [id, state])).to.deep.equal([
      ['northfield', 'done'],
      ['lakeside', 'done'],
      ['harbour', 'failed'],
    ])
    expect(page.targets[2]!.failure).to.include({ kind: 'refused', phrase: 'not answering' })
    expect(page.total).to.equal(page.targets[0]!.hits! + page.targets[1]!.hits!)
    expect(page.hits.some(({ sources }) => sources.length > 1)).to.equal(true)
    expect(page.merged).to.be.lessThan(page.total)
  })

  it('takes PQF too, and says where it is wrong', async () => {
    const page = await whenDone(await startSearch({ pqf: '@attr 1=4 odyssey' }, ['northfield']))
    expect(page.merged).to.be.greaterThan(0)
    await problem(await site.post('/api/v1/searches', { query: { pqf: '@and a' } }), 400, 'query-syntax')
  })

  it('joins the identical search that is still held', async () => {
    expect(await startSearch({ title: 'odyssey' })).to.equal(await startSearch({ title: 'odyssey' }))
  })

  it('pages and sorts', async () => {
    const location = await startSearch({ any: 'the' }, ['northfield'])
    await whenDone(location)
    const get = async (query: string) => body(SearchPage, await site.get(`${location}?${query}`))
    const [first, second] = [await get('size=5&sort=year'), await get('size=5&page=2&sort=year')]
    const years = [...first.hits, ...second.hits].map(({ brief }) => brief.year ?? 0)
    expect(years).to.deep.equal([...years].sort((a, b) => b - a))
    expect(new Set([...first.hits, ...second.hits].map(({ n }) => n)).size).to.equal(10)
    expect([first.page, second.page, second.size, first.more]).to.deep.equal([1, 2, 5, true])
  })

  it('gives a hit in full, and its record in every format', async () => {
    const location = await startSearch({ title: 'left hand of darkness' }, ['northfield', 'lakeside'])
    const { hits } = await whenDone(location)
    const hit = hits.find(({ sources }) => sources.length > 1)!
    const detail = await body(HitDetail, await site.get(`${location}/hits/${hit.n}`))
    expect(detail.fields.length).to.be.greaterThan(3)
    const other = await body(HitDetail, await site.get(`${location}/hits/${hit.n}?source=1`))
    expect(other.source.target).to.not.equal(detail.source.target)

    const marc = async (query: string) =>
      Buffer.from(await (await site.get(`${location}/hits/${hit.n}/marc${query}`)).arrayBuffer())
    expect((await marc('')).at(-1)).to.equal(0x1d)
    expect((await marc('?format=raw')).at(-1)).to.equal(0x1d)
    expect((await marc('?format=marcxml')).toString()).to.match(/^<\?xml[\s\S]*<leader>[\s\S]*<\/collection>\s*$/)
    expect(JSON.parse((await marc('?format=json')).toString())).to.have.property('leader')
    expect((await marc('?format=mrk')).toString()).to.match(/^=LDR {2}/)
    expect((await marc('?format=line')).toString()).to.include('245')
    expect(await marc('?format=raw&source=1')).to.not.deep.equal(await marc('?format=raw'))
  })

  it('streams what happens, numbered, to the end', async () => {
    const location = await startSearch({ title: 'war and peace' })
    const events = await allEvents(await site.get(`${location}/events`))
    const parsed = events.map(({ data }) => SearchEvent.parse(JSON.parse(data)))
    expect(parsed.map(({ seq }) => seq)).to.deep.equal(parsed.map((_, i) => i + 1))
    expect(events.map(({ id }) => Number(id))).to.deep.equal(parsed.map(({ seq }) => seq))
    expect(events.map(({ event }) => event)).to.deep.equal(parsed.map(({ type }) => type))
    expect(parsed.at(-1)!.type).to.equal('done')
    expect(parsed.filter(({ type }) => type === 'hits')).to.have.length.at.least(2)
  })

  it('goes on with the stream where a reader lost it, and sends nobody back who has it all', async () => {
    const location = await startSearch({ title: 'war and peace' })
    const all = await allEvents(await site.get(`${location}/events`))
    const since = async (id: string) => site.get(`${location}/events`, { headers: { 'last-event-id': id } })
    const rest = await allEvents(await since(all[2]!.id!))
    expect(rest).to.deep.equal(all.slice(3))
    expect((await since(all.at(-1)!.id!)).status).to.equal(204)
    await problem(await since('-1'), 400, 'bad-input')
  })

  it('fetches more', async () => {
    const location = await startSearch({ any: 'the' }, ['lakeside'])
    const { merged, more } = await whenDone(location)
    expect(more).to.equal(true)
    await body(SearchState, await site.post(`${location}/more`), 202)
    expect((await whenDone(location)).merged).to.be.greaterThan(merged)
  })

  it('stops waiting', async () => {
    const lakeside = await openGatedLibrary('lakeside')
    const waiting = await openSite([lakeside.library])
    const { id } = await body(SearchState, await waiting.post('/api/v1/searches', { query: { any: 'a' } }), 201)
    await body(SearchState, await waiting.post(`/api/v1/searches/${id}/stop`), 202)
    await allEvents(await waiting.get(`/api/v1/searches/${id}/events`))
    const stopped = await body(SearchPage, await waiting.get(`/api/v1/searches/${id}`))
    expect([stopped.state, stopped.targets[0]!.state]).to.deep.equal(['done', 'stopped'])
    await waiting.close()
    await lakeside.close()
  })

  it('stops waiting for one library alone', async () => {
    const [lakeside, harbour] = [await openGatedLibrary('lakeside'), await openGatedLibrary('harbour')]
    const waiting = await openSite([lakeside.library, harbour.library])
    const location = async () =>
      `/api/v1/searches/${(await body(SearchState, await waiting.post('/api/v1/searches', { query: { any: 'a' } }), 201)).id}`
    const at = await location()
    await problem(await waiting.post(`${at}/targets/nowhere/stop`), 404, 'not-found')
    await body(SearchState, await waiting.post(`${at}/targets/lakeside/stop`), 202)
    harbour.open()
    await allEvents(await waiting.get(`${at}/events`))
    const stopped = await body(SearchPage, await waiting.get(at))
    expect(stopped.targets.map(({ state }) => state)).to.deep.equal(['stopped', 'done'])
    await waiting.close()
    await lakeside.close()
    await harbour.close()
  })

  describe('with wrong input', () => {
    const wrong: readonly (readonly [title: string, body: unknown])[] = [
      ['nothing', undefined],
      ['an array', []],
      ['no query', {}],
      ['an empty query', { query: {} }],
      ['an unknown field', { query: { colour: 'red' } }],
      ['a field that is a list', { query: { title: ['a'] } }],
      ['a field that is an object', { query: { title: { $ne: '' } } }],
      ['only spaces', { query: { title: '  ' } }],
      ['words and PQF at once', { query: { title: 'a', pqf: 'b' } }],
      ['no targets', { query: { any: 'a' }, targets: [] }],
      ['a target that is a number', { query: { any: 'a' }, targets: [1] }],
      ['something more', { query: { any: 'a' }, admin: true }],
      ['a text of 1,001 characters', { query: { any: 'a'.repeat(1001) } }],
    ]
    for (const [title, json] of wrong)
      it(`refuses ${title}`, async () => {
        await problem(await site.post('/api/v1/searches', json), 400, 'bad-input')
      })

    it('refuses libraries there are not', async () => {
      const details = await problem(
        await site.post('/api/v1/searches', { query: { any: 'a' }, targets: ['atlantis'] }),
        400,
        'unknown-target',
      )
      expect(details.context).to.deep.equal({ target: 'atlantis' })
    })

    it('refuses what is not JSON, and more of it than 64 KiB', async () => {
      const send = (text: string, type = 'application/json') =>
        site.get('/api/v1/searches', { method: 'POST', body: text, headers: { 'content-type': type } })
      await problem(await send('{"query":'), 400, 'bad-input')
      await problem(await send('{"query":{"any":"a"}}', 'text/plain'), 400, 'bad-input')
      await problem(await send(JSON.stringify({ query: { any: 'a' }, x: 'y'.repeat(65_536) })), 413, 'body-too-large')
    })

    it('is not moved by __proto__', async () => {
      const send = (text: string) =>
        site.get('/api/v1/searches', { method: 'POST', body: text, headers: { 'content-type': 'application/json' } })
      await problem(await send('{"__proto__":{"query":{"any":"a"}}}'), 400, 'bad-input')
      await send('{"query":{"any":"a","__proto__":{"polluted":true}}}')
      expect(({} as { polluted?: boolean }).polluted).to.equal(undefined)
    })

    it('knows no search, hit, format or operation that is not there', async () => {
      const location = await startSearch({ title: 'odyssey' }, ['northfield'])
      const { hits } = await whenDone(location)
      await problem(await site.get('/api/v1/searches/nothing-here'), 404, 'search-gone')
      await problem(await site.get('/api/v1/searches/nothing-here/events'), 404, 'search-gone')
      await problem(await site.get(`${location}/hits/9999`), 404, 'not-found')
      await problem(await site.get(`${location}/hits/0`), 400, 'bad-input')
      await problem(await site.get(`${location}/hits/${hits[0]!.n}?source=99`), 404, 'not-found')
      await problem(await site.get(`${location}/hits/${hits[0]!.n}/marc?format=pdf`), 400, 'bad-input')
      await problem(await site.get(`${location}?sort=__proto__`), 400, 'bad-input')
      await problem(await site.get('/api/v1/nothing'), 404, 'not-found')
    })

    it('says which methods an address takes', async () => {
      const id = (await startSearch({ title: 'odyssey' }, ['northfield'])).split('/').at(-1)!
      const wrong: readonly (readonly [method: string, path: string, allow: string])[] = [
        ['GET', '/searches', 'POST'],
        ['DELETE', `/searches/${id}`, 'GET, HEAD'],
        ['GET', `/searches/${id}/more`, 'POST'],
        ['HEAD', `/searches/${id}/stop`, 'POST'],
        ['POST', `/searches/${id}/events`, 'GET, HEAD'],
        ['PUT', '/targets', 'GET, HEAD'],
        ['POST', '/openapi.json', 'GET, HEAD'],
      ]
      for (const [method, path, allow] of wrong) {
        const answer = await site.get(`/api/v1${path}`, { method })
        expect([path, answer.status, answer.headers.get('allow')]).to.deep.equal([path, 405, allow])
        if (method !== 'HEAD') await problem(answer, 405, 'method-not-allowed')
      }
    })
  })
})
