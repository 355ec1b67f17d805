import { expect } from 'chai'
import { addBook, addLists } from '../our-catalogue.ts'
import { signIn, signInWith } from '../people.ts'
import { openSite, type Site } from '../site.ts'
import { type Answer, type Caller, type Json, script } from './caller.ts'

/** Domain/ill.md section 1 from S0 to S21: readers, staff, administrators and the desk, by nothing but the API. */
describe('A loan over the API alone', () => {
  let site: Site
  let reader: Caller
  let staff: Caller
  let admin: Caller
  const card = 'Rosa-Reader'
  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } }])
    await addLists(site.database)
    reader = script(site, await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader'))
    staff = script(site, await signIn(site, 'requests', 'enquiry', 'catalogue.edit', 'circulation'))
    admin = script(site, await signIn(site, 'admin'))
  })
  after(() => site?.close())

  const good = (answer: Answer): Json => {
    expect([answer.status < 300, answer.json], JSON.stringify(answer.json)).to.deep.equal([true, answer.json])
    return answer.json
  }
  /** Looks at it, and acts at the version that was seen. */
  async function act(path: string, action: string, said: object = {}): Promise<Json> {
    const { etag, json } = await staff.get(path)
    const offered = (json['actions'] as Json[]).find((one) => one['action'] === action)
    expect(offered, `${action} is offered`).to.include({ possible: true })
    return good(await staff.send('POST', `${path}/actions/${action}`, said, { 'if-match': etag }))
  }
  const countOf = async (query: string) => (await staff.get(`/requests?count=true&${query}`)).json['count']
  const offeredNow = async (path: string, action: string) =>
    ((await staff.get(path)).json['actions'] as Json[]).find((one) => one['action'] === action)

  async function search(title: string): Promise<string> {
    const { id } = (await (await site.post('/api/v1/searches', { query: { title } })).json()) as { id: string }
    await site.service.get(id)!.settled(20_000)
    return id
  }

  it('goes from Place Request to Completed', async () => {
    // S0: the reader places it at a hit of an external search.
    const searchId = await search('left hand of darkness')
    const from = { kind: 'hit', searchId, hit: 1 }
    const placed = good(await reader.send('POST', '/requests', { from, pickupBranch: 'main' }))
    const path = `/requests/${placed['id']}`
    const own = async () => (await reader.get(path)).json['status']
    // S1, S2: Pending review.
    expect((await staff.get(path)).json).to.include({ status: 'Pending review' })
    expect(await countOf('state=pending-review')).to.equal(1)
    // S3: Assign, which is optional.
    const assign = await offeredNow(path, 'assign')
    const [colleague] = (((assign!['form'] as Json)['properties'] as Json)['assignee'] as Json)['oneOf'] as [Json]
    expect(await act(path, 'assign', { assignee: colleague['const'] })).to.include({ state: 'assigned' })
    expect(await countOf(`assignedTo=${colleague['const']}`)).to.equal(1)
    // S4: In Process; nobody is told unless that is ticked.
    expect(await act(path, 'inProcess')).to.include({ state: 'in-process' })
    expect((await staff.get(`/messages?requestId=${placed['id']}`)).json['messages']).to.deep.equal([])
    expect(await own()).to.equal('We are getting it for you')
    // S5: Edit, for what the reader added on the phone.
    const edit = await offeredNow(path, 'edit')
    expect(edit).to.have.nested.property('form.properties.neededBy')
    const { etag: seen } = await staff.get(path)
    const details = { neededBy: '2099-03-01', note: 'Any edition will do', privateNote: 'On the phone' }
    good(await staff.send('PATCH', path, details, { 'if-match': seen }))
    expect((await reader.get(path)).json).to.include({ neededBy: '2099-03-01', note: 'Any edition will do' })

    // S6, S6a: not in our catalogue; Select Record takes the hit in and links it, once however often it is pressed.
    expect((await staff.get('/catalogue/records?title=left+hand+of+darkness')).json).to.nested.include({
      'count.value': 0,
    })
    expect((await staff.send('POST', `${path}/lines`, { lender: 1 })).json).to.include({ code: 'request-not-linked' })
    const select = { searchId, hit: 1, requestId: String(placed['number']) }
    const [first, second] = [
      good(await staff.send('POST', '/catalogue/select', select)),
      good(await staff.send('POST', '/catalogue/select', select)),
    ]
    expect(second['bibId']).to.equal(first['bibId'])
    expect((await staff.get(path)).json).to.include({ bibId: first['bibId'] })

    // S11 to S13: lenders.
    const fields = { symbol: 'XX-Far', name: 'Farshore Library', email: 'ill@farshore.example' }
    good(await admin.send('POST', '/lenders', fields))
    const found = (await staff.get('/lenders?text=farsh')).json['lenders'] as Json[]
    const added = good(await staff.send('POST', `${path}/lines`, { lender: found[0]!['id'] }))
    expect(added).to.include({ status: 'Awaiting' })
    const line = `${path}/lines/${added['id']}`
    expect(await offeredNow(line, 'requestRenewal')).to.equal(undefined)
    // S14, S15
    const asked = await act(line, 'request', { transmit: true, publicNote: 'Soon, please', privateNote: 'By mail' })
    expect(asked).to.include({ status: 'Requested', otherMeans: false })
    expect(await own()).to.equal('We have asked a library for it')
    expect(await act(line, 'shipped', { service: 'loan' })).to.include({ status: 'Shipped from lender' })
    expect(await own()).to.equal('It is on its way to your library')
    expect((await reader.get(path)).json).to.nested.include({ 'actions[0].possible': false })

    // S16, S18: one item and one reservation, however often it is sent.
    const { etag } = await staff.get(line)
    const receive = () =>
      staff.send(
        'POST',
        `${line}/actions/receivedAsLoan`,
        { accessionNo: 'ILL-1', dueAtLender: '2099-05-01' },
        { 'if-match': etag, 'idempotency-key': 'receive-1' },
      )
    const received = await Promise.all([receive(), receive(), receive()])
    expect(received.map((one) => good(one)['status'])).to.deep.equal(Array(3).fill('Received as loan'))
    const items = (await staff.get(`/catalogue/records/${first['bibId']}/items`)).json['items'] as Json[]
    expect(items.map((item) => item['accessionNo'])).to.deep.equal(['ILL-1'])
    const reserved = (await staff.get(`/circulation/patrons/${card}`)).json['reservations'] as Json[]
    expect(reserved.map(({ level }) => level)).to.deep.equal(['copy'])
    // S17: the request stays open until somebody completes it.
    expect((await staff.get(path)).json).to.include({ state: 'in-process' })
    expect(await own()).to.equal('It has come to your library')

    // S18, S19: at the desk it goes to the reader.
    const scan = { accessionNo: 'ILL-1', branch: 'main' }
    expect(good(await staff.send('POST', '/circulation/check-ins', scan))).to.include({ to: 'pickup' })
    expect(await own()).to.match(/^It is ready for you at /)
    const lent = good(await staff.send('POST', '/circulation/check-outs', { ...scan, card }))
    expect(String(lent['dueOn']) < '2099-05-01').to.equal(true)
    expect(await own()).to.match(/^You have it until /)
    expect((await reader.get(path)).json).to.include({ dueOn: lent['dueOn'] })
    // S19a to S19c: renewal, asked for and granted, then another day without asking.
    expect(await act(line, 'requestRenewal', { dueDate: '2099-06-01' })).to.include({
      ...{ state: 'received', status: 'Received as loan', renewProposed: '2099-06-01' },
    })
    expect(await act(line, 'renewed')).to.include({ status: 'Renewed from lender' })
    expect(await act(line, 'changeDue', { dueAtLender: '2099-06-01' })).to.include({ dueAtLender: '2099-06-01' })
    expect(await act(line, 'renewed', { dueAtLender: '2099-07-01' })).to.include({ dueAtLender: '2099-07-01' })
    // S20: a normal return sends it to the ILL officer.
    expect(good(await staff.send('POST', '/circulation/check-ins', scan))).to.include({ to: 'ill-officer' })
    expect(await own()).to.equal('You have brought it back')
    // S21
    expect(await act(line, 'returned')).to.include({ status: 'Returned to lender' })
    expect(await act(path, 'complete', { override: true, message: 'Thank you' })).to.include({ state: 'completed' })
    expect(await own()).to.equal('Done')
    expect(await countOf('state=completed')).to.equal(1)
    const history = (await staff.get(`${path}/history`)).json['events'] as Json[]
    for (const label of [
      'Assign',
      'In Process',
      'Edit',
      'Select Record',
      'Requested',
      'Renewed from lender',
      'Returned to lender',
    ])
      expect(history.map((event) => event['label'])).to.include(label)
    expect(new Set(history.slice(1).map((event) => event['via']))).to.deep.equal(new Set(['api']))
  })

  it('ends at once where the library has it itself', async () => {
    // S8: found in our catalogue.
    const bibId = await addBook(site.database, { title: 'Here all along' }, [{ accessionNo: 'A1' }])
    const body = { citation: { title: 'Here all along' }, pickupBranch: 'main', card, despite: ['held'] }
    const placed = good(await staff.send('POST', '/requests', body))
    const path = `/requests/${placed['id']}`
    expect(await offeredNow(path, 'completeLocated')).to.include({ possible: false })
    good(await staff.send('POST', `${path}/link`, { bibId }))
    expect(await act(path, 'completeLocated', { notify: false })).to.include({
      status: 'Completed – located in database',
    })
    expect((await reader.get(path)).json['status']).to.equal('Your library has this itself: you can borrow it there')
  })

  it('goes on with a brief record where nobody has catalogued the title', async () => {
    const citation = { title: 'Tide tables of Farshore', author: 'Doe, Jo' }
    const placed = good(await reader.send('POST', '/requests', { citation, pickupBranch: 'main' }))
    const path = `/requests/${placed['id']}`
    await act(path, 'inProcess')
    // S5: the title is corrected first.
    expect(await act(path, 'edit', { citation: { title: 'Tide tables of the Farshore' } })).to.include({
      title: 'Tide tables of the Farshore',
    })
    // S6: neither our catalogue has it, nor others.
    expect((await staff.get('/catalogue/records?title=tide+tables+farshore')).json).to.nested.include({
      'count.value': 0,
    })
    const searchId = await search('tide tables of the farshore')
    expect((await staff.get(`/searches/${searchId}`)).json['hits']).to.deep.equal([])
    // S7: New.
    const record = { title: 'Tide tables of the Farshore', author: 'Doe, Jo', year: '1931', notes: ['Not seen yet'] }
    const made = good(await staff.send('POST', '/catalogue/records', record, { 'idempotency-key': 'new-1' }))
    expect((await staff.get(`/catalogue/records/${made['bibId']}`)).json).to.nested.include({
      'brief.title.text': 'Tide tables of the Farshore',
    })
    // S9: Select Record links it; S11, S12: only then are there lenders.
    const lender = { symbol: 'XX-Deep', name: 'Deep Harbour Library', email: 'ill@deep.example' }
    const { id } = good(await admin.send('POST', '/lenders', lender))
    expect((await staff.send('POST', `${path}/lines`, { lender: id })).json).to.include({ code: 'request-not-linked' })
    expect(good(await staff.send('POST', `${path}/link`, { bibId: made['bibId'] }))).to.include({
      bibId: made['bibId'],
    })
    expect(good(await staff.send('POST', `${path}/lines`, { lender: id }))).to.include({ status: 'Awaiting' })
    // S7 and S9 at once, for who knows already: we have it by now, and it is used.
    const other = good(
      await reader.send('POST', '/requests', { citation, pickupBranch: 'riverside', despite: ['held'] }),
    )
    const decision = { kind: 'existing', bibId: made['bibId'] }
    good(await staff.send('POST', '/catalogue/records', { ...record, decision, requestId: other['number'] }))
    expect((await staff.get(`/requests/${other['id']}`)).json).to.include({ bibId: made['bibId'] })
  })

  it('takes in the hit that is kept with the request, when the search is long over', async () => {
    const searchId = await search('war and peace')
    const from = { kind: 'hit', searchId, hit: 1 }
    const placed = good(await reader.send('POST', '/requests', { from, pickupBranch: 'main' }))
    const path = `/requests/${placed['id']}`
    const linked = good(await staff.send('POST', `${path}/link`, { source: true, confirmLossy: true }))
    const again = good(await staff.send('POST', `${path}/link`, { source: true, confirmLossy: true }))
    expect(again['bibId']).to.equal(linked['bibId'])
    expect(linked['bibId']).to.be.a('number')
  })
})
