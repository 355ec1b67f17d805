import { expect } from 'chai'
import { allEvents } from './events.ts'
import { openGatedLibrary } from './gated-library.ts'
import { linksOf, wordsOf } from './html.ts'
import { addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('Enquiry', () => {
  let site: Site
  let staff: SignedIn

  before(async () => {
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      { id: 'eastbrook', records: 'eastbrook', settings: { label: 'Eastbrook', audience: ['enquiry'] } },
    ])
    await addLists(site.database)
    await addBook(site.database, { title: 'Darkness at noon', controlNumber: 'ocm4711', isbn: '9780099424918' }, [{}])
    staff = await signIn(site, 'enquiry')
  })
  after(() => site.close())

  const page = async (path: string) => {
    const answer = await staff.get(path)
    expect(answer.status, path).to.equal(200)
    return answer.text()
  }

  it('has an input for every field, and keeps what was filled in', async () => {
    const html = await page('/enquiry?isbn=123&q=hand&in=title&publisher=Ace')
    const inputs = [...html.matchAll(/<label>([^<]+)<input name="(\w+)" value(?:="([^"]*)")?/g)]
    expect(inputs.map(([, label, name, value]) => [label, name, value ?? ''])).to.deep.equal([
      ['Keyword', 'q', ''],
      ['ISBN', 'isbn', '123'],
      ['ISSN', 'issn', ''],
      ['Title', 'title', 'hand'],
      ['Author', 'author', ''],
      ['Subject', 'subject', ''],
      ['Publisher', 'publisher', 'Ace'],
      ['Year', 'year', ''],
      ['Dewey class', 'dewey', ''],
      ['LC control number', 'lccn', ''],
      ['Record number', 'controlNumber', ''],
    ])
    expect(wordsOf(html)).to.include('Northfield City').and.include('Eastbrook')
  })

  it('is followed by its own page where readers search for the same', async () => {
    const streamOf = (html: string) => /data-stream="([^"]*)"/.exec(html)![1]!.replaceAll('&amp;', '&')
    const lakeside = await openGatedLibrary('lakeside')
    const other = await openSite([lakeside.library])
    const member = await signIn(other, 'enquiry')
    try {
      const readers = await (await other.get('/search?q=darkness')).text()
      const own = await (await member.get('/enquiry/search?q=darkness&where=others')).text()
      const streams = [await other.get(streamOf(readers)), await member.get(streamOf(own))]
      expect(streams.map(({ status }) => status)).to.deep.equal([200, 200])
      lakeside.open()
      for (const stream of streams) expect((await allEvents(stream)).at(-1)!.event).to.equal('done')
      expect(other.service.metrics().caches.sets, 'the library is asked once').to.include({ hits: 1, misses: 1 })
    } finally {
      await other.close()
      await lakeside.close()
    }
  })

  it('takes a query that staff wrote themselves, in CQL or prefix notation, to both tabs', async () => {
    for (const [written, notation] of [
      ['title = darkness and title = noon', 'cql'],
      ['@and @attr 1=4 darkness @attr 1=4 noon', 'pqf'],
    ] as const) {
      const sent = await staff.get(`/enquiry/search/start?${new URLSearchParams({ written, notation })}`)
      const ours = sent.headers.get('location')!
      expect(ours).to.match(/^\/enquiry\/search\?written=/)
      expect(wordsOf(await page(ours))).to.include('Darkness at noon')
      const others = await page(`${ours}&where=others&wait=1`)
      expect(wordsOf(others)).to.include('Both libraries answered')
      expect(
        linksOf(others)
          .filter((link) => link.includes('/record?'))
          .every((link) => link.includes('written=')),
      ).to.equal(true)
    }
  })

  it('marks where a query cannot be read, and keeps it', async () => {
    const answer = await staff.get(`/enquiry/search?${new URLSearchParams({ written: 'title = (dark' })}`)
    expect(answer.status).to.equal(400)
    const html = await answer.text()
    expect(html).to.contain('title = <mark>(</mark>dark').and.to.contain('title = (dark</textarea>')
    expect(wordsOf(html)).to.contain('Character 9 of the query')
    const unknown = await staff.get(`/enquiry/search?${new URLSearchParams({ written: 'title = a and colour = red' })}`)
    const said = await unknown.text()
    expect(wordsOf(said)).to.include('cannot be answered: there is no index "colour"')
    expect(said).to.contain('and <mark>c</mark>olour')
  })

  it('says so when our own catalogue cannot answer what others may', async () => {
    const query = { written: '@attr 1=4 @attr 5=3 ark', notation: 'pqf' }
    const answer = await staff.get(`/enquiry/search?${new URLSearchParams(query)}`)
    expect(answer.status).to.equal(400)
    expect(wordsOf(await answer.text()))
      .to.include('Our own catalogue cannot answer this')
      .and.include('Other libraries may')
    await page(`/enquiry/search?${new URLSearchParams({ ...query, where: 'others', wait: '1' })}`)
  })

  it('gives readers no query of their own', async () => {
    const answer = await site.get(`/search?${new URLSearchParams({ written: 'title = darkness' })}`)
    expect(wordsOf(await answer.text())).to.include('Type something to search for')
  })

  it('is one search with two tabs, under its own address from end to end', async () => {
    const sent = await staff.get('/enquiry/search/start?q=&title=darkness&t=northfield&t=eastbrook')
    const ours = sent.headers.get('location')!
    expect(ours).to.equal('/enquiry/search?title=darkness')
    const html = await page(ours)
    expect(wordsOf(html)).to.match(/record\s\d+ · |no\.\socm4711/)
    const others = linksOf(html).find((link) => link.includes('where=others'))!
    expect(others).to.equal('/enquiry/search?title=darkness&where=others')
    const theirs = await page(`${others}&wait=1`)
    expect(wordsOf(theirs))
      .to.include('Both libraries answered')
      .and.match(/no\.\s\w+/)
    const record = linksOf(theirs).find((link) => link.includes('/record?'))!
    expect(record).to.match(/^\/enquiry\/record\?/)
    const inside = linksOf(await page(record)).filter((link) => /^\/(enquiry\/)?(search|record)\b/.test(link))
    expect(inside.filter((link) => !link.startsWith('/enquiry/'))).to.deep.equal([])
  })

  it('finds what staff know for sure', async () => {
    for (const query of ['controlNumber=ocm4711', 'isbn=0-09-942491-6', 'isbn=9780099424918'])
      expect(wordsOf(await page(`/enquiry/search?${query}`)), query).to.include('Our library 1')
  })

  it('is for staff alone, and so is what its searches found', async () => {
    const reader = await signIn(site, 'request.place')
    for (const path of ['/enquiry', '/enquiry/search?q=darkness', '/enquiry/record?q=a&library=northfield&record=1']) {
      expect((await reader.get(path)).status, path).to.equal(403)
      expect((await site.get(path)).headers.get('location'), path).to.match(/^\/staff\/login\?next=/)
    }
    expect((await site.get('/search?q=darkness&t=eastbrook')).status).to.equal(400)
    const running = await page('/enquiry/search?q=novels&where=others')
    const id =
      /\/enquiry\/search\/([\w-]+)\/stream/.exec(running)?.[1] ??
      site.service.start({
        query: { any: 'novels' },
        audience: 'enquiry',
      }).id
    expect((await site.get(`/search/${id}/stream`)).status).to.equal(204)
    expect((await site.get(`/api/v1/searches/${id}`)).status).to.equal(404)
  })

  it('keeps the searches of a session, to be opened again, for nobody else and until they are cleared', async () => {
    const me = await signIn(site, 'enquiry')
    const look = async (path: string, who = me) => (await who.get(path)).text()
    expect(wordsOf(await look('/enquiry/history'))).to.include('You have not searched yet.')
    await look('/enquiry/search?title=darkness')
    await look('/enquiry/search?title=darkness&where=others&wait=1')
    await look('/enquiry/search?q=noon&t=northfield&wait=1')
    await look(`/enquiry/search?${new URLSearchParams({ written: 'title = noon' })}`)
    await look('/search?q=not+of+staff')
    const html = await look('/enquiry/history')
    const rows = [...html.matchAll(/<tr>.*?<\/tr>/gs)].slice(1).map(([row]) => row)
    expect(rows.map((row) => wordsOf(row))).to.satisfy((texts: string[]) =>
      [/^CQL: title = noon/, /^noon\s+Northfield City/, /^Title: darkness\s+All/].every((one, i) =>
        one.test(texts[i]!.trim()),
      ),
    )
    expect(rows).to.have.lengthOf(3)
    const links = linksOf(rows[2]!)
    expect(links)
      .to.include('/enquiry/search?title=darkness')
      .and.include('/enquiry/search?title=darkness&where=others')
    for (const link of linksOf(html).filter((one) => one.startsWith('/enquiry/search')))
      expect((await me.get(link)).status, link).to.equal(200)
    expect(wordsOf(await page('/enquiry/history'))).not.to.include('noon Northfield')
    expect((await me.form('/enquiry/history/clear')).headers.get('location')).to.equal('/enquiry/history')
    expect(wordsOf(await look('/enquiry/history'))).to.include('You have not searched yet.')
  })

  it('asks for words where there are none', async () => {
    const answer = await staff.get('/enquiry/search/start?q=&isbn=+')
    expect(answer.status).to.equal(400)
    expect(wordsOf(await answer.text()))
      .to.include('Type something to search for.')
      .and.include('Record number')
  })
})
