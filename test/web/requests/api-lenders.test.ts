import { expect } from 'chai'
import { signIn, signInWith } from '../people.ts'
import { openSite, type Site } from '../site.ts'
import { type Caller, type Json, script } from './caller.ts'

describe('Lenders in the API', () => {
  let site: Site
  let admin: Caller
  let staff: Caller
  before(async () => {
    site = await openSite([])
    admin = script(site, await signIn(site, 'admin'))
    staff = script(site, await signInWith(site, 'staff', [{ role: 'requests' }]))
  })
  after(() => site?.close())

  const farshore = { symbol: 'XX-Far', name: 'Farshore Library', email: 'ill@farshore.example', place: 'Farshore' }

  it('adds, finds and shows them', async () => {
    const key = { 'idempotency-key': 'add-1' }
    const added = await admin.send('POST', '/lenders', farshore, key)
    expect(added.status).to.equal(201)
    expect(added.json).to.include({ symbol: 'ISIL:XX-Far', version: 1, standing: 'open', protocol: 'email' })
    expect((await admin.send('POST', '/lenders', farshore, key)).json).to.deep.equal(added.json)
    const twice = await admin.send('POST', '/lenders', farshore)
    expect(twice.json).to.include({ status: 409, code: 'lender-symbol-taken' })
    const found = await staff.get('/lenders?text=farsh&service=loan')
    expect(found.json).to.nested.include({ count: 1, 'lenders[0].name': 'Farshore Library' })
    expect((await staff.get('/lenders?text=nowhere')).json).to.deep.include({ count: 0, lenders: [] })
    const shown = await staff.get(`/lenders/${added.json['id']}`)
    expect(shown.json).to.deep.equal(added.json)
    expect((await staff.get('/lenders/999999')).status).to.equal(404)
  })

  it('changes what is named at the version that was seen, and shows what it is to who came too late', async () => {
    const [{ id }] = (await admin.get('/lenders')).json['lenders'] as [Json]
    const path = `/lenders/${id}`
    const { etag } = await admin.get(path)
    expect((await admin.send('PATCH', path, { closed: true })).status).to.equal(428)
    const changed = await admin.send('PATCH', path, { closed: true, loanDays: 28 }, { 'if-match': etag })
    expect(changed.json).to.include({ closed: true, loanDays: 28, version: 2, standing: 'closed', place: 'Farshore' })
    const late = await admin.send('PATCH', path, { closed: false }, { 'if-match': etag })
    expect(late.json).to.nested.include({ status: 412, code: 'version-stale', version: 2, 'lender.closed': true })
    for (const wrong of [{ email: 'x' }, { nonsense: 1 }, { id: 7 }, { loanCost: '12' }])
      expect([wrong, (await admin.send('PATCH', path, wrong, { 'if-match': '*' })).status]).to.deep.equal([wrong, 400])
  })

  it('lets nobody else change them', async () => {
    expect((await staff.send('POST', '/lenders', farshore)).status).to.equal(403)
    const reader = script(site, await signInWith(site, 'patron', [{ role: 'patron' }]))
    expect((await reader.get('/lenders')).status).to.equal(403)
  })
})
