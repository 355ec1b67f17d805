import { expect } from 'chai'
import { checkIn, checkOut, defaultCirculation } from '../../../src/circulation/index.ts'
import { createIll, IllSettings, type Request } from '../../../src/ill/index.ts'
import { wordsOf } from '../html.ts'
import { type SignedIn, signInWith } from '../people.ts'
import { script } from './caller.ts'
import { useIllSite } from './ill-site.ts'

const day = 86_400_000

describe('A request of one’s own', () => {
  let now = Date.now()
  const clock = { now: () => now }
  const options = { clock, settings: IllSettings.parse({}), circulation: defaultCirculation }
  const house = useIllSite({ ill: options, site: { clock, ill: createIll(options) } })
  let reader: SignedIn
  before(async () => {
    reader = await signInWith(house.site, 'patron', [{ role: 'patron' }], 'Edda Marlowe')
  })

  /** The session lasts as long as the test's days do. */
  async function wait(days: number) {
    now += days * day
    await house.site.database.pool.query(
      "update sessions set seen_at = seen_at + $1 * interval '1 day', ends_at = ends_at + $1 * interval '1 day'",
      [days],
    )
  }
  const list = async () => wordsOf(await (await reader.get('/account/requests')).text())
  const page = async ({ publicId }: Request) => (await reader.get(`/account/requests/${publicId}`)).text()
  const both = async (request: Request) => {
    const said = wordsOf(await page(request))
    const listed = await list()
    return {
      expect: (words: string) =>
        expect([said.includes(words), listed.includes(words)], `${words} in ${said}`).to.deep.equal([true, true]),
    }
  }
  const desk = () => ({ branch: 'main', by: { name: 'Desk', via: 'web' }, now }) as const
  const itemOf = async ({ id }: Request) => {
    const { rows } = await house.site.database.pool.query(
      'select i.id, i.accession_no from ill_items ill join items i on i.id = ill.item_id where ill.request_id = $1',
      [String(id)],
    )
    return { id: Number(rows[0].id), accessionNo: String(rows[0].accession_no) }
  }

  it('shows what staff write to its reader with what a lender said, and nothing of the rest', async () => {
    const { request, line } = await house.line('Nobody sends it', { patronId: reader.id })
    await house.act(line.id, 'request')
    const said = { reason: 'PolicyProblem', lenderNote: 'No loans abroad', patronNote: 'We try another library.' }
    await house.act(line.id, 'notSupplied', { ...said, privateNote: 'As always' })
    const shown = wordsOf(await page(request))
    expect(shown).to.include('Your library wrote to you').and.include('We try another library.')
    for (const hidden of ['No loans abroad', 'As always', 'PolicyProblem']) expect(shown).not.to.include(hidden)
    expect(wordsOf((await house.page(`/requests/${request.id}?tab=history`)).text)).to.include(
      'Note to the borrower, under My requests: We try another library.',
    )
  })

  it('says at each step where it stands, what comes next and what is due, and nothing of who lends it', async () => {
    const { request, line } = await house.line('Owls at noon', { patronId: reader.id })
    const said = async (...words: readonly string[]) => {
      const { expect: expectBoth } = await both(request)
      for (const one of words) expectBoth(one)
      now += 60_000
    }
    await said('We have your request and will look at it soon', 'We look for a library that lends it.')
    await house.act(request.id, 'inProcess', { notify: false })
    now += 60_000
    await house.act(line.id, 'request')
    await said('We have asked a library for it', 'They send it to us, or we ask another library.')
    await house.act(line.id, 'willSupply', { supplyOn: '2099-03-04' })
    expect(wordsOf(await page(request))).to.include('Expected on 4 Mar 2099')
    const dueAtLender = new Date(now + 40 * day).toISOString().slice(0, 10)
    await house.act(line.id, 'shipped', { service: 'loan', dueAtLender })
    await said('It is on its way to your library', 'We tell you when it has come.')
    await house.act(line.id, 'receivedAsLoan', { dueAtLender })
    now += 60_000
    await house.act(request.id, 'complete', { notify: false })
    await said('It has come to your library', 'We tell you when you can fetch it.')
    const { database } = house.site
    const item = await itemOf(request)
    await database.tx((tx) => checkIn(tx, defaultCirculation, { accessionNo: item.accessionNo, ...desk() }))
    await said('It is ready for you at', 'Fetch it by')
    await wait(1)
    const lent = await database.tx((tx) =>
      checkOut(tx, defaultCirculation, { itemId: item.id, patronId: reader.id, ...desk() }),
    )
    if (!lent.done) throw new Error(lent.why)
    await said('You have it until', 'Bring it back by then, or renew it.')
    expect(wordsOf(await page(request))).to.include('Bring it back by')
    expect(await page(request)).to.include(`action="/account/loans/${lent.loan.id}/renew"`)
    await wait(60)
    await said('Overdue: it was due on', 'Bring it back, please.')
    await database.tx((tx) => checkIn(tx, defaultCirculation, { accessionNo: item.accessionNo, ...desk() }))
    await said('You have brought it back', 'there is nothing more to do')
    now += 60_000
    await house.act(line.id, 'returned')
    expect(await list()).to.match(/Past .*Owls at noon Done/)
    const told = wordsOf(await page(request))
    const story = ['You asked for it', 'We began to get it for you', 'We asked a library for it', 'A library sent it']
    story.push(
      'It came to your library',
      'We have got it for you',
      'You borrowed it',
      'You brought it back',
      'It went home',
    )
    expect(told).to.match(new RegExp(story.join('.*')))
    expect(told).to.not.match(/Lender|XX-/)
  })

  it('is current as long as something of it is here, whatever was asked or said of it meanwhile', async () => {
    const { request, line } = await house.line('Owls at dusk', { patronId: reader.id }, { email: '' })
    await house.act(request.id, 'inProcess', { notify: false })
    await house.act(line.id, 'request')
    await house.act(line.id, 'receivedAsLoan', { dueAtLender: '2099-01-01' })
    await house.act(request.id, 'complete', { notify: false })
    for (const event of ['overdue', 'recall']) {
      await house.act(line.id, event)
      expect(await list(), event).to.match(/Current .*Owls at dusk It has come to your library.* Past/)
    }
  })

  it('tells nothing of what was taken back', async () => {
    const { request, line } = await house.line('Owls at dawn', { patronId: reader.id })
    const undo = (id: number) =>
      house.site.database.tx((tx) =>
        house.ill.engine.undo(tx, id, {
          ...{ actor: { kind: 'staff', id: house.staff.id, name: house.staff.name }, via: 'page' },
        }),
      )
    await house.act(request.id, 'inProcess', { notify: false })
    await house.act(line.id, 'request')
    await house.act(line.id, 'shipped', { service: 'loan' })
    await undo(line.id)
    await house.act(request.id, 'complete', { notify: false })
    await undo(request.id)
    const told = wordsOf(await page(request))
    expect(told).to.include('We asked a library for it')
    expect(told).to.not.match(/A library sent it|We have got it for you/)
    const { json } = await script(house.site, reader).get(`/requests/${request.publicId}/history`)
    expect(JSON.stringify(json)).to.include('We began to get it').and.not.include('We have got it')
  })

  it('is cancelled once, however often that is pressed, and says in plain words when it is too late', async () => {
    const request = await house.place('Owls at tea', { patronId: reader.id })
    const path = `/account/requests/${request.publicId}`
    const fields = { key: house.hidden(await page(request), 'key') }
    const press = async () => (await reader.form(`${path}/cancel`, fields)).headers.get('location')
    const both = [`${path}?done=cancelled`, `${path}?done=cancelled`]
    expect(await Promise.all([press(), press()])).to.deep.equal(both)
    const other = await house.place('Owls at supper', { patronId: reader.id })
    const late = `/account/requests/${other.publicId}`
    const shown = { key: house.hidden(await page(other), 'key') }
    await house.act(other.id, 'complete', { notify: false })
    const answer = await reader.form(`${late}/cancel`, shown)
    expect(answer.headers.get('location')).to.equal(`${late}?done=late`)
    expect(wordsOf(await (await reader.get(`${late}?done=late`)).text())).to.include('cannot be cancelled any more')
  })
})
