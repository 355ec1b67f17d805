import { expect } from 'chai'
import { sql } from 'kysely'
import { addPerson } from '../../../src/accounts/index.ts'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import { addLender, createIll, IllSettings, placeRequest, type Request, readRequest } from '../../../src/ill/index.ts'
import { systemClock } from '../../../src/kit/index.ts'
import { lender } from '../../ill/lenders/lender.ts'
import { actor, addBook, addLists } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import { openSite, type Site } from '../site.ts'

describe('Staff’s pages of requests', () => {
  let site: Site
  let staff: SignedIn
  let patronId: string
  const ill = createIll({ clock: systemClock, settings: IllSettings.parse({}), circulation: defaultCirculation })

  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } }], {
      ill,
    })
    await addLists(site.database)
    staff = await signIn(site, 'requests', 'enquiry', 'catalogue.edit')
    patronId = await site.database.tx((tx) =>
      addPerson(
        tx,
        {
          kind: 'patron',
          login: 'P-1',
          name: 'Rosa Reader',
          email: 'rosa@example.org',
          blocked: false,
          active: true,
          roles: [],
        },
        actor,
      ),
    )
  })
  after(() => site?.close())

  async function place(title: string, more: object = {}): Promise<Request> {
    const outcome = await site.database.tx((tx) =>
      placeRequest(
        tx,
        {
          ...{ patronId, service: 'loan', citation: { title }, pickupBranch: 'main', note: '', copyrightAgreed: false },
          source: { kind: 'form' },
          ...more,
        },
        { actor: { kind: 'patron', id: patronId, name: 'Rosa Reader' }, via: 'page' },
        { ...ill, now: new Date(), despite: ['held', 'limit'] },
      ),
    )
    if (outcome.kind !== 'placed') throw new Error(JSON.stringify(outcome.obstacles))
    return outcome.request
  }

  const page = async (path: string) => {
    const answer = await staff.get(path)
    return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') ?? '' }
  }
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  /** Opens a form and sends it, with what is said. */
  async function press(path: string, said: Record<string, string> = {}) {
    const { text } = await page(path)
    const fields = { version: hidden(text, 'version'), key: hidden(text, 'key'), ...said }
    const answer = await staff.form(path, fields)
    return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') ?? '', fields }
  }
  const stateOf = async (id: number) => (await readRequest(site.database.db, { id }))!.state

  it('walks a loan from Pending review to Completed', async () => {
    const { id, number } = await place('The Long Way Round')
    const base = `/requests/${id}`
    expect((await page('/requests')).text).to.match(/Pending<\/span><b>1<\/b>/)
    expect((await page('/requests/list?state=pending-review')).text).to.contain(number)
    expect((await page(`/requests/list?text=${number}`)).location).to.equal(base)
    expect((await press(`${base}/act/inProcess`, {})).location).to.equal(`${base}?done=inProcess`)
    expect(await stateOf(id)).to.equal('in-process')

    expect((await page(`${base}/lenders`)).text).to.contain('once the request is linked')
    const bib = await addBook(site.database, { title: 'The Long Way Round' })
    expect((await page(`${base}/link`)).text).to.contain('Select Record')
    await staff.form(`${base}/link`, { bib: String(bib) })
    expect((await page(base)).text).to.contain('The Long Way Round')

    const { id: lenderId } = await site.database.tx((tx) =>
      addLender(tx, lender({ symbol: 'XX-Far', name: 'Farshore Library', email: 'ill@farshore.example' }), actor),
    )
    expect((await page(`${base}/lenders/add?q=farsh`)).text).to.contain('Farshore Library')
    await staff.form(`${base}/lenders/add`, { lender: String(lenderId) })
    const manage = await page(`${base}/lenders`)
    expect(manage.text).to.contain('Awaiting')
    const line = /lenders\/(\d+)\/act\/request"/.exec(manage.text)?.[1]
    const act = (event: string, said: Record<string, string> = {}) =>
      press(`${base}/lenders/${line}/act/${event}`, said)
    await act('request', { transmit: '1', publicNote: 'Please send it soon' })
    await act('shipped', { service: 'loan' })
    const wrong = await act('receivedAsLoan', { accessionNo: 'ILL-1' })
    expect([wrong.status, wrong.text.includes('Date due back at lender is needed.')]).to.deep.equal([422, true])
    const received = await act('receivedAsLoan', { accessionNo: 'ILL-1', dueAtLender: '2099-05-01' })
    expect(received.location).to.equal(`${base}/act/complete?done=receivedAsLoan`)
    const again = await staff.form(`${base}/lenders/${line}/act/receivedAsLoan`, received.fields)
    expect(again.status).to.equal(303)
    expect((await page(`${base}?tab=item`)).text.match(/ILL-1/g)).to.have.length(1)
    expect(await stateOf(id)).to.equal('in-process')

    await act('requestRenewal', { dueDate: '2099-06-01' })
    await act('renewed', { dueAtLender: '2099-06-01' })
    expect((await page(`${base}/lenders`)).text).to.contain('Renewed from lender')
    await act('returned')
    expect((await page(`${base}/act/complete`)).text).to.contain('Request Complete')
    await press(`${base}/act/complete`)
    expect(await stateOf(id)).to.equal('completed')
    const history = (await page(`${base}?tab=history`)).text
    for (const told of [
      'In Process',
      'Select Record',
      'Requested – Farshore Library',
      'Returned to lender – Farshore Library',
    ])
      expect(history).to.contain(told)
    expect((await page('/requests/list')).text).not.to.contain(number)
    expect((await page('/requests/list?completed=1')).text).to.contain(number)
  })

  it('tells whoever comes too late what happened, and does nothing of theirs', async () => {
    const { id } = await place('Two at Once')
    const { text } = await page(`/requests/${id}/act/inProcess`)
    await press(`/requests/${id}/act/note`, { privateNote: 'first' })
    const late = await staff.form(`/requests/${id}/act/inProcess`, {
      version: hidden(text, 'version'),
      key: hidden(text, 'key'),
    })
    expect([late.status, (await late.text()).includes('Add Private Note')]).to.deep.equal([412, true])
    expect(await stateOf(id)).to.equal('pending-review')
  })

  it('refuses an action that is not possible, though it is sent', async () => {
    const { id } = await place('Not Now')
    expect((await page(`/requests/${id}/act/completeLocated`)).text).to.contain('no copy of the linked record')
    const forced = await staff.form(`/requests/${id}/act/completeLocated`, {})
    expect(forced.status).to.equal(409)
    expect((await staff.form(`/requests/${id}/act/reopen`, {})).status).to.equal(409)
    expect((await page('/requests/999999')).status).to.equal(404)
  })

  it('assigns to colleagues who work on requests, oneself first, and to nobody else', async () => {
    const { id } = await place('For Somebody')
    const colleague = await signIn(site, 'requests')
    const stranger = await signIn(site, 'enquiry', 'catalogue.edit')
    const form = (await page(`/requests/${id}/act/assign`)).text
    expect(form).to.match(new RegExp(`<option value="${staff.id}"[^>]*>Me – ${staff.name}`))
    expect(form).to.contain(colleague.id)
    expect(form).not.to.contain(stranger.id)
    for (const assignee of [stranger.id, patronId]) {
      const refused = await press(`/requests/${id}/act/assign`, { assignee })
      expect([refused.status, refused.text.includes('choose somebody who works on requests')]).to.deep.equal([
        400,
        true,
      ])
    }
    await press(`/requests/${id}/act/assign`, { assignee: colleague.id })
    expect((await readRequest(site.database.db, { id }))!.data.assignedName).to.equal(colleague.name)
  })

  it('leaves a supervisor’s action to a supervisor', async () => {
    const { id } = await place('Stuck at a Lender')
    const base = `/requests/${id}`
    await staff.form(`${base}/link`, { bib: String(await addBook(site.database, { title: 'Stuck at a Lender' })) })
    const { id: lenderId } = await site.database.tx((tx) =>
      addLender(tx, lender({ symbol: 'XX-Mute', name: 'Mute Library' }), actor),
    )
    await staff.form(`${base}/lenders/add`, { lender: String(lenderId) })
    const line = /lenders\/(\d+)\/act\/request"/.exec((await page(`${base}/lenders`)).text)?.[1]
    const act = `${base}/lenders/${line}/act`
    await press(`${act}/request`)
    await press(`${act}/cancel`)
    // The lender's days are over.
    await site.database.db
      .updateTable('workflow_instances')
      .set({ data: sql`data || '{"noAnswerAt": null}'` })
      .where('id', '=', Number(line))
      .execute()
    expect((await page(`${base}/lenders`)).text).not.to.contain('Close as cancelled')
    expect((await staff.form(`${act}/closeAsCancelled`, {})).status).to.equal(403)
    const supervisor = await signIn(site, 'requests', 'admin')
    expect((await supervisor.form(`${act}/closeAsCancelled`, {})).status).to.equal(303)
  })

  it('undoes the last action', async () => {
    const { id } = await place('Mistaken')
    await press(`/requests/${id}/act/inProcess`)
    const { text } = await page(`/requests/${id}?tab=history`)
    await staff.form(`/requests/${id}/undo`, { version: hidden(text, 'version') })
    expect(await stateOf(id)).to.equal('pending-review')
  })

  it('takes a record found elsewhere for the request, and links both in one press', async () => {
    const { id, number } = await place('The left hand of darkness')
    const search = await staff.form(`/requests/${id}/search`, {})
    const cookie = search.headers
      .getSetCookie()
      .find((one) => one.startsWith('farshelf-request='))!
      .split(';')[0]!
    expect(search.headers.get('location')).to.contain('/enquiry/search?where=others&title=The+left+hand')
    const results = await site.get(`${search.headers.get('location')}&wait=1`, {
      headers: { cookie: `${staff.cookie}; ${cookie}` },
      redirect: 'follow',
    })
    const text = await results.text()
    expect(text).to.contain(`Select Record for ${number}`)
    const [, action] = /action="(\/enquiry\/record\/select[^"]+)"/.exec(text)!
    const csrf = hidden(text, 'csrf')
    const press = () =>
      site.get(action!.replaceAll('&amp;', '&'), {
        method: 'POST',
        headers: { cookie: `${staff.cookie}; ${cookie}` },
        body: new URLSearchParams({ csrf, request: String(id) }),
      })
    const done = await Promise.all([press(), press(), press()])
    expect(done.map(({ headers }) => headers.get('location'))).to.deep.equal(
      Array(3).fill(`/requests/${id}?done=linked`),
    )
    const { bibId } = (await readRequest(site.database.db, { id }))!
    expect(bibId).to.be.a('number')
    const links = (await ill.engine.history(site.database.db, id)).filter(({ event }) => event === 'link')
    expect(links).to.have.length(1)
  })
})
