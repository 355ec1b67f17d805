import { expect } from 'chai'
import { readSourceRecord } from '../../../src/ill/index.ts'
import { addBook, addLists } from '../our-catalogue.ts'
import { type SignedIn, signIn, signInWith } from '../people.ts'
import { openSite, type Site } from '../site.ts'
import { type Caller, type Json, program, script } from './caller.ts'

describe('Requests in the API', () => {
  let site: Site
  let rosa: SignedIn
  let reader: Caller
  let staff: Caller
  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } }])
    await addLists(site.database)
    rosa = await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader')
    reader = script(site, rosa)
    staff = script(site, await signIn(site, 'requests', 'enquiry'))
  })
  after(() => site?.close())

  const card = 'Rosa-Reader'
  const list = ({ json }: { json: Json }) => json['requests'] as Json[]

  it('places a reader’s own from a citation, and shows it in the reader’s words', async () => {
    const placed = await reader.send('POST', '/requests', {
      citation: { title: 'The Owl Service', author: 'Garner, Alan', isbn: '9780007127894' },
      pickupBranch: 'main',
      neededBy: '2999-01-31',
      note: 'Any edition',
    })
    expect(placed.status).to.equal(201)
    expect(placed.json).to.include({
      ...{ title: 'The Owl Service', service: 'loan', version: 1, open: true, pickupBranch: 'main' },
      ...{ status: 'We have your request and will look at it soon', neededBy: '2999-01-31', note: 'Any edition' },
    })
    for (const name of ['state', 'patron', 'lines', 'assignedTo', 'source'])
      expect(placed.json).not.to.have.property(name)
    const again = await reader.get(`/requests/${placed.json['publicId']}`)
    expect(placed.headers.get('location')).to.equal(`/api/v1/requests/${placed.json['id']}`)
    expect(again.json).to.deep.equal(placed.json)
    expect([again.etag, again.etag.startsWith('"1.')]).to.deep.equal([placed.etag, true])
    const unchanged = await reader.get(`/requests/${placed.json['number']}`, {
      ...{ 'if-none-match': again.etag, 'cache-control': 'max-age=0' },
    })
    expect(unchanged.status).to.equal(304)
  })

  it('gives the actions possible now with their forms, and of the others the reason', async () => {
    const { json } = await reader.send('POST', '/requests', { citation: { title: 'Actions' }, pickupBranch: 'main' })
    const own = json['actions'] as Json[]
    expect(own.map(({ action }) => action)).to.deep.equal(['cancel'])
    expect(JSON.stringify(own)).not.to.contain('Staff notes')
    const seen = await staff.get(`/requests/${json['id']}`)
    expect(seen.json).to.include({ state: 'pending-review', status: 'Pending review' })
    expect(seen.json).to.nested.include({ 'patron.cardNumber': card })
    const actions = Object.fromEntries((seen.json['actions'] as Json[]).map((one) => [one['action'], one]))
    expect(actions['inProcess']).to.deep.include({ label: 'In Process', possible: true, primary: true })
    expect(actions['inProcess']).to.nested.include({
      'form.additionalProperties': false,
      'form.properties.notify.type': 'boolean',
      'form.properties.preset.oneOf[0].title': 'Ordered from another library',
    })
    expect(actions['completeLocated']).to.deep.include({
      possible: false,
      reasons: ['no copy of the linked record is in the catalogue'],
    })
    // What follows from the choice is not asked for.
    expect(Object.keys((actions['assign']!['form'] as Json)['properties'] as Json)).to.deep.equal([
      'assignee',
      'privateNote',
    ])
    expect(actions).not.to.have.any.keys('reopen', 'link', 'lineEnded')
  })

  it('places one from a hit of an external search, with its record', async () => {
    const search = await site.post('/api/v1/searches', { query: { title: 'left hand of darkness' } })
    const { id } = (await search.json()) as { id: string }
    await site.service.get(id)!.settled(10_000)
    const placed = await reader.send('POST', '/requests', {
      from: { kind: 'hit', searchId: id, hit: 1 },
      pickupBranch: 'main',
    })
    expect(placed.status).to.equal(201)
    expect(String(placed.json['title'])).to.match(/left hand of darkness/i)
    expect((await readSourceRecord(site.database.db, Number(placed.json['id'])))?.length).to.be.greaterThan(100)
    const seen = await staff.get(`/requests/${placed.json['id']}`)
    expect(seen.json).to.nested.include({ 'source.kind': 'external', 'source.label': 'Northfield City' })
    const gone = await reader.send('POST', '/requests', { from: { kind: 'hit', searchId: 'none', hit: 1 } })
    expect(gone.json).to.include({ status: 404, code: 'search-gone' })
  })

  it('places one from a record of ours, linked at once, where the reader knows that it is here', async () => {
    const bibId = await addBook(site.database, { title: 'Wide tides' }, [{ accessionNo: 'A1' }])
    const from = { kind: 'record', bibId }
    const refused = await reader.send('POST', '/requests', { from, pickupBranch: 'main' })
    expect(refused.json).to.include({ status: 409, code: 'request-refused' })
    expect(refused.json['obstacles']).to.deep.equal([
      { kind: 'held', words: 'Your library has this itself, and a copy is in.', passable: true, bibId },
    ])
    const placed = await reader.send('POST', '/requests', { from, pickupBranch: 'main', despite: ['held'] })
    expect(placed.json).to.include({ title: 'Wide tides' })
    expect((await staff.get(`/requests/${placed.json['id']}`)).json).to.include({ bibId })
  })

  it('places a copy by OpenURL, and says what a form would say of its fields', async () => {
    const openurl = 'genre=article&atitle=On+Owls&title=Bird+Letters&volume=4&pages=1-9'
    const placed = await reader.send('POST', '/requests', { from: { kind: 'openurl', openurl }, pickupBranch: 'main' })
    expect(placed.json).to.include({ service: 'copy', title: 'On Owls' })
    const wrong = await reader.send('POST', '/requests', {
      citation: { title: 'X', isbn: '123' },
      pickupBranch: 'main',
    })
    expect(wrong.json['detail']).to.match(/^citation\.isbn: This is no right ISBN/)
    expect((await reader.send('POST', '/requests', { citation: { title: 'X' } })).json['detail']).to.equal(
      'pickupBranch: Choose where to pick it up.',
    )
    expect((await reader.send('POST', '/requests', { titel: 'X' })).status).to.equal(400)
  })

  it('places one for a borrower by staff and by programs, who say whose it is', async () => {
    const body = { citation: { title: 'By the desk' }, pickupBranch: 'main' }
    const kiosk = await program(site, 'requests')
    expect((await kiosk.send('POST', '/requests', body)).json['detail']).to.match(/^card: /)
    expect((await kiosk.send('POST', '/requests', { ...body, card: 'nobody' })).status).to.equal(400)
    const placed = await kiosk.send('POST', '/requests', { ...body, card })
    expect(placed.json).to.nested.include({ 'patron.id': rosa.id, state: 'pending-review' })
    const twice = await staff.send('POST', '/requests', { ...body, card })
    expect(twice.json).to.nested.include({ 'obstacles[0].kind': 'duplicate', 'obstacles[0].passable': true })
    expect((await reader.send('POST', '/requests', body)).json).to.nested.include({ 'obstacles[0].passable': false })
    const stranger = script(site, await signInWith(site, 'patron', [{ role: 'patron' }], 'Stranger'))
    expect((await stranger.send('POST', '/requests', { ...body, card })).status).to.equal(403)
    expect((await (await program(site, 'request.place')).send('POST', '/requests', body)).status).to.equal(403)
  })

  it('shows readers their own only, and nothing of staff’s', async () => {
    const { json } = await reader.send('POST', '/requests', { citation: { title: 'Mine' }, pickupBranch: 'main' })
    const stranger = script(site, await signInWith(site, 'patron', [{ role: 'patron' }], 'Other Reader'))
    for (const name of ['id', 'number', 'publicId'])
      expect((await stranger.get(`/requests/${json[name]}`)).json).to.include({ status: 404, code: 'request-gone' })
    expect((await stranger.get(`/requests/${json['id']}/history`)).status).to.equal(404)
    expect(list(await stranger.get('/requests'))).to.deep.equal([])
    const own = list(await reader.get('/requests?sort=newest'))
    expect(own[0]).to.include({ title: 'Mine' })
    expect(JSON.stringify(own)).not.to.match(/patron|lines|state"/)
    expect((await reader.get('/requests?assignedTo=nobody')).json['detail']).to.contain('for staff')
    const history = (await reader.get(`/requests/${json['id']}/history`)).json['events'] as Json[]
    expect(history.map(({ label }) => label)).to.deep.equal(['You asked for it'])
    expect(history[0]).to.have.all.keys('version', 'label', 'at')
  })

  it('gives staff whose rights are a branch’s what is picked up there', async () => {
    const place = async (title: string, pickupBranch: string) =>
      (await reader.send('POST', '/requests', { citation: { title }, pickupBranch })).json
    const [ours, theirs] = [await place('By the river', 'riverside'), await place('In the middle', 'main')]
    const bound = script(site, await signInWith(site, 'staff', [{ role: 'requests', branch: 'riverside' }]))
    const seen = list(await bound.get('/requests?sort=newest')).map(({ title }) => title)
    expect(seen).to.include('By the river').and.not.to.include('In the middle')
    expect((await bound.get(`/requests/${theirs['id']}`)).status).to.equal(404)
    const one = await bound.get(`/requests/${ours['id']}`)
    expect((one.json['actions'] as Json[]).map(({ action }) => action)).to.include('inProcess')
    const body = { citation: { title: 'Elsewhere' }, card }
    const refused = await bound.send('POST', '/requests', { ...body, pickupBranch: 'main' })
    expect(refused.json).to.include({ status: 403, code: 'not-your-branch' })
    expect((await bound.send('POST', '/requests', { ...body, pickupBranch: 'riverside' })).status).to.equal(201)
  })

  it('lists by filters, in the order asked for, page by page', async () => {
    const all: string[] = []
    for (let cursor: unknown; ; ) {
      const page = await staff.get(`/requests?sort=title&size=2&count=true${cursor ? `&cursor=${cursor}` : ''}`)
      all.push(...list(page).map(({ title }) => String(title)))
      expect(page.json['count']).to.be.greaterThan(5)
      cursor = page.json['next']
      if (cursor === undefined) break
    }
    const whole = list(await staff.get('/requests?sort=title&size=100'))
    expect(all).to.deep.equal(whole.map(({ title }) => title))
    expect(new Set(whole.map(({ id }) => id)).size).to.equal(whole.length)
    expect(list(await staff.get('/requests?service=copy')).map(({ title }) => title)).to.deep.equal(['On Owls'])
    expect(list(await staff.get('/requests?state=completed,cancelled'))).to.deep.equal([])
    expect(list(await staff.get('/requests?text=owl+serv'))).to.have.length(1)
    for (const sort of ['oldest', 'changed', 'needed']) {
      const { json } = await staff.get(`/requests?sort=${sort}&size=1`)
      expect([sort, (await staff.get(`/requests?sort=${sort}&cursor=${json['next']}`)).status]).to.deep.equal([
        sort,
        200,
      ])
    }
    const { json } = await staff.get('/requests?sort=title&size=1')
    for (const query of [
      `sort=oldest&cursor=${json['next']}`,
      `sort=oldest&cursor=${Buffer.from('["oldest","2020-02-31 00:00:00+00",1]').toString('base64url')}`,
      'cursor=nonsense',
      'state=lost',
      'sort=patron',
      'size=1000',
    ])
      expect([query, (await staff.get(`/requests?${query}`)).status]).to.deep.equal([query, 400])
  })
})
