import { expect } from 'chai'
import { openGatedLibrary } from './gated-library.ts'
import { linksOf, wordsOf } from './html.ts'
import { openSite, type Site } from './site.ts'

describe('Pages without scripts', () => {
  let site: Site

  before(async () => {
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City', preselected: true } },
      {
        id: 'eastbrook',
        records: 'eastbrook',
        settings: { label: 'Eastbrook University', preselected: true, categories: ['General', 'Academic'] },
      },
      {
        id: 'lakeside',
        records: 'lakeside',
        delay: 150,
        settings: { label: 'Lakeside Consortium', preselected: true },
      },
      { id: 'harbour', port: 1, settings: { label: 'Old Harbour' } },
    ])
  })
  after(() => site.close())

  const page = async (path: string, status = 200) => {
    const answer = await site.get(path)
    expect(answer.status, path).to.equal(status)
    expect(answer.headers.get('content-type')).to.equal('text/html; charset=utf-8')
    return answer.text()
  }
  const all = '/search?q=left+hand+of+darkness'

  it('wait for the libraries and show what all of them answered', async () => {
    const html = await page(`${all}&wait=1`)
    const words = wordsOf(html)
    expect(words).to.include('3 of 4 libraries answered')
    expect(words).to.include('Held by 3 libraries Northfield City Eastbrook University Lakeside Consortium')
    expect(words).to.include('1 library could not be searched: Old Harbour (not answering).')
    expect(words).to.include('The left hand of darkness')
    expect(words).to.include('Левая рука тьмы')
    expect(html).to.include('<bdi lang="ru">Левая рука тьмы</bdi>')
    expect(html).to.not.include('data-stream')
    expect(html).to.not.include('http-equiv="refresh"')
  })

  it('are sent on to the waiting page by the page that does not wait', async () => {
    const silent = await openGatedLibrary('lakeside')
    const waiting = await openSite([silent.library])
    const html = await (await waiting.get('/search?q=heart&in=title&t=lakeside')).text()
    await waiting.close()
    await silent.close()
    expect(html).to.include(
      '<noscript><meta http-equiv="refresh" content="0; url=/search?q=heart&amp;in=title&amp;t=lakeside&amp;wait=1"/></noscript>',
    )
  })

  it('page through the list with real links', async () => {
    const first = await page('/search?q=novels&in=subject&wait=1')
    const next = linksOf(first).find((address) => address.includes('page=2'))!
    expect(next).to.equal('/search?q=novels&in=subject&page=2')
    const second = await page(next)
    const titles = (html: string) => [...html.matchAll(/id="(hit-\d+)"/g)].map(([, id]) => id)
    expect(titles(first)).to.have.length(20)
    expect(titles(second)).to.have.length.within(1, 20)
    expect(titles(first).filter((id) => titles(second).includes(id))).to.deep.equal([])
    expect(second).to.match(/<ol class="hits" start="21">/)
  })

  it('say so when there is no such page', async () => {
    expect(wordsOf(await page(`${all}&wait=1&page=90`))).to.include('There is no page 90')
  })

  it('sort when asked to', async () => {
    const html = await page(`${all}&t=northfield&sort=year&wait=1`)
    const years = [...wordsOf(html).matchAll(/, ?((?:19|20)\d\d)/g)].map(([, year]) => Number(year))
    expect(years.length).to.be.greaterThan(2)
    expect(years).to.deep.equal([...years].sort((a, b) => b - a))
  })

  it('say honestly why a list is empty', async () => {
    const words = wordsOf(await page('/search?q=xyzzyplugh&in=title&wait=1'))
    expect(words).to.include('Nothing found in the libraries that answered')
    expect(words).to.include('Old Harbour (not answering)')
    const alone = wordsOf(await page('/search?q=xyzzyplugh&t=northfield&wait=1'))
    expect(alone).to.include('No library has this')
    expect(alone).to.include('ask every library')
  })

  it('say that nothing could be searched, and never "no hits", when every library failed', async () => {
    const words = wordsOf(await page('/search?q=anything&t=harbour&wait=1'))
    expect(words).to.include('The library could not be searched')
    expect(words).to.include('Try again')
    expect(words).to.not.include('no hits')
  })

  it('ask for words when there are none', async () => {
    for (const path of [
      '/search',
      '/search?q=+',
      '/search/start?q=&t=northfield',
      '/record?library=northfield&record=1',
    ])
      expect(wordsOf(await page(path, 400)), path).to.include('Type something to search for.')
  })

  it('explain what is wrong with an address', async () => {
    const odd = wordsOf(await page(`${all}&page=nought`, 400))
    expect(odd)
      .to.include('Its part “page” cannot be understood')
      .and.not.match(/NaN|invalid/i)
    expect(wordsOf(await page(`${all}&t=atlantis`, 400))).to.include('There is no library with the id "atlantis"')
    expect(wordsOf(await page('/nowhere', 404))).to.include('There is no page at this address')
    await page('/search/%E0%A4%A/stream', 400)
  })

  describe('of a record', () => {
    let path: string

    before(async () => {
      const html = await page(`${all}&wait=1`)
      const shared = html.split('<li class="panel hit"').find((hit) => hit.includes('Held by 3 libraries'))!
      path = linksOf(shared)[0]!
    })

    it('show its details, its neighbours and who holds it', async () => {
      const html = await page(path)
      const words = wordsOf(html)
      expect(words).to.include('The left hand of darkness')
      expect(words).to.include('Held by 3 libraries')
      expect(words).to.match(/\d+ of \d+/)
      expect(linksOf(html)).to.include(`${all}&where=others`)
      expect(
        linksOf(html).some((address) => address.startsWith('/search?q=') && address.includes('in=subject')),
      ).to.equal(true)
    })

    it('show its MARC with blanks that can be heard', async () => {
      const words = wordsOf(await page(`${path}&tab=marc`))
      expect(words).to.match(/LDR \d{5}/)
      expect(words).to.match(/245 1 4 ‡a The left hand of darkness/)
      expect(words).to.include('␣ blank')
    })

    it('live on when the search is long gone, and wait for their library', async () => {
      const fresh = await openSite([{ id: 'lakeside', records: 'lakeside', delay: 60 }])
      const answer = await fresh.get('/record?q=left+hand+of+darkness&library=lakeside&record=2')
      expect(answer.status).to.equal(200)
      expect(wordsOf(await answer.text())).to.include('Held by')
      await fresh.close()
    })

    it('fetch further records where the address leads beyond the first', async () => {
      const fresh = await openSite([{ id: 'northfield', records: 'northfield' }])
      const answer = await fresh.get('/record?q=the&library=northfield&record=60')
      expect(answer.status).to.equal(200)
      await fresh.close()
    })

    it('say why when the record cannot be had', async () => {
      const down = wordsOf(await page(path.replace(/library=\w+&record=\d+/, 'library=harbour&record=1'), 404))
      expect(down).to.include('It comes from Old Harbour: not answering')
      const changed = wordsOf(await page(path.replace(/record=\d+/, 'record=999'), 404))
      expect(changed).to.include('no longer gives it')
    })

    it('give the record away in every format', async () => {
      const types: Record<string, string> = {}
      for (const format of ['marc', 'raw', 'marcxml', 'json', 'mrk', 'line']) {
        const answer = await site.get(path.replace('/record?', '/record/file?').concat(`&format=${format}`))
        expect(answer.status, format).to.equal(200)
        expect(answer.headers.get('content-disposition')).to.match(/^attachment; filename="?[\w-]+\.\w+"?$/)
        expect((await answer.arrayBuffer()).byteLength).to.be.greaterThan(100)
        types[format] = answer.headers.get('content-type')!
      }
      expect(types['marc']).to.equal('application/marc')
      expect(types['marcxml']).to.match(/^application\/marcxml\+xml/)
    })
  })

  describe('with the search form', () => {
    it('remember the libraries chosen last, in this browser', async () => {
      const sent = await site.get('/search/start?q=odyssey&in=title&title=&t=northfield&t=lakeside')
      expect(sent.status).to.equal(303)
      expect(sent.headers.get('location')).to.equal('/search?q=odyssey&in=title&t=northfield&t=lakeside')
      const cookie = sent.headers.get('set-cookie')!
      expect(cookie).to.match(/^farshelf-libraries=northfield%2Clakeside;.*HttpOnly; SameSite=Lax$/)
      const home = await (await site.get('/', { headers: { cookie: cookie.split(';')[0]! } })).text()
      expect(checked(home)).to.deep.equal(['northfield', 'lakeside'])
    })

    it('have a short address when every library is asked', async () => {
      const sent = await site.get('/search/start?q=a&t=northfield&t=eastbrook&t=lakeside&t=harbour')
      expect(sent.headers.get('location')).to.equal('/search?q=a')
    })

    it('take a ticked category for all its libraries, and an unticked one for none', async () => {
      const chosen = async (query: string) =>
        new URL((await site.get(`/search/start?q=a&${query}`)).headers.get('location')!, site.url).searchParams.getAll(
          't',
        )
      const academic = await chosen('t=northfield&c=Academic')
      expect(academic).to.include.members(['northfield', 'eastbrook'])
      expect(await chosen('t=northfield&t=eastbrook&had=Academic')).to.deep.equal(['northfield'])
    })

    it('begin with the preselected libraries, whatever the cookie holds', async () => {
      for (const cookie of ['', 'farshelf-libraries=%E0%A4%A', 'farshelf-libraries=atlantis', 'x=farshelf-libraries=a'])
        expect(checked(await (await site.get('/', { headers: { cookie } })).text()), cookie).to.deep.equal([
          'northfield',
          'eastbrook',
          'lakeside',
        ])
    })

    it('choose all or none of a category, keeping words and other choices', async () => {
      const none = await page('/?q=odyssey&year=1996&t=northfield&t=eastbrook&t=lakeside&none=Academic')
      expect(checked(none)).to.deep.equal(['northfield', 'lakeside'])
      expect(none).to.include('value="odyssey"').and.to.include('value="1996"')
      expect(checked(await page('/?t=eastbrook&all=General'))).to.include.members(['northfield', 'harbour'])
    })
  })

  describe('with their buttons', () => {
    it('fetch more from the libraries', async () => {
      const before = await page('/search?q=the&t=northfield&wait=1')
      expect(before).to.include('Fetch more records')
      expect(wordsOf(before)).to.match(/The library answered: \d+ hits, the first 50 fetched/)
      const fetched = await site.post('/search/more?q=the&t=northfield')
      expect(fetched.headers.get('location')).to.equal('/search?q=the&t=northfield')
      const after = await page('/search?q=the&t=northfield&wait=1')
      const merged = (html: string) => Number(/data-merged="(\d+)"/.exec(html)![1])
      expect(merged(after)).to.be.greaterThan(merged(before))
    })
  })
})

const checked = (html: string) => [
  ...new Set(
    [...html.matchAll(/<input type="checkbox" name="t"[^>]*>/g)]
      .filter(([box]) => box.includes('checked'))
      .map(([box]) => /value="([^"]*)"/.exec(box)![1]),
  ),
]
