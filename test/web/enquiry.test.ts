import { expect } from 'chai'
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
      ['LC control number', 'lccn', ''],
      ['Record number', 'controlNumber', ''],
    ])
    expect(wordsOf(html)).to.include('Northfield City').and.include('Eastbrook')
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

  it('asks for words where there are none', async () => {
    const answer = await staff.get('/enquiry/search/start?q=&isbn=+')
    expect(answer.status).to.equal(400)
    expect(wordsOf(await answer.text()))
      .to.include('Type something to search for.')
      .and.include('Record number')
  })
})
