import { expect } from 'chai'
import { addLender } from '../../../src/ill/index.ts'
import { lender } from '../../ill/lenders/lender.ts'
import { actor, addBook, addLists } from '../our-catalogue.ts'
import { signIn, signInWith } from '../people.ts'
import { openSite, type Site } from '../site.ts'
import { type Caller, type Json, program, script } from './caller.ts'

describe('Actions on requests in the API', () => {
  let site: Site
  let reader: Caller
  let staff: Caller
  before(async () => {
    site = await openSite([])
    await addLists(site.database)
    reader = script(site, await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader'))
    staff = script(site, await signInWith(site, 'staff', [{ role: 'requests' }], 'Ida Ill'))
  })
  after(() => site?.close())

  let titles = 0
  async function place(): Promise<string> {
    const citation = { title: `Title ${++titles}` }
    const { json } = await reader.send('POST', '/requests', { citation, pickupBranch: 'main' })
    return `/requests/${json['id']}`
  }
  const events = async (path: string) =>
    ((await staff.get(`${path}/history`)).json['events'] as Json[]).map(({ event }) => event)
  let keys = 0
  const key = () => ({ 'idempotency-key': `key-${++keys}` })
  const any = { 'if-match': '*' }

  it('does what is asked at the version that was seen, and answers with how it stands then', async () => {
    const path = await place()
    const { etag } = await staff.get(path)
    const done = await staff.send('POST', `${path}/actions/inProcess`, {}, { 'if-match': etag })
    expect(done.status).to.equal(200)
    expect(done.json).to.include({ state: 'in-process', version: 2 })
    expect([done.etag, done.etag.startsWith('"2.')]).to.deep.equal([(await staff.get(path)).etag, true])
    const noted = await staff.send('POST', `${path}/actions/note`, { privateNote: 'x' }, { 'if-match': 'W/"2"' })
    expect(noted.json).to.include({ version: 3 })
  })

  it('wants to know the version, and tells what was changed since', async () => {
    const path = await place()
    expect((await staff.send('POST', `${path}/actions/inProcess`, {})).json).to.include({
      ...{ status: 428, code: 'version-needed' },
    })
    for (const wrong of ['2', '"x"', '"1", "2"'])
      expect((await staff.send('POST', `${path}/actions/inProcess`, {}, { 'if-match': wrong })).status).to.equal(400)
    await staff.send('POST', `${path}/actions/inProcess`, {}, any)
    const late = await staff.send('POST', `${path}/actions/inProcess`, {}, { 'if-match': '"1"' })
    expect(late.json).to.include({ status: 412, code: 'workflow-stale', version: 2 })
    expect(late.json['detail']).to.contain('In Process (Ida Ill)')
    expect(late.json).to.nested.include({ 'changes[0].label': 'In Process', 'changes[0].by': 'Ida Ill' })
    const readers = await reader.send('POST', `${path}/actions/cancel`, {}, { 'if-match': '"1"' })
    expect(readers.status).to.equal(412)
    expect(JSON.stringify(readers.json)).to.contain('We began to get it for you').and.not.to.contain('Ida')
  })

  it('says why something is not possible, and does nothing of it', async () => {
    const path = await place()
    const act = (name: string, body: unknown = {}) => staff.send('POST', `${path}/actions/${name}`, body, any)
    expect((await act('completeLocated')).json).to.include({ status: 409, code: 'workflow-refused' })
    expect((await act('reopen')).json).to.include({ status: 409, code: 'workflow-illegal' })
    for (const name of ['link', 'lineEnded', 'toString', 'nonsense'])
      expect([name, (await act(name)).status]).to.deep.equal([name, 404])
    expect((await act('inProcess', { notify: 'yes' })).json).to.include({ status: 400, code: 'workflow-form' })
    expect((await act('inProcess', { nottify: true })).status).to.equal(400)
    expect((await act('assign', { assignee: '00000000-0000-4000-8000-000000000000' })).status).to.equal(400)
    expect(await events(path)).to.deep.equal(['start'])
  })

  it('assigns to a colleague, whose name nobody else says', async () => {
    const path = await place()
    const person = await signIn(site, 'requests')
    const done = await staff.send('POST', `${path}/actions/assign`, { assignee: person.id }, any)
    expect(done.json).to.deep.include({ state: 'assigned', assignedTo: { id: person.id, name: person.name } })
    const body = { assignee: person.id, assigneeName: 'Somebody' }
    expect((await staff.send('POST', `${path}/actions/assign`, body, any)).status).to.equal(400)
    expect((await staff.get(`/requests?assignedTo=${person.id}`)).json['requests']).to.have.length(1)
  })

  it('lets readers cancel their own, and nothing besides', async () => {
    const path = await place()
    const other = script(site, await signInWith(site, 'patron', [{ role: 'patron' }]))
    expect((await other.send('POST', `${path}/actions/cancel`, {}, any)).status).to.equal(404)
    expect((await reader.send('POST', `${path}/actions/complete`, {}, any)).status).to.equal(404)
    expect((await reader.send('POST', `${path}/actions/cancel`, { privateNote: 'x' }, any)).status).to.equal(400)
    expect((await reader.send('POST', `${path}/undo`, {}, any)).status).to.equal(403)
    const done = await reader.send('POST', `${path}/actions/cancel`, { reason: 'Found it' }, any)
    expect(done.json).to.include({ status: 'Cancelled', open: false })
    const again = await reader.send('POST', `${path}/actions/cancel`, {}, any)
    expect([again.status, again.json['detail']]).to.deep.equal([409, '"Cancel" is not possible while it is Cancelled'])
  })

  it('does the same call once, however often and at once it is sent, and answers it alike', async () => {
    const path = await place()
    const headers = { ...any, ...key() }
    const send = () => staff.send('POST', `${path}/actions/note`, { privateNote: 'Once' }, headers)
    const all = await Promise.all(Array.from({ length: 12 }, send))
    for (const one of all) {
      expect([one.status, one.json]).to.deep.equal([200, all[0]!.json])
      expect(one.etag).to.equal(all[0]!.etag)
    }
    expect(all.filter(({ headers: got }) => got.has('idempotent-replayed'))).to.have.length(11)
    expect(await events(path)).to.deep.equal(['start', 'note'])
    const other = await staff.send('POST', `${path}/actions/note`, { privateNote: 'Twice' }, headers)
    expect(other.json).to.include({ status: 422, code: 'key-reused' })
    expect((await staff.send('POST', `${path}/actions/seen`, {}, headers)).status).to.equal(422)
    // Somebody else's key of the same name is another.
    const kiosk = await program(site, 'requests')
    expect((await kiosk.send('POST', `${path}/actions/note`, { privateNote: 'Mine' }, headers)).status).to.equal(200)
    // A day later.
    await site.database.db
      .updateTable('idempotency_keys')
      .set({ expires_at: new Date(0) })
      .execute()
    expect((await send()).headers.has('idempotent-replayed')).to.equal(false)
    expect(await events(path)).to.deep.equal(['start', 'note', 'note', 'note'])
  })

  it('places a request once for its key, and keeps no key of a call that failed', async () => {
    const headers = key()
    const citation = { title: 'Only once' }
    const send = (pickupBranch: string) => reader.send('POST', '/requests', { citation, pickupBranch }, headers)
    expect((await send('nowhere')).status).to.equal(400)
    const both = await Promise.all([send('main'), send('main'), send('main')])
    expect(both.map(({ status }) => status)).to.deep.equal([201, 201, 201])
    expect(new Set(both.map(({ json }) => json['id'])).size).to.equal(1)
    expect(both.map(({ headers: got }) => got.get('location'))).to.include(`/api/v1/requests/${both[0]!.json['id']}`)
    const refused = key()
    const again = () => reader.send('POST', '/requests', { citation, pickupBranch: 'main' }, refused)
    expect((await again()).json).to.include({ code: 'request-refused' })
    expect((await again()).json).to.include({ code: 'request-refused' })
  })

  it('takes back the last action of its doer, also a program’s', async () => {
    const path = await place()
    await staff.send('POST', `${path}/actions/inProcess`, {}, any)
    const kiosk = await program(site, 'requests')
    expect((await kiosk.send('POST', `${path}/undo`, {}, any)).json).to.include({ status: 409, code: 'undo-refused' })
    const back = await staff.send('POST', `${path}/undo`, {}, { 'if-match': '"2"' })
    expect(back.json).to.include({ state: 'pending-review', version: 3 })
    await kiosk.send('POST', `${path}/actions/inProcess`, {}, any)
    const undone = await kiosk.send('POST', `${path}/undo`, {}, { ...any, ...key() })
    expect(undone.json).to.include({ state: 'pending-review' })
    expect(await events(path)).to.deep.equal(['start', 'inProcess', 'undo', 'inProcess', 'undo'])
  })

  it('adds lenders once the request is linked, orders them, and acts on their lines', async () => {
    const path = await place()
    const make = (symbol: string, email: string) =>
      site.database.tx((tx) => addLender(tx, lender({ symbol, name: `Library ${symbol}`, email }), actor))
    const [near, far] = [await make('XX-Near', 'ill@near.example'), await make('XX-Far', 'ill@far.example')]
    const add = (id: number) => staff.send('POST', `${path}/lines`, { lender: id })
    expect((await add(near.id)).json).to.include({ status: 409, code: 'request-not-linked' })
    const bibId = await addBook(site.database, { title: 'For lenders' })
    expect((await staff.send('POST', `${path}/link`, { bibId: 999_999 })).status).to.equal(404)
    expect((await staff.send('POST', `${path}/link`, { source: true })).status).to.equal(404)
    expect((await staff.send('POST', `${path}/link`, { bibId })).json).to.include({ bibId })
    const [one, two] = [await add(near.id), await add(far.id)]
    expect(one.status).to.equal(201)
    expect(one.json).to.deep.include({ state: 'idle', status: 'Awaiting', position: 1 })
    const order = [two.json['id'], one.json['id']]
    const ordered = await staff.send('POST', `${path}/lines/order`, { order })
    expect((ordered.json['lines'] as Json[]).map(({ id }) => id)).to.deep.equal(order)
    expect((await staff.send('POST', `${path}/lines/order`, { order: [1] })).status).to.equal(409)

    const line = `${path}/lines/${one.json['id']}`
    expect(one.headers.get('location')).to.equal(`/api/v1${line}`)
    const { etag, json } = await staff.get(line)
    const request = (json['actions'] as Json[]).find(({ action }) => action === 'request')
    expect(request).to.nested.include({ possible: true, 'form.properties.transmit.type': 'boolean' })
    expect(request).not.to.have.nested.property('form.properties.expiresAt')
    expect((await staff.send('POST', `${line}/actions/request`, {})).status).to.equal(428)
    const asked = await staff.send('POST', `${line}/actions/request`, { transmit: true }, { 'if-match': etag })
    expect(asked.json).to.include({ state: 'pending', status: 'Requested', version: 2 })
    const late = await staff.send('POST', `${line}/actions/cancel`, {}, { 'if-match': etag })
    expect(late.json).to.nested.include({ status: 412, 'changes[0].label': 'Requested' })
    expect((await staff.send('POST', `${line}/actions/closeAsCancelled`, {}, any)).status).to.equal(403)
    expect((await staff.send('POST', `${line}/undo`, {}, any)).json).to.include({ state: 'idle' })
    const elsewhere = `${await place()}/lines/${one.json['id']}`
    expect((await staff.get(elsewhere)).status).to.equal(404)
    expect((await reader.get(line)).status).to.equal(403)
  })
})
