import { type AddressInfo, createServer, type Server } from 'node:net'
import { expect } from 'chai'
import { until } from '../until.ts'
import { allEvents } from './events.ts'
import { type GatedLibrary, openGatedLibrary } from './gated-library.ts'
import { openSite, type Site } from './site.ts'

const address = '/search?q=left+hand+of+darkness'
const formTo = (html: string, path: string) =>
  new RegExp(`<form[^>]* method="post"[^>]* action="(${path}\\?[^"]*)"`).exec(html)?.[1]?.replaceAll('&amp;', '&')

describe('Asking again', () => {
  let site: Site
  /** Counts who knocks, and shuts the door. */
  let down: Server
  let knocks: number

  beforeEach(async () => {
    knocks = 0
    down = createServer((socket) => {
      knocks++
      socket.on('error', () => undefined).destroy()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => down.once('listening', resolve))
    site = await openSite(
      [
        { id: 'northfield', records: 'northfield' },
        { id: 'harbour', port: (down.address() as AddressInfo).port, settings: { label: 'Old Harbour' } },
      ],
      { limit: { perMinute: 4, burst: 4 } },
    )
  })
  afterEach(async () => {
    await site.close()
    await new Promise((resolve) => down.close(resolve))
  })

  const page = async (path: string) => (await site.get(path)).text()

  it('is what the button of a page with failures does; reloading and paging do not', async () => {
    const html = await page(`${address}&wait=1`)
    const before = knocks
    expect(before).to.be.greaterThan(0)
    await page(`${address}&wait=1`)
    await page(`${address}&page=2`)
    expect(knocks, 'after reloading').to.equal(before)

    const again = await site.post(formTo(html, '/search/again')!)
    expect(again.status).to.equal(303)
    expect(again.headers.get('location')).to.equal(`${address}&where=others`)
    await page(`${address}&wait=1`)
    expect(knocks, 'after asking again').to.be.greaterThan(before)
  })

  it('is offered where all failed, and where a record cannot be had', async () => {
    expect(formTo(await page(`${address}&t=harbour&wait=1`), '/search/again')).to.equal(
      '/search/again?q=left+hand+of+darkness&t=harbour',
    )
    const gone = await page('/record?q=left+hand+of+darkness&t=harbour&library=harbour&record=1&sort=year')
    expect(formTo(gone, '/search/again')).to.equal('/search/again?q=left+hand+of+darkness&t=harbour&sort=year')
  })

  it('counts as a new search', async () => {
    const statuses: number[] = []
    await page(`${address}&wait=1`)
    for (let time = 0; time < 4; time++) {
      statuses.push((await site.post(address.replace('/search?', '/search/again?'))).status)
      await page(`${address}&wait=1`)
    }
    expect(statuses).to.deep.equal([303, 303, 303, 429])
  })

  it('is free where it joins a search that lacks nothing', async () => {
    for (let time = 0; time < 10; time++) {
      await page(`${address}&t=northfield&wait=1`)
      expect((await site.post(`/search/again?q=left+hand+of+darkness&t=northfield`)).status).to.equal(303)
    }
  })

  it('is what the API’s POST /searches does', async () => {
    const start = async () => {
      const answer = await site.post('/api/v1/searches', { query: { any: 'darkness' } })
      const { id } = (await answer.json()) as { id: string }
      await allEvents(await site.get(`/api/v1/searches/${id}/events`))
      return id
    }
    const first = await start()
    const before = knocks
    expect(await start()).to.not.equal(first)
    expect(knocks).to.be.greaterThan(before)
  })

  it('asks for words when there are none', async () => {
    expect((await site.post('/search/again?q=')).status).to.equal(400)
  })
})

describe('Fetching more', () => {
  it('counts as a search, on pages, in the API and for a record far down', async () => {
    const site = await openSite([{ id: 'northfield', records: 'northfield' }], { limit: { perMinute: 2, burst: 2 } })
    await site.get('/search?q=the&wait=1')
    expect((await site.post('/search/more?q=the')).status).to.equal(303)
    await site.get('/search?q=the&wait=1')
    expect((await site.post('/search/more?q=the')).status).to.equal(429)
    await site.close()

    const other = await openSite([{ id: 'northfield', records: 'northfield' }], { limit: { perMinute: 2, burst: 2 } })
    const answer = await other.post('/api/v1/searches', { query: { any: 'the' } })
    const { id } = (await answer.json()) as { id: string }
    const whenDone = async () => allEvents(await other.get(`/api/v1/searches/${id}/events`))
    await whenDone()
    expect((await other.post(`/api/v1/searches/${id}/more`)).status).to.equal(202)
    await whenDone()
    expect((await other.post(`/api/v1/searches/${id}/more`)).status).to.equal(429)
    await other.close()

    const third = await openSite([{ id: 'northfield', records: 'northfield' }], { limit: { perMinute: 1, burst: 1 } })
    expect((await third.get('/record?q=the&library=northfield&record=60')).status).to.equal(429)
    await third.close()
  })

  it('is free where there is nothing to fetch', async () => {
    const site = await openSite([{ id: 'northfield', records: 'northfield' }], { limit: { perMinute: 1, burst: 1 } })
    await site.get('/search?q=odyssey&wait=1')
    expect((await site.post('/search/more?q=odyssey')).status).to.equal(303)
    await site.close()
  })
})

describe('Stopping', () => {
  let site: Site
  let lakeside: GatedLibrary

  beforeEach(async () => {
    lakeside = await openGatedLibrary('lakeside', { label: 'Lakeside Consortium' })
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      lakeside.library,
    ])
  })
  afterEach(async () => {
    await site.close()
    await lakeside.close()
  })

  const page = async (path: string) => (await site.get(path)).text()
  /** The page of a search in which Northfield has answered, however long that took, and Lakeside has not. */
  const begun = async (path: string) => {
    const html = await page(path)
    await until(() => site.service.get(streamOf(html))!.targets[0]!.state === 'done')
    return html
  }
  const stopOf = (html: string, library: string) =>
    new RegExp(`formaction="(/search/stop\\?[^"]*&amp;skip=${library})"`, 'i')
      .exec(html)?.[1]
      ?.replaceAll('&amp;', '&') as string
  const streamPathOf = (html: string) => /data-stream="([^"]*)"/.exec(html)![1]!.replaceAll('&amp;', '&')
  const streamOf = (html: string) => /data-stream="\/search\/([^/]+)\/stream[?"]/.exec(html)![1]!
  const stop = async (html: string) => (await site.post(formTo(html, '/search/stop')!)).headers.get('location')!

  it('stops nobody else, and shows the one who stopped what is there', async () => {
    const mine = await begun(address)
    const other = await page(address)
    const stopped = await stop(mine)
    for (const path of [stopped, `${stopped}&wait=1`]) {
      const html = await page(path)
      expect(html).to.include('Lakeside Consortium was not waited for.').and.not.include('data-stream')
      expect(html).to.match(/<li id="library-lakeside">.*?you stopped waiting/)
      expect(formTo(html, '/search/again')).to.equal('/search/again?q=left+hand+of+darkness')
    }
    const id = streamOf(other)
    expect(site.service.get(id)!.state).to.equal('running')
    lakeside.open()
    const events = await allEvents(await site.get(`/search/${id}/stream`))
    expect(events.some(({ data }) => /library-lakeside.*✓/.test(data))).to.equal(true)
    expect(await page(`${stopped}&wait=1`)).to.include('Both libraries answered')
  })

  it('gives up the libraries where nobody else waits, even after the page has refreshed its list', async () => {
    const html = await begun(address)
    const id = streamOf(html)
    await page(/data-list="([^"]*)"/.exec(html)![1]!.replaceAll('&amp;', '&'))
    await stop(html)
    await site.service.get(id)!.settled(60_000)
    expect(site.service.get(id)!.targets.map(({ state }) => state)).to.deep.equal(['done', 'stopped'])
  })

  it('for one library goes on with the others', async () => {
    const harbour = await openGatedLibrary('harbour', { label: 'Old Harbour' })
    const three = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      lakeside.library,
      harbour.library,
    ])
    const at = async (path: string) => (await three.get(path)).text()
    try {
      const mine = await at(address)
      const id = streamOf(mine)
      const search = three.service.get(id)!
      await until(() => search.targets[0]!.state === 'done')
      const pressed = await three.post(stopOf(mine, 'lakeside'))
      const stopped = pressed.headers.get('location')!
      expect(pressed.status).to.equal(303)
      await until(() => search.targets[1]!.state === 'stopped')
      expect(search.state).to.equal('running')

      const html = await at(stopped)
      expect(html).to.match(/<li id="library-lakeside">.*?you stopped waiting/)
      expect(stopOf(html, 'lakeside')).to.equal(undefined)
      expect(streamOf(html)).to.equal(id)

      // Who asks the same now asks the library that was given up, too.
      const other = three.service.start(search.request)
      expect(other).not.to.equal(search)

      harbour.open()
      const events = await allEvents(await three.get(streamPathOf(html)))
      expect(events.findLast(({ data }) => data.includes('library-harbour'))!.data).to.match(/✓/)
      expect(events.at(-1)!.event).to.equal('done')
      const whole = await at(`${stopped}&wait=1`)
      expect(whole).to.include('Lakeside Consortium was not waited for.').and.not.include('data-stream')
      expect(other.targets[1]!.state).not.to.equal('stopped')
    } finally {
      await three.close()
      await harbour.close()
    }
  })

  it('for one library stops nobody else, and the page of whoever did is done without it', async () => {
    const mine = await begun(address)
    const other = await page(address)
    const stopped = (await site.post(stopOf(mine, 'lakeside'))).headers.get('location')!
    const search = site.service.get(streamOf(other))!
    for (const path of [stopped, `${stopped}&wait=1`]) {
      const html = await page(path)
      expect(html).to.include('Lakeside Consortium was not waited for.').and.not.include('data-stream')
    }
    const events = await allEvents(await site.get(`/search/${search.id}/stream?${stopped.split('?')[1]}`))
    expect(events.at(-1)!.event, 'its stream').to.equal('done')
    expect(search.state).to.equal('running')
    lakeside.open()
    await until(() => search.state === 'done')
    expect(search.targets.map(({ state }) => state)).to.deep.equal(['done', 'done'])
  })

  it('for one library after the other gives up both', async () => {
    const html = await page(`${address}&t=northfield&t=lakeside`)
    const search = site.service.get(streamOf(html))!
    const first = (await site.post(stopOf(html, 'lakeside'))).headers.get('location')!
    const second = `/search/stop?${first.split('?')[1]}&skip=northfield`
    await site.post(second)
    await until(() => search.state === 'done')
    expect(search.targets[1]!.state).to.equal('stopped')
  })

  it('never turns into "no library has this"', async () => {
    const nowhere = '/search?q=xyzzyplugh'
    const stopped = await stop(await begun(nowhere))
    const html = await page(stopped)
    expect(html).to.not.include('No library has this')
    expect(html).to.include('Nothing found in the libraries that answered')
    expect(html).to.include('Lakeside Consortium was not waited for.')
    expect(formTo(html, '/search/again')).to.be.a('string')
  })

  it('before any library has answered says that none has', async () => {
    const html = await page(await stop(await page(`${address}&t=lakeside`)))
    expect(html).to.not.include('No library has this')
    expect(html).to.include('No library has answered')
  })

  it('is forgotten with its search: the address starts anew', async () => {
    const html = await page(`${address}&stopped=long-gone`)
    expect(html).to.include('data-stream').and.not.include('long-gone')
    const stopped = await stop(html)
    const other = await page(stopped.replace('darkness', 'light'))
    expect(other, 'another search').to.include('data-stream').and.not.include('not waited for')
  })

  it('still lets more be fetched', async () => {
    // Stopped before any library has answered, there is nothing to have more of.
    const stopped = await stop(await begun('/search?q=the'))
    const before = await page(stopped)
    const merged = (html: string) => Number(/data-merged="(\d+)"/.exec(html)![1])
    const fetched = await site.post(formTo(before, '/search/more')!)
    expect(fetched.headers.get('location')).to.equal(stopped)
    expect(merged(await page(stopped))).to.be.greaterThan(merged(before))
  })
})
