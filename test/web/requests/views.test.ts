import { expect } from 'chai'
import { sql } from 'kysely'
import { linksOf, wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('Saved views of the list of requests', () => {
  let office: Office
  let ann: SignedIn
  let ben: SignedIn
  let chief: SignedIn
  before(async () => {
    office = await openOffice()
    ann = await signIn(office.site, 'requests')
    ben = await signIn(office.site, 'requests')
    chief = await signIn(office.site, 'requests', 'admin')
    const { id } = await office.place('Waiting to be looked at')
    await office.place('Under way').then(({ id: other }) => office.act(other, 'inProcess'))
    await office.act(id, 'assign', { assignee: ann.id, assigneeName: ann.name })
  })
  after(() => office?.close())

  const page = async (who: SignedIn, path: string) => await (await who.get(path)).text()
  const keep = (who: SignedIn, name: string, filters: string, more: Record<string, string> = {}) =>
    who.form('/requests/views', { name, filters, ...more })
  const idOf = async (name: string) =>
    (await office.site.database.db.selectFrom('request_views').select('id').where('name', '=', name).executeTakeFirst())
      ?.id

  it('are links above the list and on the home page, with the count', async () => {
    const kept = await keep(ann, 'My desk', 'sort=newest&mine=1&nonsense=1&after=x~1')
    expect([kept.status, kept.headers.get('location')]).to.deep.equal([
      303,
      '/requests/list?mine=1&sort=newest&done=kept',
    ])
    const list = await page(ann, '/requests/list?sort=newest&mine=1')
    expect(linksOf(list)).to.include('/requests/list?mine=1&sort=newest')
    expect(list).to.match(/aria-current="true"[^>]*>My desk|>My desk<\/a>/)
    const home = wordsOf(await page(ann, '/requests'))
    expect(home).to.match(/Saved views\s+My desk\s+1\s+oldest today/)
    expect(await page(ben, '/requests/list')).not.to.contain('My desk')
  })

  it('mean whoever opens them where they say "me", and are shared by a supervisor only', async () => {
    await keep(ann, 'Not shared', 'mine=1', { shared: '1' })
    expect(await page(ben, '/requests')).not.to.contain('Not shared')
    await keep(chief, 'Everybody’s own', 'mine=1', { shared: '1' })
    for (const [who, count] of [
      [ann, 1],
      [ben, 0],
    ] as const)
      expect(wordsOf(await page(who, '/requests'))).to.contain(`Everybody’s own (${chief.name}) ${count}`)
  })

  it('have one name each, whatever its letters', async () => {
    await keep(ann, 'Old ones', 'completed=1')
    const again = await keep(ann, 'OLD ONES', 'state=expired')
    expect(again.status).to.equal(409)
    const text = await again.text()
    expect(text).to.contain('There is a view &quot;OLD ONES&quot; already: choose another name')
    expect(text).to.contain('name="filters" value="state=expired"')
    const nameless = await keep(ann, '  ', 'state=expired')
    expect([nameless.status, (await nameless.text()).includes('Give it a name.')]).to.deep.equal([422, true])
    const id = await idOf('My desk')
    expect((await ann.form(`/requests/views/${id}`, { name: 'old Ones' })).status).to.equal(409)
    expect((await ann.form(`/requests/views/${id}`, { name: 'My shelf' })).status).to.equal(303)
    expect(await page(ann, '/requests/views')).to.contain('>My shelf</a>')
  })

  it('are changed and removed by their owner, shared ones by a supervisor too', async () => {
    const [own, shared] = [await idOf('My shelf'), await idOf('Everybody’s own')]
    for (const who of [ben, chief]) {
      expect((await who.form(`/requests/views/${own}`, { name: 'Taken over' })).status).to.equal(404)
      expect((await who.form(`/requests/views/${own}/remove`)).status).to.equal(404)
    }
    expect((await ben.form(`/requests/views/${shared}/remove`)).status).to.equal(404)
    const other = await signIn(office.site, 'requests', 'admin')
    expect((await other.form(`/requests/views/${shared}`, { name: 'Our own', shared: '1' })).status).to.equal(303)
    expect(await page(ben, '/requests')).to.contain('Our own')
    expect((await other.form(`/requests/views/${shared}/remove`)).status).to.equal(303)
    expect((await ann.form(`/requests/views/${own}/remove`)).status).to.equal(303)
    expect(await page(ann, '/requests/views')).not.to.contain('My shelf')
  })

  it('are no more than fifty, and outlive filters that are no more', async () => {
    const { db } = office.site.database
    await sql`insert into request_views (owner_id, name, filters, shared)
      select ${ben.id}, 'View ' || n, '{"state": "no-such-state"}', false from generate_series(1, 50) n`.execute(db)
    const full = await keep(ben, 'One more', 'mine=1')
    expect([full.status, (await full.text()).includes('Nobody keeps more than 50 views')]).to.deep.equal([409, true])
    expect((await ben.get('/requests')).status).to.equal(200)
    expect((await ben.get('/requests/list')).status).to.equal(200)
    expect(await page(ben, '/requests/views')).to.contain('Its filters mean nothing any more')
  })

  it('say that they are no page’s: an unknown filter is refused', async () => {
    expect((await keep(ann, 'Odd', 'state=nonsense')).status).to.equal(400)
  })
})
