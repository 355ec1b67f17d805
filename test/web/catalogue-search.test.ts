import { expect } from 'chai'
import { addBibs, prepareRecord, setBibState } from '../../src/catalogue/index.ts'
import { book } from '../catalogue/books.ts'
import { linksOf, wordsOf } from './html.ts'
import { actor, addBook, addLists } from './our-catalogue.ts'
import { openSite, type Site } from './site.ts'

describe('One search with two tabs', () => {
  let site: Site
  let darkness: number

  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } }])
  })
  after(() => site.close())

  const page = async (path: string, status = 200) => {
    const answer = await site.get(path)
    expect(answer.status, path).to.equal(status)
    return answer.text()
  }
  const searches = () => site.service.metrics().held

  describe('while our catalogue is empty', () => {
    it('shows other libraries at once, without tabs', async () => {
      const words = wordsOf(await page('/search?q=odyssey&wait=1'))
      expect(words).to.include('The library answered').and.not.include('Our library')
      const sent = await site.get('/search/start?q=odyssey&t=northfield')
      expect(sent.headers.get('location')).to.equal('/search?q=odyssey')
      expect(wordsOf(await page('/search?q=odyssey'))).to.include('Northfield City')
    })
  })

  describe('once it holds something', () => {
    before(async () => {
      await addLists(site.database)
      darkness = await addBook(
        site.database,
        { title: 'The left hand of darkness', author: 'Le Guin, Ursula K.', isbn: '9780441007318' },
        [{ location: 'fiction' }, { branch: 'riverside', status: 'on-loan' }],
      )
      await addBook(site.database, { title: 'Darkness at noon', year: 1940 })
      for (let n = 0; n < 45; n++)
        await addBook(site.database, { title: `Lighthouse ${n}`, year: 1950 + n, language: n % 3 ? 'eng' : 'fre' }, [
          { status: n % 2 ? 'available' : 'on-loan', branch: n % 5 ? 'main' : 'riverside' },
        ])
    })

    it('answers from our own catalogue and asks nobody else', async () => {
      const before = searches()
      const html = await page('/search?q=left+hand+of+darkness')
      const words = wordsOf(html)
      expect(words).to.include('Our library 1').and.include('1 of 2 available Main Library Riverside Branch')
      expect(words).to.include('ISBN 9780441007318')
      expect(linksOf(html)).to.include(`/catalogue/${darkness}`)
      expect(html).to.not.include('data-stream')
      expect(searches()).to.equal(before)
    })

    it('keeps the words from one tab to the other, and tells both counts', async () => {
      const ours = await page('/search?q=darkness&in=title&t=northfield&where=ours')
      const others = linksOf(ours).find((link) => link.startsWith('/search?') && !link.includes('where=ours'))!
      expect(others).to.equal('/search?q=darkness&in=title&t=northfield')
      const theirs = await page(`${others}&wait=1`)
      expect(wordsOf(theirs)).to.match(/Our library 2 Other libraries \d+/)
      expect(linksOf(theirs)).to.include('/search?q=darkness&in=title&t=northfield&where=ours')
      expect(theirs).to.include('<input type="hidden" name="where" value="others"/>')
      const count = /Other libraries (\d+)/.exec(wordsOf(theirs))![1]
      expect(wordsOf(await page('/search?q=darkness&in=title&t=northfield&where=ours'))).to.include(
        `Other libraries ${count}`,
      )
    })

    it('stays on a tab when the words change there', async () => {
      const start = async (query: string) => (await site.get(`/search/start?${query}`)).headers.get('location')
      expect(await start('q=odyssey&t=northfield')).to.equal('/search?q=odyssey')
      expect(await start('q=odyssey&where=others')).to.equal('/search?q=odyssey&where=others')
    })

    it('leads where it always led from an address that names libraries or a page', async () => {
      expect(wordsOf(await page('/search?q=darkness&t=northfield&wait=1'))).to.include('The library answered')
      expect(wordsOf(await page('/search?q=darkness&page=2&wait=1'))).to.include('There is no page 2')
    })

    it('offers other libraries beside a short list, and as the main act where there is nothing', async () => {
      const few = await page('/search?q=darkness&where=ours')
      expect(wordsOf(few)).to.include('Not what you are looking for?').and.include('Search other libraries')
      const nothing = await page('/search?q=xyzzyplugh&in=title')
      expect(wordsOf(nothing)).to.include('Our library does not have this').and.include('search anywhere in the record')
      expect(nothing).to.match(
        /class="btn primary" rel="nofollow" href="\/search\?q=xyzzyplugh&amp;in=title&amp;where=others"/,
      )
      expect(wordsOf(await page('/search?q=lighthouse'))).to.not.include('Search other libraries')
    })

    it('narrows a list with one form, says what is on and takes it off again', async () => {
      const all = await page('/search?q=lighthouse')
      expect(wordsOf(all)).to.include('45 results').and.include('Main Library 36').and.include('French 15')
      const narrow = '/search?q=lighthouse&language=fre&branch=main&from=1960&to=1979&available=1'
      const html = await page(narrow)
      const words = wordsOf(html)
      expect(words).to.match(/\b2 of 45 results/)
      expect(words).to.include('Filters 4 on').and.include('Year: 1960 to 1979')
      expect(html).to.include('name="language" value="fre" checked')
      const off = linksOf(html)
      expect(off).to.include('/search?q=lighthouse&branch=main&from=1960&to=1979&available=1')
      expect(off).to.include('/search?q=lighthouse&language=fre&branch=main&available=1')
      expect(off).to.include('/search?q=lighthouse')
      expect(wordsOf(await page('/search?q=lighthouse&from=1800&to=1801'))).to.include('Nothing fits all these filters')
    })

    it('sorts, and walks the whole list there and back', async () => {
      const titles = (html: string) => [...html.matchAll(/<bdi[^>]*>(Lighthouse \d+)<\/bdi><\/a>/g)].map(([, t]) => t!)
      const link = (html: string, words: string) =>
        new RegExp(`href="([^"]+)"[^>]*>${words}`).exec(html)?.[1]?.replaceAll('&amp;', '&')
      const seen: string[] = []
      let html = await page('/search?q=lighthouse&sort=year')
      expect(link(html, '‹ Previous')).to.equal(undefined)
      for (;;) {
        seen.push(...titles(html))
        const next = link(html, 'Next ›')
        if (!next) break
        html = await page(next)
      }
      expect(seen).to.deep.equal(Array.from({ length: 45 }, (_, n) => `Lighthouse ${44 - n}`))
      expect(titles(await page(link(html, '‹ Previous')!))).to.deep.equal(seen.slice(20, 40))
    })

    it('says where a list by relevance ends that is longer, and shows all of it in another order', async () => {
      const many = Array.from({ length: 2_010 }, (_, n) =>
        prepareRecord(book({ title: `Beacon ${n}`, language: n % 2 ? 'eng' : 'fre' }), 'marc21'),
      )
      await site.database.tx((tx) => addBibs(tx, many, 'active', { actor, action: 'import' }))
      const ends = 'More than 2,000 results: the first 2,000 by relevance'
      expect(wordsOf(await page('/search?q=beacon'))).to.include(ends)
      expect(wordsOf(await page('/search?q=beacon&sort=title')))
        .to.include('More than 2,000 results')
        .and.not.include(ends)
      const french = wordsOf(await page('/search?q=beacon&language=fre'))
      expect(french).to.include('1,005 of more than 2,000 results').and.not.include('by relevance')
    })

    it('refuses addresses that make no sense in plain words', async () => {
      for (const wrong of ['from=soon', 'to=0', 'sort=price', 'cursor=nowhere', 'where=mars'])
        expect(wordsOf(await page(`/search?q=lighthouse&${wrong}`, 400)), wrong).to.not.match(/NaN|zod|undefined/i)
    })

    it('does not know what is suppressed', async () => {
      const id = await addBook(site.database, { title: 'Obsidian secrets' })
      expect(wordsOf(await page('/search?q=obsidian'))).to.include('Obsidian secrets')
      await setBibState(site.database.db, id, 1, 'suppressed', { actor, action: 'suppress' })
      expect(wordsOf(await page('/search?q=obsidian'))).to.include('Our library does not have this')
    })
  })
})
