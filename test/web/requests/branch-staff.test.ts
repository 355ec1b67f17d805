import { expect } from 'chai'
import { linksOf, wordsOf } from '../html.ts'
import { type SignedIn, signInWith } from '../people.ts'
import { useIllSite } from './ill-site.ts'

describe('Staff whose role is given for one branch', () => {
  const house = useIllSite()
  let rita: SignedIn
  let max: SignedIn
  before(async () => {
    const at = (branch: string) => [{ role: 'requests', branch }]
    rita = await signInWith(house.site, 'staff', at('riverside'), 'Rita River')
    max = await signInWith(house.site, 'staff', at('main'), 'Max Main')
  })

  const here = { pickupBranch: 'riverside' }
  const page = (path: string) => house.page(path, rita)
  const send = async (path: string, fields: Readonly<Record<string, string>> = {}) => {
    const answer = await rita.form(path, fields)
    return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
  }
  /** Opens a form and sends it. */
  async function press(path: string, said: Readonly<Record<string, string>> = {}) {
    const { text } = await page(path)
    return send(path, { version: house.hidden(text, 'version'), key: house.hidden(text, 'key'), ...said })
  }
  const versionOf = async (id: number) => String((await house.request(id)).version)

  it('are led to the requests of their branch, counted and listed without those of others', async () => {
    await house.place('By the river', here)
    await house.place('In the middle')
    await house.place('Picked up nowhere', { pickupBranch: undefined })
    expect(linksOf((await page('/')).text)).to.include.members(['/requests', '/problems'])
    const home = await page('/requests')
    expect(wordsOf(home.text)).to.match(/Pending 2 /)
    const list = wordsOf((await page('/requests/list')).text)
    expect(list)
      .to.contain('2 requests')
      .and.to.match(/By the river.*Picked up nowhere/)
    expect(list).not.to.contain('In the middle')
    const file = (await page('/requests/list/file')).text
    expect(file).to.contain('By the river').and.not.to.contain('In the middle')
  })

  it('keep views of their own, which count what they may see', async () => {
    await send('/requests/views', { name: 'Everything', filters: 'completed=1' })
    expect(wordsOf((await page('/requests')).text)).to.match(/Saved views Everything 2 /)
  })

  it('work on a request of their branch from review to the lender, and take it back', async () => {
    const { request, line } = await house.line('All the way', here)
    const base = `/requests/${request.id}`
    expect((await page(base)).status).to.equal(200)
    expect((await press(`${base}/act/inProcess`)).status).to.equal(303)
    expect((await page(`${base}/lenders`)).status).to.equal(200)
    const ask = `${base}/lenders/${line.id}/act/request`
    expect((await press(ask, { transmit: '1', preview: '1' })).text).to.contain('All the way')
    expect((await press(ask, { transmit: '' })).status).to.equal(303)
    expect((await send(`${base}/lenders/${line.id}/undo`, { version: '2' })).status).to.equal(303)
    expect((await send(`${base}/undo`, { version: await versionOf(request.id) })).status).to.equal(303)
    expect((await house.request(request.id)).state).to.equal('pending-review')
    const { text } = await page(`/requests/bulk?event=inProcess&id=${request.id}`)
    const rows = { event: 'inProcess', key: house.hidden(text, 'key'), row: house.hidden(text, 'row') }
    expect((await send('/requests/bulk', rows)).status).to.equal(303)
    expect((await house.request(request.id)).state).to.equal('in-process')
  })

  it('find nothing of another branch, wherever they look or press', async () => {
    const { request, line } = await house.line('Not theirs')
    const base = `/requests/${request.id}`
    for (const path of [
      ...['', '/edit', '/link', '/act/inProcess', '/lenders', '/lenders/add'].map((rest) => `${base}${rest}`),
      ...[`${base}/lenders/bulk?event=request&line=${line.id}`, `${base}/lenders/${line.id}/act/request`],
    ])
      expect([path, (await page(path)).status]).to.deep.equal([path, 404])
    const version = await versionOf(request.id)
    for (const path of [
      ...['/edit', '/undo', '/act/inProcess', '/link', '/link/source', '/search', '/new-record', '/lenders/add'],
      ...['/lenders/move', `/lenders/${line.id}/undo`, `/lenders/${line.id}/act/request`, '/documents/1'],
    ]) {
      const fields = { version, bib: String(request.bibId ?? 1), lender: '1', line: String(line.id), direction: 'up' }
      expect([path, (await send(`${base}${path}`, fields)).status]).to.deep.equal([path, 404])
    }
    const bulk = await page(`/requests/bulk?event=inProcess&id=${request.id}`)
    expect(bulk.status).to.equal(400)
    const forged = { event: 'inProcess', key: crypto.randomUUID(), row: `${request.id}:${version}` }
    expect((await send('/requests/bulk', forged)).status).to.equal(404)
    expect((await house.request(request.id)).state).to.equal('pending-review')
  })

  it('send no request to another branch, and place none there', async () => {
    const { id } = await house.place('Stays by the river', here)
    const form = (await page(`/requests/${id}/edit`)).text
    expect(form).to.contain('Riverside Branch').and.not.to.contain('Main Library')
    const moved = await press(`/requests/${id}/edit`, { title: 'Stays by the river', pickup: 'main' })
    expect(moved.status).to.equal(403)
    expect((await house.request(id)).pickupBranch).to.equal('riverside')
    const blank = (await page('/requests/new')).text
    expect(blank).to.contain('Riverside Branch').and.not.to.contain('Main Library')
    const wanted = { card: 'P-1', service: 'loan', title: 'A new one' }
    expect((await send('/requests/new', { ...wanted, pickup: 'main' })).status).to.equal(403)
    const placed = await send('/requests/new', { ...wanted, pickup: 'riverside' })
    expect(placed).to.include({ status: 303 })
    expect(placed.location).to.match(/^\/requests\/\d+\?done=placed$/)
  })

  it('assign to those alone who may work on it', async () => {
    const { id } = await house.place('For whom', here)
    const path = `/requests/${id}/act/assign`
    const offered = wordsOf((await page(path)).text)
    expect(offered).to.contain('Me – Rita River').and.to.contain(house.staff.name).and.not.to.contain('Max Main')
    expect((await press(path, { assignee: max.id })).status).to.equal(400)
    expect((await press(path, { assignee: rita.id })).status).to.equal(303)
    expect(wordsOf((await page('/requests')).text)).to.contain('Assigned to me')
  })

  it('are told why they take no records over, which belong to the whole house', async () => {
    const { id } = await house.place('Sought', here)
    for (const path of [`/requests/${id}`, `/requests/${id}/link`]) {
      const { text } = await page(path)
      expect(text).not.to.contain(`action="/requests/${id}/new-record"`)
      expect(text).to.match(/<button[^>]*disabled[^>]*>\s*External Search/)
      expect(wordsOf(text)).to.contain('your account takes over no records')
    }
    expect((await house.page(`/requests/${id}`)).text).to.contain(`action="/requests/${id}/new-record"`)
  })
})
