import { expect } from 'chai'
import { itemsOf } from '../../src/catalogue/index.ts'
import { wordsOf } from './html.ts'
import { addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const fields = { accessionNo: 'A-1', branch: 'main', status: 'available', location: 'fiction', callNumber: 'PS 1' }

describe('Items', () => {
  let site: Site
  let staff: SignedIn
  let id: number

  before(async () => {
    site = await openSite([])
    await addLists(site.database)
    staff = await signIn(site, 'catalogue.edit')
  })
  after(() => site.close())
  beforeEach(async () => {
    await site.database.db.deleteFrom('items').execute()
    id = await addBook(site.database, { title: 'A book with copies' })
  })

  const items = () => itemsOf(site.database.db, id)
  const path = (rest = '') => `/catalogue/${id}/items${rest}`

  it('are added by scanning their number, one after the other', async () => {
    const sent = await staff.form(path('/new'), { ...fields, accessionNo: ' A-1\u0007\r', next: '1' })
    const [item] = await items()
    expect(item).to.include({ accessionNo: 'A-1', branch: 'main', location: 'fiction', callNumber: 'PS 1' })
    expect(sent.headers.get('location')).to.equal(path(`/new?after=${item!.id}`))
    const next = await (await staff.get(sent.headers.get('location')!)).text()
    expect(wordsOf(next)).to.include('A-1 is added')
    expect(next)
      .to.include('value="PS 1"')
      .and.to.match(/name="accessionNo"[^>]*(?<!value="A-1")>/)
    const last = await staff.form(path('/new'), { ...fields, accessionNo: 'A-2' })
    expect(last.headers.get('location')).to.equal(`/catalogue/${id}?done=added#copies`)
    expect(await items()).to.have.length(2)
  })

  it('say beside the field what is wrong, and keep what was typed', async () => {
    await staff.form(path('/new'), fields)
    const taken = await staff.form(path('/new'), { ...fields, publicNote: 'Signed by the author' })
    expect(taken.status).to.equal(400)
    const html = await taken.text()
    expect(wordsOf(html)).to.include(`This number is taken, by an item of record ${id}`)
    expect(html).to.include('aria-invalid="true"').and.include('value="Signed by the author"')
    const empty = await staff.form(path('/new'), { ...fields, accessionNo: ' ' })
    expect(wordsOf(await empty.text())).to.include('Scan or type the accession number.')
    const odd = await staff.form(path('/new'), { ...fields, accessionNo: 'A-9', location: 'moon' })
    expect(odd.status).to.equal(400)
    expect(wordsOf(await odd.text())).to.include('This is no longer on offer')
    expect(await items()).to.have.length(1)
  })

  it('are changed by one of two who had them open', async () => {
    await staff.form(path('/new'), fields)
    const [item] = await items()
    const change = (callNumber: string, version: number) =>
      staff.form(path(`/${item!.id}`), { ...fields, callNumber, version: String(version) })
    expect((await change('PS 2', 1)).status).to.equal(303)
    const late = await change('PS 3', 1)
    expect(late.status).to.equal(409)
    const html = await late.text()
    expect(wordsOf(html)).to.include('Somebody changed this item')
    expect(html).to.include('value="PS 3"')
    expect((await items())[0]).to.include({ callNumber: 'PS 2', version: 2 })
    expect((await change('PS 3', 2)).status).to.equal(303)
  })

  it('are removed at the version that was seen, under their own record only', async () => {
    await staff.form(path('/new'), fields)
    const [item] = await items()
    const other = await addBook(site.database, { title: 'Another' })
    expect((await staff.form(`/catalogue/${other}/items/${item!.id}/remove`, { version: '1' })).status).to.equal(404)
    expect((await staff.form(path(`/${item!.id}/remove`), { version: '7' })).status).to.equal(409)
    expect((await staff.form(path(`/${item!.id}/remove`), { version: 'x' })).status).to.equal(400)
    expect((await staff.form(path(`/${item!.id}/remove`), { version: '1' })).status).to.equal(303)
    expect(await items()).to.deep.equal([])
  })

  it('can be kept through the API, with versions', async () => {
    const api = `/api/v1/catalogue/records/${id}/items`
    const made = await staff.call('POST', api, { accessionNo: 'B-1', branch: 'main', status: 'available' })
    expect(made.status).to.equal(201)
    const item = (await made.json()) as { id: number; version: number }
    const place = made.headers.get('location')!
    expect(place).to.equal(`${api}/${item.id}`)
    expect(await (await staff.call('GET', place)).json()).to.include({ accessionNo: 'B-1', available: true })
    const changed = await staff.call('PATCH', place, { version: 1, status: 'on-loan', location: 'fiction' })
    expect(await changed.json()).to.include({ version: 2, available: false, location: 'fiction', branch: 'main' })
    expect(await (await staff.call('PATCH', place, { version: 2, location: null })).json()).to.not.have.property(
      'location',
    )
    const late = await staff.call('PATCH', place, { version: 1, status: 'available' })
    expect([late.status, ((await late.json()) as { code: string }).code]).to.deep.equal([409, 'version-conflict'])
    const open = (await (await site.get(api)).json()) as { items: object[] }
    expect(open.items[0]).to.not.have.any.keys('accessionNo', 'staffNote', 'version')
    expect((await staff.call('DELETE', `${place}?version=3`)).status).to.equal(204)
    expect((await staff.call('GET', place)).status).to.equal(404)
  })

  it('are nobody’s to change who may not', async () => {
    await staff.form(path('/new'), fields)
    const [item] = await items()
    const reader = await signIn(site, 'request.place')
    for (const rest of ['/new', `/${item!.id}`]) {
      expect((await site.get(path(rest))).status, rest).to.equal(303)
      expect((await reader.get(path(rest))).status, rest).to.equal(403)
      expect((await reader.form(path(rest), { ...fields, version: '1' })).status, rest).to.equal(403)
    }
    expect((await reader.form(path(`/${item!.id}/remove`), { version: '1' })).status).to.equal(403)
    const api = `/api/v1/catalogue/records/${id}/items`
    expect((await reader.call('POST', api, fields)).status).to.equal(403)
    expect((await reader.call('DELETE', `${api}/${item!.id}?version=1`)).status).to.equal(403)
    expect((await items())[0]).to.include({ version: 1 })
  })
})
