import { expect } from 'chai'
import { branches, codeList } from '../../src/catalogue/index.ts'
import { wordsOf } from './html.ts'
import { addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('Code lists', () => {
  let site: Site
  let admin: SignedIn

  before(async () => {
    site = await openSite([])
    await addLists(site.database)
    admin = await signIn(site, 'admin')
    await addBook(site.database, { title: 'A book' }, [{ location: 'fiction' }])
  })
  after(() => site.close())

  const locations = () => codeList(site.database.db, 'location')

  it('are found from Administration by whoever may change them', async () => {
    expect(wordsOf(await (await admin.get('/admin')).text())).to.include('Code lists')
    const other = await signIn(site, 'catalogue.edit')
    for (const path of ['/admin', '/admin/codes', '/admin/codes/branch'])
      expect((await other.get(path)).status, path).to.equal(403)
    expect((await other.form('/admin/codes/branch/add', { code: 'x', label: 'X' })).status).to.equal(403)
    expect((await admin.get('/admin/codes/elephants')).status).to.equal(400)
  })

  it('take new codes, and say what is wrong with one', async () => {
    const add = (code: string, label: string) => admin.form('/admin/codes/location/add', { code, label })
    expect((await add('stacks', 'Closed stacks')).status).to.equal(303)
    expect((await locations()).map(({ code }) => code)).to.deep.equal(['fiction', 'stacks'])
    const taken = await add('stacks', 'Others')
    expect(taken.status).to.equal(409)
    expect(wordsOf(await taken.text())).to.include('This code is there already.')
    const odd = await add('No Spaces', '')
    expect(odd.status).to.equal(400)
    const html = await odd.text()
    expect(wordsOf(html)).to.include('small letters, digits and hyphens').and.include('Give it a name.')
    expect(html).to.include('value="No Spaces"')
  })

  it('are renamed, put in order and taken off offer in one form', async () => {
    const saved = await admin.form('/admin/codes/branch', {
      code: ['main', 'riverside'],
      label: ['Central Library', 'Riverside Branch'],
      active: ['main'],
      move: 'down:main',
    })
    expect(saved.headers.get('location')).to.equal('/admin/codes/branch?done=saved#row-main')
    expect((await branches(site.database.db)).map(({ code, label, active }) => [code, label, active])).to.deep.equal([
      ['riverside', 'Riverside Branch', false],
      ['main', 'Central Library', true],
    ])
    const trail = await site.database.db
      .selectFrom('audit')
      .select('actor_name')
      .where('action', '=', 'code.save')
      .where('actor_name', '=', admin.name)
      .execute()
    expect(trail.length).to.be.greaterThan(1)
  })

  it('keep a code that items use, and say how many do', async () => {
    expect(wordsOf(await (await admin.get('/admin/codes/location')).text())).to.include('1 item')
    const refused = await admin.form('/admin/codes/location/remove?code=fiction')
    expect(refused.status).to.equal(409)
    expect(wordsOf(await refused.text())).to.match(/1 item\(?s?\)? use/)
    expect((await admin.form('/admin/codes/location/remove?code=stacks')).status).to.equal(303)
    expect((await locations()).map(({ code }) => code)).to.deep.equal(['fiction'])
  })

  it('are there for programs', async () => {
    const lists = (await (await site.get('/api/v1/catalogue/codes')).json()) as Record<string, { code: string }[]>
    expect(Object.keys(lists)).to.deep.equal(['branch', 'location', 'collection', 'status'])
    expect(lists['status']!.map(({ code }) => code)).to.include('on-loan')
  })
})
