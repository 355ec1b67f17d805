import { expect } from 'chai'
import { itemsOf } from '../../src/catalogue/index.ts'
import { addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn, signInWith } from './people.ts'
import { openSite, type Site } from './site.ts'

const fields = { accessionNo: 'A-1', branch: 'main', status: 'available', callNumber: '' }

describe('A role for one branch', () => {
  let site: Site
  let local: SignedIn
  let id: number
  before(async () => {
    site = await openSite([])
    await addLists(site.database)
    local = await signInWith(site, 'staff', [{ role: 'cataloguing', branch: 'riverside' }])
  })
  after(() => site.close())
  beforeEach(async () => {
    await site.database.db.deleteFrom('items').execute()
    id = await addBook(site.database, { title: 'A book with copies' }, [
      { accessionNo: 'M-1', branch: 'main' },
      { accessionNo: 'R-1', branch: 'riverside' },
    ])
  })

  const items = async () => (await itemsOf(site.database.db, id)).map((item) => `${item.accessionNo} ${item.branch}`)
  const path = (rest = '') => `/catalogue/${id}/items${rest}`
  const [main, riverside] = ['M-1', 'R-1'].map((number) => async () => {
    const item = (await itemsOf(site.database.db, id)).find(({ accessionNo }) => accessionNo === number)!
    return item.id
  }) as [() => Promise<number>, () => Promise<number>]

  it('lets items of that branch be added, changed and removed', async () => {
    const form = await (await local.get(path('/new'))).text()
    expect(form).to.include('Riverside Branch').and.not.include('Main Library')
    await local.form(path('/new'), { ...fields, branch: 'riverside' })
    await local.form(path(`/${await riverside()}`), {
      ...fields,
      accessionNo: 'R-2',
      branch: 'riverside',
      version: '1',
    })
    expect(await items()).to.have.members(['M-1 main', 'R-2 riverside', 'A-1 riverside'])
    const page = await (await local.get(`/catalogue/${id}`)).text()
    expect(page).to.include('Change item R-2').and.not.include('Change item M-1')
  })

  it('lets items of no other branch be touched, on pages or by the API', async () => {
    const before = await items()
    const other = await main()
    const mine = await riverside()
    const api = `/api/v1/catalogue/records/${id}/items`
    const answers = [
      await local.form(path('/new'), fields),
      await local.get(path(`/${other}`)),
      await local.form(path(`/${other}`), { ...fields, accessionNo: 'M-2', branch: 'riverside', version: '1' }),
      await local.form(path(`/${other}/remove`), { version: '1' }),
      // One's own may not be sent away either.
      await local.form(path(`/${mine}`), { ...fields, accessionNo: 'R-1', version: '1' }),
      await local.call('POST', api, fields),
      await local.call('PATCH', `${api}/${other}`, { version: 1, callNumber: 'X' }),
      await local.call('DELETE', `${api}/${other}?version=1`),
    ]
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 403))
    expect(await items()).to.deep.equal(before)
  })

  it('opens nothing that belongs to the whole house', async () => {
    for (const path of [`/catalogue/${id}/edit`, '/catalogue/new', `/catalogue/${id}/state?to=suppressed`])
      expect([path, (await local.get(path)).status]).to.deep.equal([path, 403])
    const page = await (await local.get(`/catalogue/${id}`)).text()
    expect(page).to.include('Add an item').and.not.include('Edit the MARC record')
    const admin = await signInWith(site, 'staff', [{ role: 'admin', branch: 'riverside' }])
    for (const path of ['/admin', '/admin/people', '/import'])
      expect([path, (await admin.get(path)).status]).to.deep.equal([path, 403])
    expect((await admin.get('/account')).status).to.equal(200)
    expect((await admin.get('/enquiry')).status).to.equal(200)
  })
})

describe('Selecting a record in Enquiry', () => {
  it('takes the permission for Enquiry too', async () => {
    const site = await openSite([])
    const cataloguer = await signIn(site, 'catalogue.edit')
    const answer = await cataloguer.form('/enquiry/record/select?q=a&library=x&record=1')
    expect(answer.status).to.equal(403)
    await site.close()
  })
})
