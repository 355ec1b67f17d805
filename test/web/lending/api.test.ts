import { expect } from 'chai'
import { type Caller, type Json, program, script } from '../requests/caller.ts'
import { useLendingSite } from './lending-site.ts'

describe('Requests of other libraries in the API', () => {
  const house = useLendingSite()
  let staff: Caller
  before(() => {
    staff = script(house.site, house.staff)
  })
  let keys = 0
  const key = () => ({ 'idempotency-key': `lending-${++keys}` })
  const any = { 'if-match': '*' }

  it('are taken in once for a key, and listed by queue', async () => {
    const { id: library } = await house.lender({ name: 'Hill Library' })
    const body = {
      ...{ library, via: 'telephone', theirNumber: 'H-1', services: ['loan', 'copy'], mostCost: '5.00 EUR' },
      wanted: { title: 'Villette', author: 'Brontë, Charlotte', year: '1853' },
    }
    const once = key()
    const made = await staff.send('POST', '/lendings', body, once)
    expect(made.status).to.equal(201)
    expect(made.json).to.deep.include({ state: 'in-process', services: ['loan', 'copy'], theirNumber: 'H-1' })
    expect(made.headers.get('location')).to.equal(`/api/v1/lendings/${made.json['id']}`)
    const again = await staff.send('POST', '/lendings', body, once)
    expect(again.json['id']).to.equal(made.json['id'])
    expect(again.headers.get('idempotent-replayed')).to.equal('true')
    expect((await staff.send('POST', '/lendings', { ...body, wanted: {} })).status).to.equal(400)
    expect((await staff.send('POST', '/lendings', { ...body, library: 999_999 })).status).to.equal(404)
    const { json } = await staff.get(`/lendings?queue=new&library=${library}`)
    expect(json).to.deep.include({ count: 1 })
    expect((json['lendings'] as Json[])[0]).to.include({ number: made.json['number'] })
    expect((await staff.get(`/lendings?queue=shipped&library=${library}`)).json).to.deep.include({ count: 0 })
  })

  it('come a page at a time', async () => {
    const { id: library } = await house.lender()
    for (const title of ['One', 'Two', 'Three']) await house.lending(title, { partnerId: library })
    const first = (await staff.get(`/lendings?library=${library}&size=2`)).json
    const second = (await staff.get(`/lendings?library=${library}&size=2&cursor=${first['next']}`)).json
    const titles = [first, second].flatMap((page) => (page['lendings'] as Json[]).map(({ title }) => title))
    expect(titles).to.deep.equal(['One', 'Two', 'Three'])
    expect(second).not.to.have.property('next')
    expect((await staff.get('/lendings?cursor=nonsense')).status).to.equal(400)
  })

  it('are acted on at the version that was seen, with what each action asks for', async () => {
    const { lending, item, bibId } = await house.lending('Shirley', { held: true })
    const path = `/lendings/${lending.id}`
    const seen = await staff.get(path)
    const actions = seen.json['actions'] as Json[]
    const shipped = actions.find(({ action }) => action === 'shipped')!
    expect(shipped).to.include({ possible: true, primary: true })
    expect(shipped['form']).to.have.nested.property('properties.dueOn.format', 'date')
    expect((await staff.send('POST', `${path}/actions/shipped`, {})).status).to.equal(428)
    const available = (await staff.get(`${path}/availability`)).json['records'] as Json[]
    expect(available[0]).to.have.nested.property('copies[0].accessionNo', item!.accessionNo)
    const linked = await staff.send('POST', `${path}/link`, { bibId, itemId: item!.id }, { 'if-match': seen.etag })
    expect(linked.json).to.include({ bibId, itemId: item!.id, version: 2 })
    const stale = await staff.send('POST', `${path}/actions/willSupply`, {}, { 'if-match': seen.etag })
    expect(stale.json).to.include({ status: 412, code: 'workflow-stale' })
    const form = { itemNo: item!.accessionNo, dueOn: '2031-05-01' }
    const wrong = await staff.send('POST', `${path}/actions/shipped`, { ...form, colour: 'red' }, any)
    expect(wrong.json).to.include({ status: 400, code: 'workflow-form' })
    const once = { ...any, ...key() }
    const done = await staff.send('POST', `${path}/actions/shipped`, form, once)
    expect(done.json).to.include({ state: 'shipped', dueOn: '2031-05-01', shippedService: 'loan', version: 3 })
    expect((await staff.send('POST', `${path}/actions/shipped`, form, once)).json).to.include({ version: 3 })
    const illegal = await staff.send('POST', `${path}/actions/renewYes`, { dueOn: '2031-06-01' }, any)
    expect(illegal.json).to.include({ status: 409, code: 'workflow-illegal' })
    expect((await staff.send('POST', `${path}/actions/expired`, {}, any)).status).to.equal(404)
    const undone = await staff.send('POST', `${path}/undo`, {}, any)
    expect(undone.json).to.include({ state: 'in-process' })
    const history = (await staff.get(`${path}/history`)).json['events'] as Json[]
    expect(history.map(({ event }) => event)).to.deep.equal(['start', 'link', 'shipped', 'undo'])
    expect(history[3]).to.include({ undoes: 3 })
  })

  it('are changed in their details, at the version that was seen', async () => {
    const { lending } = await house.lending('Agnes Gray')
    const path = `/lendings/${lending.id}`
    const { etag } = await staff.get(path)
    expect((await staff.send('PATCH', path, { note: 'x' })).status).to.equal(428)
    const body = { wanted: { title: 'Agnes Grey', author: '' }, neededBy: '2031-01-01' }
    const changed = await staff.send('PATCH', path, body, { 'if-match': etag })
    expect(changed.json).to.deep.include({
      ...{ title: 'Agnes Grey', author: '', neededBy: '2031-01-01', version: 2, services: ['loan'] },
      wanted: { title: 'Agnes Grey', year: '1974' },
    })
    expect((await staff.send('PATCH', path, body, { 'if-match': etag })).status).to.equal(412)
    for (const wrong of [
      { wanted: { title: '' } },
      { services: [] },
      { services: ['loan', 'loan'] },
      { colour: 'red' },
    ])
      expect([wrong, (await staff.send('PATCH', path, wrong, any)).status]).to.deep.equal([wrong, 400])
  })

  it('are nobody else’s: neither of who works on readers’ requests, nor of a request of a reader', async () => {
    const { lending } = await house.lending('Private')
    const other = await program(house.site, 'requests')
    expect((await other.get(`/lendings/${lending.id}`)).status).to.equal(403)
    expect((await staff.get('/lendings/999999')).status).to.equal(404)
    const own = await program(house.site, 'lending')
    expect((await own.get(`/lendings/${lending.id}`)).status).to.equal(200)
  })
})
