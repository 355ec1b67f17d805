import { expect } from 'chai'
import { allEvents } from './events.ts'
import { type GatedLibrary, openGatedLibrary } from './gated-library.ts'
import { linksOf, wordsOf } from './html.ts'
import { openSite, type Site } from './site.ts'

describe('Filters of other libraries’ results', () => {
  let site: Site
  let late: GatedLibrary
  before(async () => {
    late = await openGatedLibrary('lakeside', { label: 'Lakeside' })
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      { id: 'eastbrook', records: 'eastbrook', settings: { label: 'Eastbrook' } },
      late.library,
    ])
  })
  after(async () => {
    await site.close()
    await late.close()
  })

  const search = '/search?q=history&t=northfield&t=eastbrook'
  const page = async (address: string) => {
    const answer = await site.get(`${address}&wait=1`)
    expect(answer.status, address).to.equal(200)
    return answer.text()
  }
  const hitsOf = (html: string) => [...html.matchAll(/id="hit-(\d+)"/g)].map(([, n]) => Number(n))
  /** What a filter offers: value and count, in the order of the form. */
  const offers = (html: string, name: string) =>
    [
      ...html.matchAll(
        new RegExp(`name="${name}" value="([^"]+)"( checked)?/><span>[^<]+</span><span class="n">([\\d,]+)`, 'g'),
      ),
    ].map(([, value, checked, n]) => ({ value, count: Number(n), checked: checked !== undefined }))
  const fitting = (html: string) => Number(/(\d+) (?:fits|fit) the filters/.exec(wordsOf(html))?.[1])

  it('count what each value leaves, and leave just that', async () => {
    const whole = await page(search)
    for (const name of ['lib', 'kind', 'language']) {
      const all = offers(whole, name)
      expect(all, name).to.have.length.above(0)
      const { value, count } = all.at(-1)!
      const html = await page(`${search}&${name}=${value}`)
      expect(fitting(html), `${name}=${value}`).to.equal(count)
      expect(hitsOf(html)).to.have.length(Math.min(20, count))
      // Its own values are still counted as before, so that a second one can be ticked.
      expect(offers(html, name).map(({ value, count }) => ({ value, count }))).to.deep.equal(
        all.map(({ value, count }) => ({ value, count })),
      )
      expect(offers(html, name).filter(({ checked }) => checked)).to.have.length(1)
    }
  })

  it('stand in the address, are listed with a way off, and outlast page, order and record', async () => {
    const html = await page(`${search}&kind=book&from=1900&to=1990&page=1`)
    const chips = [...html.matchAll(/aria-label="Remove filter ([^"]+)"/g)].map(([, words]) => words)
    expect(chips).to.deep.equal(['Format: Book', 'Year: 1900 to 1990'])
    const links = linksOf(html)
    const without = links.filter((link) => link.startsWith('/search') && link.includes('kind=book'))
    expect(without.some((link) => !link.includes('from='))).to.equal(true)
    for (const link of links.filter((link) => /^\/record\?|sort=|[?&]page=2/.test(link)))
      expect(link).to.include('kind=book').and.include('from=1900').and.include('to=1990')
    const record = links.find((link) => link.startsWith('/record?'))!
    const inside = await (await site.get(record)).text()
    expect(wordsOf(inside)).to.include(`1 of ${fitting(html)}`)
    expect(linksOf(inside).find((link) => link.startsWith('/search?'))).to.include('kind=book')
  })

  it('are no filters of our catalogue, nor of a changed search', async () => {
    const html = await page(`${search}&kind=book&from=1900`)
    const elsewhere = linksOf(html).filter((link) => link.startsWith('/?') || link.includes('where=ours'))
    expect(elsewhere).to.have.length.above(0)
    for (const link of elsewhere) expect(link).not.to.match(/kind=|from=/)
  })

  it('say so when nothing is left, and how to get everything back', async () => {
    const html = await page(`${search}&from=1&to=2`)
    expect(wordsOf(html)).to.include('Nothing fits all these filters').and.include('0 fit the filters')
    const whole = linksOf(html).find((link) => link.startsWith(search) && !/from=|to=/.test(link))!
    expect(hitsOf(await page(whole))).to.have.length(20)
  })

  it('stand beside who sorted the list', async () => {
    const html = await page(`${search}&sort=title&kind=book`)
    expect(wordsOf(html)).to.include('Northfield City and Eastbrook sorted all they have by title')
    const whole = await page('/search?q=mathematics+boyer&t=northfield&sort=title')
    expect(wordsOf(whole)).to.include('Everything that was found is here, and was sorted here.')
    expect(wordsOf(await page(search))).not.to.include('sorted')
  })

  it('refuse what is no year', async () => {
    expect((await site.get(`${search}&from=long+ago`)).status).to.equal(400)
  })

  it('show one library’s own set, unmerged, in the order in which it gave it', async () => {
    const html = await page(`${search}&set=eastbrook`)
    const records = linksOf(html).filter((link) => link.startsWith('/record?') && !link.includes('tab='))
    const positions = records.map((link) => {
      const address = new URLSearchParams(link.slice(link.indexOf('?')))
      expect(address.get('library')).to.equal('eastbrook')
      return Number(address.get('record'))
    })
    expect(positions).to.deep.equal(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(offers(html, 'lib')).to.deep.equal([])
    const second = await page(`${search}&set=eastbrook&page=2`)
    expect(hitsOf(second)).to.have.length.above(0)
    expect(hitsOf(second).filter((n) => hitsOf(html).includes(n))).to.deep.equal([])
  })

  it('count only what fits among hits that come late', async () => {
    const running = await (await site.get('/search?q=history&kind=book&lib=lakeside&where=others')).text()
    const stream = /data-stream="([^"]+)"/.exec(running)![1]!.replaceAll('&amp;', '&')
    expect(stream).to.include('kind=book').and.include('lib=lakeside')
    expect(running).to.include('data-merged="0"').and.include('Nothing that came so far fits')
    const events = allEvents(await site.get(stream))
    late.open()
    const last = (await events).filter(({ event }) => event === 'progress').at(-1)!
    const state = JSON.parse(last.data) as { merged: number; fitting: number; words: string }
    const html = await page('/search?q=history&kind=book&lib=lakeside&where=others')
    expect(state.fitting).to.be.greaterThan(0).and.equal(fitting(html))
    expect(state.merged).to.be.greaterThan(state.fitting)
    expect(state.words).to.include(`${state.fitting} fit the filters`)
  })
})
