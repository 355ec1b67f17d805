import { expect } from 'chai'
import { addPerson } from '../../src/accounts/index.ts'
import { actor, addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn, signInWith } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('Circulation in the API', () => {
  let site: Site
  let desk: SignedIn
  let reader: SignedIn
  let bib: number
  const card = 'Edda-Marlowe'

  before(async () => {
    site = await openSite([])
    await addLists(site.database)
    bib = await addBook(site.database, { title: 'Wide tides' }, [{ accessionNo: 'A1' }, { accessionNo: 'A2' }])
    desk = await signIn(site, 'circulation')
    reader = await signInWith(site, 'patron', [{ role: 'patron' }], 'Edda Marlowe')
  })
  after(() => site.close())

  const call = async (who: SignedIn, method: string, path: string, body?: unknown) => {
    const answer = await who.call(method, `/api/v1${path}`, body)
    const text = await answer.text()
    return { status: answer.status, json: (text ? JSON.parse(text) : {}) as Record<string, unknown> }
  }
  const out = (accessionNo: string, of = card) =>
    call(desk, 'POST', '/circulation/check-outs', { accessionNo, card: of, branch: 'main' })
  const back = (accessionNo: string) => call(desk, 'POST', '/circulation/check-ins', { accessionNo, branch: 'main' })

  it('lends, says why not, and takes back', async () => {
    const lent = await out('A1')
    expect(lent).to.nested.include({ status: 201, 'json.renewals': 0, 'json.branch': 'main' })
    const again = await out('A1')
    expect(again).to.nested.include({
      status: 409,
      'json.code': 'loan-refused',
      'json.context.why': 'on-loan',
    })
    expect((await out('nothing')).status).to.equal(404)
    expect((await out('A2', 'nobody')).status).to.equal(404)
    const early = await call(desk, 'POST', `/circulation/loans/${lent.json['id']}/renew`)
    expect(early).to.nested.include({ status: 409, 'json.context.why': 'no-later' })
    const seen = await call(desk, 'GET', `/circulation/patrons/${card}`)
    expect(seen.json).to.nested.include({
      name: 'Edda Marlowe',
      'loans[0].accessionNo': 'A1',
      'loans[0].overdue': false,
    })
    const taken = await back('A1')
    expect(taken.json).to.include({ to: 'shelf', accessionNo: 'A1', ended: lent.json['id'] })
    expect((await back('nothing')).json).to.deep.equal({ to: 'unknown', accessionNo: 'nothing' })
  })

  it('reserves, orders and cancels, and names nobody in the queue', async () => {
    const fields = { kind: 'patron', login: 'other', name: 'Other Reader', email: '', blocked: false } as const
    await addPerson(site.database.db, { ...fields, active: true, roles: [] }, actor)
    const place = (of: string, wanted: object = { bibId: bib }) =>
      call(desk, 'POST', '/circulation/reservations', { ...wanted, card: of, pickupBranch: 'main' })
    const [one, two] = [await place(card), await place('other')]
    expect([one.json['place'], two.json['place']]).to.deep.equal([1, 2])
    expect((await place(card)).json).to.nested.include({ code: 'reservation-refused', 'context.why': 'twice' })
    expect((await place(card, {})).status).to.equal(400)
    const moved = await call(desk, 'POST', `/circulation/reservations/${two.json['id']}/move`, { to: 1 })
    expect(moved.status).to.equal(204)
    const queue = await call(desk, 'GET', `/circulation/records/${bib}/reservations`)
    expect((queue.json['reservations'] as { id: string }[]).map(({ id }) => id)).to.deep.equal([
      two.json['id'],
      one.json['id'],
    ])
    expect(JSON.stringify(queue.json)).not.to.match(/patron|Reader/)
    for (const { json } of [one, two]) {
      const path = `/circulation/reservations/${json['id']}/cancel`
      expect((await call(desk, 'POST', path)).status).to.equal(204)
      expect((await call(desk, 'POST', path)).status).to.equal(404)
    }
  })

  it('gives readers what is theirs, and nothing of the desk', async () => {
    const placed = await call(reader, 'POST', '/account/reservations', { bibId: bib, pickupBranch: 'riverside' })
    expect(placed.status).to.equal(201)
    const own = await call(reader, 'GET', '/account/loans')
    expect(own.json).to.nested.include({ 'reservations[0].pickupBranch': 'riverside', 'reservations[0].place': 1 })
    const stranger = await signInWith(site, 'patron', [{ role: 'patron' }], 'Stranger')
    const path = `/account/reservations/${placed.json['id']}/cancel`
    expect((await call(stranger, 'POST', path)).status).to.equal(404)
    expect((await call(reader, 'POST', path)).status).to.equal(204)
    expect((await call(reader, 'GET', `/circulation/patrons/${card}`)).status).to.equal(403)
    expect(
      (await call(reader, 'POST', '/circulation/check-ins', { accessionNo: 'A1', branch: 'main' })).status,
    ).to.equal(403)
  })

  it('lists what is overdue', async () => {
    await out('A2')
    await site.database.db.updateTable('loans').set({ due_on: '2020-01-01' }).where('returned_at', 'is', null).execute()
    const page = await call(desk, 'GET', '/circulation/overdue?branch=main')
    expect(page.json).to.nested.include({ 'loans[0].accessionNo': 'A2', 'loans[0].dueOn': '2020-01-01' })
    expect((await call(desk, 'GET', '/circulation/overdue?branch=riverside')).json['loans']).to.deep.equal([])
  })
})
