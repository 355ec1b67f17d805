import { expect } from 'chai'
import { addBook, addLists } from './our-catalogue.ts'
import { signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

interface Page {
  readonly count: { readonly value: number; readonly exact: boolean }
  readonly hits: readonly { readonly id: number; readonly brief: { readonly title: { readonly text: string } } }[]
  readonly next?: string
  readonly facets?: { readonly branch: readonly { readonly value: string; readonly count: number }[] }
}

describe('The catalogue in the API', () => {
  let site: Site
  const ids: number[] = []

  before(async () => {
    site = await openSite([])
    await addLists(site.database)
    for (let n = 0; n < 12; n++)
      ids.push(
        await addBook(site.database, { title: `Comet ${n}`, year: 1980 + n, language: n < 4 ? 'fre' : 'eng' }, [
          { branch: n % 2 ? 'main' : 'riverside', staffNote: 'secret' },
        ]),
      )
  })
  after(() => site.close())

  const search = async (query: string, status = 200) => {
    const answer = await site.get(`/api/v1/catalogue/records?${query}`)
    expect(answer.status, query).to.equal(status)
    return (await answer.json()) as Page & { code?: string }
  }

  it('searches by fields or PQF, narrowed, sorted and page by page', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page: Page = await search(`title=comet&sort=year&size=5${cursor ? `&cursor=${cursor}` : ''}`)
      expect(page.count).to.deep.equal({ value: 12, exact: true })
      seen.push(...page.hits.map(({ brief }) => brief.title.text))
      cursor = page.next
    } while (cursor)
    expect(seen).to.deep.equal(Array.from({ length: 12 }, (_, n) => `Comet ${11 - n}`))
    const narrow = await search('any=comet&language=fre&branch=main&yearFrom=1981&facets=true')
    expect(narrow.hits.map(({ brief }) => brief.title.text).sort()).to.deep.equal(['Comet 1', 'Comet 3'])
    expect(narrow.facets?.branch).to.deep.equal([
      { value: 'main', count: 2 },
      { value: 'riverside', count: 1 },
    ])
    const pqf = await search(`pqf=${encodeURIComponent('@and @attr 1=4 comet @attr 1=31 1985')}`)
    expect(pqf.count.value).to.equal(1)
  })

  it('says what is wrong with a question', async () => {
    expect((await search('', 400)).code).to.equal('query-empty')
    expect((await search('any=comet&sort=price', 400)).code).to.equal('bad-input')
    expect((await search('any=comet&cursor=x', 400)).code).to.equal('bad-input')
    expect((await search(`pqf=${encodeURIComponent('@attr 1=9999 x')}`, 400)).code).to.equal('bib1-diagnostic')
  })

  it('gives a record with what its reader may know', async () => {
    const path = `/api/v1/catalogue/records/${ids[0]}`
    const open = (await (await site.get(path)).json()) as { items: object[]; brief: object }
    expect(open).to.include({ id: ids[0], version: 1, flavour: 'marc21' }).and.not.have.any.keys('changedBy', 'state')
    expect(JSON.stringify(open)).to.not.include('secret')
    const staff = await signIn(site, 'catalogue.edit')
    const known = await (await staff.call('GET', path)).json()
    expect(known).to.include({ changedBy: 'Test', state: 'active', action: 'create' })
    expect(JSON.stringify(known)).to.include('secret')
    const marc = await site.get(`${path}/marc?format=json`)
    expect(marc.headers.get('content-type')).to.match(/json/)
    expect(await marc.text()).to.include('Comet 0')
    expect((await site.get(`${path}/marc?format=raw`)).status).to.equal(400)
    expect((await site.get('/api/v1/catalogue/records/987654')).status).to.equal(404)
  })
})
