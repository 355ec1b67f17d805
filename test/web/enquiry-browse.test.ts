import { expect } from 'chai'
import { linksOf, wordsOf } from './html.ts'
import { addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('Browsing an index in Enquiry', () => {
  let site: Site
  let staff: SignedIn

  before(async () => {
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      { id: 'eastbrook', records: 'eastbrook', settings: { label: 'Eastbrook', audience: ['opac'] } },
    ])
    await addLists(site.database)
    for (let n = 10; n < 60; n++) await addBook(site.database, { title: `Title ${n}`, author: 'Same, Ada' }, [])
    staff = await signIn(site, 'enquiry')
  })
  after(() => site.close())

  const page = async (path: string, status = 200) => {
    const answer = await staff.get(path)
    expect(answer.status, path).to.equal(status)
    return answer.text()
  }
  /** Terms as they stand in the table, with what stands beside them. */
  const terms = (html: string) =>
    [...html.matchAll(/<tr><td><a href="([^"]+)"><bdi>([^<]*)<\/bdi><\/a><\/td><td class="figure">(.*?)<\/td>/g)].map(
      ([, link, term, records]) => ({ link: link!.replaceAll('&amp;', '&'), term, records }),
    )
  const turning = (html: string, rel: 'prev' | 'next') =>
    new RegExp(`<a rel="${rel}" href="([^"]+)"`).exec(html)?.[1]?.replaceAll('&amp;', '&')

  it('asks nobody before something was asked for', async () => {
    const html = await page('/enquiry/browse')
    expect(html).not.to.contain('class="panel terms"')
    expect(wordsOf(html)).to.include('Our own catalogue').and.include('Northfield City').and.not.include('Eastbrook')
  })

  it('lists our own headings, forth to the end and back to the beginning', async () => {
    let html = await page('/enquiry/browse?field=title&text=title+10&list=1')
    const forth: string[] = []
    const back: string[] = []
    for (let pages = 0; pages < 10; pages++) {
      forth.push(...terms(html).map(({ term }) => term!))
      const next = turning(html, 'next')
      if (!next) break
      html = await page(next)
    }
    expect([...new Set(forth)]).to.deep.equal(Array.from({ length: 50 }, (_, n) => `title ${n + 10}`))
    for (let pages = 0; pages < 10; pages++) {
      back.push(...terms(html).map(({ term }) => term!))
      const previous = turning(html, 'prev')
      if (!previous) break
      html = await page(previous)
    }
    expect([...new Set(back)].sort()).to.deep.equal([...new Set(forth)])
    expect(turning(html, 'prev')).to.equal(undefined)
  })

  it('leads from a term to the search for it, with as many records as were said', async () => {
    const [first] = terms(await page('/enquiry/browse?field=author&text=same'))
    expect(first).to.deep.equal({ link: '/enquiry/search?author=same+ada', term: 'same ada', records: '50 records' })
    expect(wordsOf(await page(first!.link))).to.include('50 results')
  })

  it('lists the index of another library, and searches it there', async () => {
    const html = await page('/enquiry/browse?library=northfield&field=author&text=le+guin')
    const [first] = terms(html)
    expect(first?.term?.toLowerCase()).to.include('le guin')
    expect(first?.link).to.match(/^\/enquiry\/search\?author=.*&t=northfield$/)
    expect(wordsOf(await page(`${first!.link}&wait=1`))).to.include('Northfield City')
    expect(turning(html, 'next')).to.match(/library=northfield/)
    const before = terms(await page(turning(html, 'prev')!))
    expect(before.at(-1)?.term).to.equal(first?.term)
    expect(before).to.have.lengthOf(20)
  })

  it('begins where the index begins when nothing is typed', async () => {
    const html = await page('/enquiry/browse?library=northfield&field=title&list=1')
    expect(terms(html)).to.have.lengthOf(20)
    expect(turning(html, 'prev')).to.equal(undefined)
  })

  it('says so when an index cannot be listed, and offers the search', async () => {
    for (const [path, who] of [
      [
        '/enquiry/browse?field=publisher&text=harper',
        'Our own catalogue cannot list this: it keeps no list of this field.',
      ],
      ['/enquiry/browse?library=northfield&field=any&text=harper', 'Northfield City cannot list this'],
    ] as const) {
      const html = await page(path)
      expect(wordsOf(html), path).to.include(who).and.include('Search for “harper” instead')
      expect(terms(html)).to.deep.equal([])
      expect(linksOf(html).some((link) => /^\/enquiry\/search\?.*harper/.test(link))).to.equal(true)
    }
  })

  it('is for staff, and for libraries that staff see', async () => {
    await page('/enquiry/browse?library=eastbrook&text=a', 400)
    const reader = await signIn(site, 'request.place')
    expect((await reader.get('/enquiry/browse?text=a')).status).to.equal(403)
  })

  describe('by the API', () => {
    interface Answer {
      readonly terms: readonly { readonly term: string; readonly hits?: number }[]
      readonly position?: number
      readonly code?: string
      readonly detail?: string
    }
    const listed = async (query: string, status = 200) => {
      const answer = await staff.get(`/api/v1/terms?${query}`)
      expect(answer.status, query).to.equal(status)
      return (await answer.json()) as Answer
    }

    it('lists our own headings and those of a library, with what stands before and how many records there are', async () => {
      const ours = await listed('text=title+20&count=3&before=1')
      expect(ours.terms).to.deep.equal(['title 19', 'title 20', 'title 21'].map((term) => ({ term, hits: 1 })))
      expect(ours.position).to.equal(2)
      const theirs = await listed('target=northfield&field=author&text=le+guin')
      expect(theirs.terms).to.have.lengthOf(20)
      expect(theirs.terms[0]?.term.toLowerCase()).to.include('le guin')
      expect(theirs.terms[0]?.hits).to.be.greaterThan(0)
      expect((await listed('')).terms).to.have.lengthOf(20)
    })

    it('says why an index is not listed', async () => {
      expect((await listed('field=publisher&text=harper', 400)).detail).to.include('it keeps no list of this field')
      const failed = await listed('target=northfield&field=any&text=harper', 502)
      expect(failed).to.include({ code: 'target-failed' })
      expect(failed.detail).to.include('Northfield City')
    })

    it('is for staff, for libraries that staff see, and for so many terms', async () => {
      expect(await listed('target=eastbrook&text=a', 400)).to.include({ code: 'unknown-target' })
      for (const query of ['count=101', 'count=0', 'count=5&before=5', 'field=publisherless'])
        expect(await listed(query, 400)).to.include({ code: 'bad-input' })
      expect((await site.get('/api/v1/terms?text=a')).status).to.equal(401)
      const reader = await signIn(site, 'request.place')
      expect((await reader.get('/api/v1/terms?text=a')).status).to.equal(403)
    })
  })
})
