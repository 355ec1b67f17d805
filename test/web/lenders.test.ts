import { expect } from 'chai'
import { findLender, partnersAt, partnersShowing, readPartnerHeader } from '../../src/ill/index.ts'
import { wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('The pages of lenders', () => {
  let site: Site
  let admin: SignedIn
  before(async () => {
    site = await openSite([])
    admin = await signIn(site, 'admin')
  })
  after(() => site.close())
  const fields = {
    symbol: 'DE-12',
    name: 'Staatsbibliothek',
    place: 'München',
    email: 'ill@bsb.example',
    protocol: 'email',
  }
  const words = async (path: string) => wordsOf(await (await admin.get(path)).text())

  it('are empty first, then list whom somebody added', async () => {
    expect(await words('/admin/lenders')).to.include('There is no lender')
    const added = await admin.form('/admin/lenders', {
      ...fields,
      lends: 'yes',
      active: 'yes',
      'calendar.closedWeekdays': 'Sun',
    })
    expect([added.status, added.headers.get('location')]).to.deep.equal([303, '/admin/lenders?saved=added'])
    expect(await words('/admin/lenders?q=munchen'))
      .to.include('Staatsbibliothek')
      .and.include('Takes requests')
    expect(await words('/admin/lenders?q=oslo')).to.include('No lender has these words')
    const lender = await findLender(site.database.db, 'DE-12')
    expect(lender).to.include({ lends: true, copies: false, namesPatron: false })
    expect(lender!.calendar.closedWeekdays).to.deep.equal([7])
  })

  it('say beside each field what is wrong, and keep what was typed', async () => {
    const answer = await admin.form('/admin/lenders', {
      ...fields,
      symbol: 'No',
      email: 'nobody',
      'calendar.closedDates': 'soon',
    })
    expect(answer.status).to.equal(400)
    const html = await answer.text()
    for (const id of ['symbol', 'email', 'calendar.closedDates']) expect(html).to.include(`id="${id}-wrong"`)
    expect(html).to.include('value="Staatsbibliothek"')
    expect((await admin.form('/admin/lenders', { ...fields, symbol: 'de-12' })).status).to.equal(409)
  })

  it('change a lender, not over another’s change', async () => {
    const { id } = (await findLender(site.database.db, 'DE-12'))!
    const change = (version: string, name: string) =>
      admin.form(`/admin/lenders/${id}`, { ...fields, active: 'yes', version, name })
    expect((await change('1', 'Staatsbibliothek im Süden')).status).to.equal(303)
    const late = await change('1', 'Another')
    expect([late.status, wordsOf(await late.text()).includes('changed meanwhile')]).to.deep.equal([409, true])
    expect((await findLender(site.database.db, 'DE-12'))!.name).to.equal('Staatsbibliothek im Süden')
    expect((await admin.get('/admin/lenders/999999')).status).to.equal(404)
    const other = await signIn(site, 'enquiry')
    expect((await other.get('/admin/lenders')).status).to.equal(403)
  })

  it('say how a library is known that shows nothing but its address', async () => {
    const ten = {
      ...fields,
      symbol: 'DE-10161',
      name: 'Altbau',
      protocol: 'iso10161',
      endpoint: 'tcp://ill.example:1611',
    }
    expect((await admin.form('/admin/lenders', { ...ten, active: 'yes' })).status).to.equal(303)
    const { id } = (await findLender(site.database.db, 'DE-10161'))!
    const before = await words(`/admin/lenders/${id}`)
    expect(before).to.include('No addresses are set above that it calls from').and.not.include('It has no token')
    const version = '1'
    await admin.form(`/admin/lenders/${id}`, { ...ten, active: 'yes', networks: '198.51.100.0/24', version })
    expect(await words(`/admin/lenders/${id}`)).to.include('It is known by the addresses it calls from')
    expect(await partnersAt(site.database.db, '198.51.100.7')).to.have.length(1)
    expect(await partnersAt(site.database.db, '198.51.101.7')).to.have.length(0)
  })

  it('give a library a token once, and keep what we show it to themselves', async () => {
    const { id } = (await findLender(site.database.db, 'DE-12'))!
    const base = `/admin/lenders/${id}`
    expect(await words(base))
      .to.include('It has no token')
      .and.include('its messages are not let in')
    const made = await admin.form(`${base}/token`)
    expect(made.headers.get('cache-control')).to.equal('no-store')
    const [token] = /fsp_[\w-]{43}/.exec(await made.text())!
    expect(await (await admin.get(base)).text()).not.to.include(token)
    expect(await words(base))
      .to.include('It has a token')
      .and.include('It may call from anywhere')
    const { db } = site.database
    expect(await partnersShowing(db, { token, address: '192.0.2.1' })).to.have.length(1)
    expect((await admin.form(`${base}/token/end`)).status).to.equal(303)
    expect(await partnersShowing(db, { token, address: '192.0.2.1' })).to.have.length(0)

    const wrong = await admin.form(`${base}/header`, { name: 'Host', value: 'x' })
    expect([wrong.status, (await wrong.text()).includes('id="name-wrong"')]).to.deep.equal([422, true])
    expect((await admin.form(`${base}/header`, { name: 'X-Api-Key', value: 'canary-7' })).status).to.equal(303)
    const page = await (await admin.get(base)).text()
    expect(page).to.include('X-Api-Key').and.not.include('canary-7')
    expect(await readPartnerHeader(db, id)).to.deep.equal({ name: 'X-Api-Key', value: 'canary-7' })
    expect((await admin.form(`${base}/header/remove`)).status).to.equal(303)
    expect(await readPartnerHeader(db, id)).to.equal(undefined)
  })

  it('do the same over the API, for administrators', async () => {
    const { id } = (await findLender(site.database.db, 'DE-12'))!
    const at = `/api/v1/lenders/${id}`
    const made = await admin.call('POST', `${at}/token`, {})
    expect(made.status).to.equal(201)
    const { token } = (await made.json()) as { token: string }
    expect(await partnersShowing(site.database.db, { token, address: '::1' })).to.have.length(1)
    expect((await admin.call('DELETE', `${at}/token`)).status).to.equal(204)
    expect((await admin.call('PUT', `${at}/header`, { name: 'Host', value: 'x' })).status).to.equal(400)
    expect((await admin.call('PUT', `${at}/header`, { name: 'X-Key', value: 'v' })).status).to.equal(204)
    expect(JSON.stringify(await (await admin.call('GET', at)).json())).not.to.include('X-Key')
    expect((await admin.call('DELETE', `${at}/header`)).status).to.equal(204)
    const other = await signIn(site, 'requests')
    expect((await other.call('POST', `${at}/token`, {})).status).to.equal(403)
    expect((await admin.call('POST', '/api/v1/lenders/999999/token', {})).status).to.equal(404)
  })

  it('say whose holdings a code means, at a page and over the API', async () => {
    const { id } = (await findLender(site.database.db, 'DE-12'))!
    const path = '/admin/lenders/holdings'
    const wrong = await admin.form(path, { target: '', code: '', symbol: 'DE-NONE' })
    expect(wrong.status).to.equal(422)
    expect(wordsOf(await wrong.text()))
      .to.include('Give a target, a library code, or both.')
      .and.include('No lender has this symbol')
    expect((await admin.form(path, { code: ' BSB ', symbol: 'de-12' })).status).to.equal(303)
    expect(await words(path))
      .to.include('BSB')
      .and.include('Staatsbibliothek')
    const call = (method: string, to: string, body?: object) => admin.call(method, `/api/v1${to}`, body)
    const same = await call('PUT', '/holding-owners', { code: 'bsb', lenderId: id })
    expect(await same.json()).to.include({ target: '', code: 'bsb', lenderId: id, symbol: 'ISIL:DE-12' })
    expect((await call('PUT', '/holding-owners', { lenderId: id })).status).to.equal(400)
    expect((await call('PUT', '/holding-owners', { code: 'x', lenderId: 999_999 })).status).to.equal(404)
    const { owners } = (await (await call('GET', '/holding-owners')).json()) as { owners: { id: number }[] }
    expect(owners).to.have.length(1)
    expect((await call('DELETE', `/holding-owners/${owners[0]!.id}`)).status).to.equal(204)
    expect((await call('DELETE', `/holding-owners/${owners[0]!.id}`)).status).to.equal(404)
    expect((await admin.form(`${path}/remove`, { id: '1' })).status).to.equal(404)
  })
})
