import { expect } from 'chai'
import { illDefinitions } from '../../../src/ill/index.ts'
import { createPolicy, policyFile } from '../../../src/workflow/index.ts'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('Acting on several requests at once', () => {
  let office: Office
  let staff: SignedIn
  before(async () => {
    office = await openOffice()
    staff = await signIn(office.site, 'requests')
  })
  after(() => office?.close())

  const place = async (n: number, title: string) => {
    const ids: number[] = []
    for (let i = 1; i <= n; i++) ids.push((await office.place(`${title} ${i}`)).id)
    return ids
  }
  const ask = async (event: string, ids: readonly number[], more = '') => {
    const query = new URLSearchParams([['event', event], ...ids.map((id) => ['id', String(id)])])
    const answer = await staff.get(`/requests/bulk?${query}${more}`)
    return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() }
  }
  const one = (html: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const rowsIn = (html: string) => [...html.matchAll(/name="row" value="([^"]*)"/g)].map(([, row]) => row!)
  /** Sends what the page that asks once more has in it. */
  const press = async (html: string, said: Record<string, string> = {}) => {
    const hidden = { event: one(html, 'event'), key: one(html, 'key'), list: one(html, 'list') }
    const answer = await staff.form('/requests/bulk', { ...hidden, row: rowsIn(html), ...said })
    return { status: answer.status, location: answer.headers.get('location'), words: wordsOf(await answer.text()) }
  }
  const statesOf = (ids: readonly number[]) => Promise.all(ids.map((id) => office.stateOf(id)))
  const eventsOf = async (id: number) =>
    (await office.ill.engine.history(office.site.database.db, id)).map(({ event }) => event)

  it('says exactly how many can be, and why the others cannot', async () => {
    const ids = await place(5, 'Counted')
    await office.act(ids[1]!, 'inProcess')
    await office.act(ids[3]!, 'cancel')
    const { status, html } = await ask('inProcess', ids)
    const words = wordsOf(html)
    expect(status).to.equal(200)
    expect(words).to.contain('In Process: 3 requests')
    expect(words).to.contain('3 of 5 can be done; 2 cannot, and will stay as they are:')
    expect(words).to.contain('Counted 2 : not possible while it is In process')
    expect(words).to.contain('Counted 4 : not possible while it is Cancelled')
    expect(html).to.match(/<select id="preset"/)
    expect(html).not.to.match(/name="notify"[^>]*checked/)
    const { words: result } = await press(html)
    expect(result).to.contain('In Process: 3 of 3 done')
    expect(await statesOf(ids)).to.deep.equal(['in-process', 'in-process', 'in-process', 'cancelled', 'in-process'])
  })

  it('does nothing twice, though the form is sent again and at once', async () => {
    const ids = await place(4, 'Repeated')
    const { html } = await ask('inProcess', ids)
    const answers = await Promise.all([press(html), press(html), press(html)])
    answers.push(await press(html))
    for (const { status, words } of answers)
      expect([status, words.includes('4 of 4 done')], words).to.deep.equal([200, true])
    for (const id of ids) expect(await eventsOf(id)).to.deep.equal(['start', 'inProcess'])
  })

  it('does each for itself: what somebody changed meanwhile stays, and is told', async () => {
    const ids = await place(3, 'Raced')
    const { html } = await ask('complete', ids)
    await office.act(ids[1]!, 'note', { privateNote: 'wait' })
    const { words } = await press(html, { notify: '1' })
    expect(words).to.contain('Complete: 2 of 3 done')
    expect(words).to.contain('Raced 2 : This was changed meanwhile: Add Private Note')
    expect(await statesOf(ids)).to.deep.equal(['completed', 'pending-review', 'completed'])
    const events = await office.ill.engine.history(office.site.database.db, ids[2]!)
    expect(events.at(-1)!.effects).to.deep.equal(['tellBorrower'])
  })

  it('assigns to oneself unless somebody else is chosen, and to colleagues only', async () => {
    const ids = await place(2, 'Assigned')
    const colleague = await signIn(office.site, 'requests')
    const stranger = await signIn(office.site, 'enquiry', 'catalogue.edit')
    const { html } = await ask('assign', ids)
    expect(html).to.match(new RegExp(`<option value="${staff.id}" selected[^>]*>Me – `))
    const wrong = await staff.form('/requests/bulk', {
      ...{ event: 'assign', key: one(html, 'key'), row: rowsIn(html), assignee: stranger.id },
    })
    expect(wrong.status).to.equal(400)
    expect(await statesOf(ids)).to.deep.equal(['pending-review', 'pending-review'])
    await press(html, { assignee: colleague.id })
    const home = await (await colleague.get('/requests')).text()
    expect(wordsOf(home)).to.match(/Assigned to me\s+Still to be done\s+2/)
  })

  it('goes back to the list from one request, and says what was done', async () => {
    const [id] = await place(1, 'Single')
    const { html } = await ask('complete', [id!], '&state=pending-review&sort=newest')
    expect(wordsOf(html)).to.contain('Complete: 1 request')
    const { status, location } = await press(html)
    expect([status, location]).to.deep.equal([
      303,
      `/requests/list?state=pending-review&sort=newest&done=complete&on=${id}`,
    ])
    const list = await (await staff.get(location!)).text()
    expect(wordsOf(list)).to.match(/Complete: done with R-\d+ ?\./)
  })

  it('takes all that match a filter, and no more than are done in one go', async () => {
    const ids = await place(3, 'Zebra')
    const { html } = await ask('inProcess', [], '&all=1&text=zebra')
    expect(rowsIn(html)).to.have.length(3)
    await press(html)
    expect(await statesOf(ids)).to.deep.equal(Array(3).fill('in-process'))
    const rows = Array.from({ length: 501 }, (_, n) => `${n + 1}:1`)
    const key = '00000000-0000-4000-8000-000000000001'
    expect((await staff.form('/requests/bulk', { event: 'inProcess', key, row: rows })).status).to.equal(400)
  })

  it('opens Edit and Manage Lenders for exactly one, and says so otherwise', async () => {
    const [a, b] = await place(2, 'Opened')
    expect((await ask('edit', [a!])).location).to.equal(`/requests/${a}/edit`)
    expect((await ask('lenders', [a!])).location).to.equal(`/requests/${a}/lenders`)
    for (const ids of [[], [a!, b!]]) {
      const { status, html } = await ask('lenders', ids)
      expect([status, html.includes('exactly one request')]).to.deep.equal([400, true])
    }
    const none = await ask('assign', [])
    expect([none.status, none.html.includes('Tick requests first')]).to.deep.equal([400, true])
    expect((await ask('assign', [999_999])).status).to.equal(400)
  })

  it('keeps to what the form asks for, and to what was typed', async () => {
    const ids = await place(2, 'Typed')
    const { html } = await ask('complete', ids)
    const { status, words } = await press(html, { message: 'x'.repeat(4001), override: '1' })
    expect(status).to.equal(422)
    expect(words).to.contain('Complete: 2 requests')
    expect(await statesOf(ids)).to.deep.equal(['pending-review', 'pending-review'])
  })

  it('leaves out what the house leaves out', async () => {
    const policy = createPolicy(
      policyFile(illDefinitions).parse({
        machines: { request: { menu: [{ in: ['assigned'], hide: ['inProcess'] }, { hide: ['assign'] }] } },
      }),
    )
    const strict = await openOffice(policy)
    try {
      const who = await signIn(strict.site, 'requests')
      const { id } = await strict.place('Left out')
      const list = await (await who.get('/requests/list')).text()
      expect(list).to.contain('value="inProcess"')
      expect(list).not.to.contain('value="assign"')
      const asked = wordsOf(await (await who.get(`/requests/bulk?event=assign&id=${id}`)).text())
      expect(asked).to.contain('Left out : the rules of this library leave it out here')
      const key = '00000000-0000-4000-8000-000000000002'
      const forced = await who.form('/requests/bulk', { event: 'assign', key, row: `${id}:1`, assignee: who.id })
      expect(wordsOf(await forced.text())).to.contain('Assign: 0 of 1 done')
      expect(await strict.stateOf(id)).to.equal('pending-review')
    } finally {
      await strict.close()
    }
  })
})
