import { expect } from 'chai'
import { IllSettings } from '../../../src/ill/index.ts'
import { wordsOf } from '../html.ts'
import { signIn } from '../people.ts'
import { useIllSite } from './ill-site.ts'

const unreachable = { carry: () => Promise.reject(new Error('nobody carries here')) }

describe('What lenders say, on the pages of a request', () => {
  const house = useIllSite({
    ill: { settings: IllSettings.parse({ symbol: 'XX-Home' }), carriers: { iso18626: unreachable } },
  })
  const words = async (path: string) => wordsOf((await house.page(path)).text)
  const conditional = { condition: 'Cost', cost: '9.50 USD', replyBy: '2031-12-02', lenderNote: 'Plus postage.' }

  it('names its terms where they are answered: what they cost, until when, and codes in words', async () => {
    const { request, line } = await house.line('Dear book')
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'conditional', { condition: 'NoReproduction' })
    await house.act(line.id, 'conditional', conditional)
    const base = `/requests/${request.id}/lenders`
    const terms =
      /Condition: It costs what is named below Reply by: 2 Dec 2031 Cost: 9\.50 USD Note from the lender: Plus postage\./
    for (const path of [base, `${base}/${line.id}/act/acceptCondition`, `${base}/${line.id}/act/declineCondition`])
      expect(await words(path))
        .to.match(terms)
        .and.not.include('Nothing may be copied')
    expect(await words(`${base}/${line.id}/act/cancel`)).not.to.match(terms)
    await house.act(line.id, 'acceptCondition')
    expect(await words(base), 'nothing is to be answered any more').not.to.match(terms)
    expect(await words(`/requests/${request.id}?tab=history`))
      .to.match(terms)
      .and.include('Condition: Nothing may be copied from it')
  })

  it('keeps in the history everything that was entered, in the words of its form', async () => {
    const { request, line } = await house.line('Two volumes', {}, { settlement: 'ifm', currency: 'USD' })
    await house.act(request.id, 'assign', { assignee: house.staff.id, assigneeName: 'Ann Archer' })
    await house.act(line.id, 'request', { transmit: true, hold: 'policy' })
    const sent = { service: 'loan', dueAtLender: '2031-03-01', pieces: '2', barcode: 'X77', returnTo: '1 Road, Town' }
    const secret = { url: 'https://copies.example/secret' }
    await house.act(line.id, 'shipped', {
      ...sent,
      ...secret,
      renewable: 'no',
      conditions: 'LibraryUseOnly',
      cost: '9.5 USD',
    })
    await house.act(line.id, 'costAdjustment', { cost: '8 USD' })
    const history = await words(`/requests/${request.id}?tab=history`)
    expect(history)
      .to.include('Assigned to: Ann Archer')
      .and.include('Hold it for us if it is out: As the lender does')
      .and.include('Sent as: Loan Date due back at lender: 1 Mar 2031 Number of the item: X77 Number of pieces: 2')
      .and.include('Conditions: For use in the library only Renewable: No')
      .and.include('To be returned to: 1 Road, Town')
      .and.include('Cost to the borrower: 8 USD')
      .and.not.match(/undefined|Transmit|2031-03-01|secret/)
    expect(
      (await words(`/requests/${request.id}/lenders`)).match(/X77/),
      'not where it only stands in the way',
    ).to.equal(null)
  })

  it('says why a lender does not supply in words', async () => {
    const { request, line } = await house.line('Missing')
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'notSupplied', { reason: 'NotOnShelf' })
    expect(await words(`/requests/${request.id}/lenders`))
      .to.include('It is not on the shelf')
      .and.not.include('NotOnShelf')
  })

  it('is new until somebody acts on it, and what was done can be taken back', async () => {
    const { request, line } = await house.line('New no more')
    const base = `/requests/${request.id}/lenders`
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'conditional', conditional)
    expect(await words(base)).to.include('● New')
    expect((await house.press(`${base}/${line.id}/act/acceptCondition`)).status).to.equal(303)
    expect(await words(base)).not.to.include('● New')
    await house.act(line.id, 'shipped', { service: 'loan', dueAtLender: '2031-03-01' })
    await house.act(line.id, 'recall')
    const before = await house.ill.engine.read(house.site.database.db, line.id)
    expect(before.data['attention']).to.equal(true)
    const stale = await house.send(`${base}/${line.id}/act/changeDue`, { dueAtLender: '2031-02-01', version: '1' })
    expect(stale.status).to.equal(412)
    expect((await house.press(`${base}/${line.id}/act/note`, { privateNote: 'They rang.' })).status).to.equal(303)
    const { version, data } = await house.ill.engine.read(house.site.database.db, line.id)
    expect([version, data['attention']]).to.deep.equal([before.version + 2, false])
    expect((await house.send(`${base}/${line.id}/undo`, { version: String(version) })).status).to.equal(303)
    const undone = await house.ill.engine.read(house.site.database.db, line.id)
    expect([undone.state, undone.data['attention']]).to.deep.equal(['recall', false])

    const { line: other, request: second } = await house.line('Ended')
    await house.act(other.id, 'request', { transmit: true })
    await house.act(other.id, 'notSupplied')
    const ended = async () => (await house.request(second.id)).data.attention
    expect(await ended()).to.equal(true)
    await house.press(`/requests/${second.id}/lenders/${other.id}/act/note`, { privateNote: 'Ask elsewhere.' })
    expect(await ended()).to.equal(false)
  })

  it('leads to the libraries a lender names instead of itself, and to every way out of the end', async () => {
    const { lender: other } = await house.line('Of somebody else')
    const { request, line, lender } = await house.line('Named elsewhere')
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'notSupplied', { answer: 'locations', locations: `${other.symbol}\nNational Library` })
    const { text } = await house.page(`/requests/${request.id}/lenders`)
    expect(wordsOf(text))
      .to.include(`It names, to be added: ${other.symbol} National Library`)
      .and.match(/Complete the request, or say that you are unable to supply it, or add lenders/)
    const add = /href="([^"]*lenders\/add\?q=[^"]+)"/.exec(text)![1]!
    const found = wordsOf((await house.page(add)).text)
    expect(found).to.include(`1 lender ${other.name}`).and.not.include(lender.name)
  })

  it('says of a terminated request that nobody else is asked', async () => {
    const { request, line } = await house.line('Not wanted')
    await house.send(`/requests/${request.id}/lenders/automatic`, { automatic: 'yes' })
    await house.act(line.id, 'request', { transmit: true })
    const path = `/requests/${request.id}/lenders`
    expect(await words(path)).to.include('the next one is asked by itself')
    await house.act(line.id, 'terminate', { transmit: true })
    expect(await words(path))
      .to.include('The request is terminated: nobody else is asked.')
      .and.not.include('by itself')
  })

  it('takes a word to the lender with what came in, and to either side with the end of a request', async () => {
    const letters = (id: number) => house.messages(id)
    const told = async (id: number, wanted: string) =>
      (await letters(id))
        .filter(({ kind }) => kind === wanted)
        .map(({ text }) => text)
        .join()
    const { request, line } = await house.line('Came in torn')
    await house.act(line.id, 'request', { transmit: true })
    const base = `/requests/${request.id}/lenders/${line.id}/act`
    await house.press(`${base}/receivedAsLoan`, { dueAtLender: '2031-03-01', publicNote: 'The cover is torn.' })
    await house.work(async () => (await letters(request.id)).length === 2)
    expect(await told(request.id, 'ill-received-to-lender')).to.include('The cover is torn.')

    const { request: ended, line: asked } = await house.line('No longer wanted')
    await house.act(asked.id, 'request', { transmit: true })
    const notes = { publicNote: 'Please do not send it.', patronNote: 'We bought it for you.', transmit: '1' }
    await house.press(`/requests/${ended.id}/lenders/${asked.id}/act/terminate`, notes)
    await house.work(async () => (await letters(ended.id)).length === 2)
    expect(await told(ended.id, 'ill-cancel-to-lender')).to.include('Please do not send it.')
    expect(await words(`/requests/${ended.id}?tab=history`)).to.include('We bought it for you.')
  })

  it('says where an item goes, and asks twice while its reader has it', async () => {
    const { db } = house.site.database
    const { request, line } = await house.line('Sent home', {}, { street: '1 Hill', postalCode: 'AB1', place: 'Town' })
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'shipped', { service: 'loan', dueAtLender: '2031-03-01' })
    await house.act(line.id, 'receivedAsLoan', { dueAtLender: '2031-03-01' })
    const path = `/requests/${request.id}/lenders/${line.id}/act/returned`
    expect(await words(path))
      .to.include(`Where it goes To: ${line.lender.name}, 1 Hill, AB1 Town`)
      .and.not.include('on loan')
    const item = await db
      .selectFrom('ill_items')
      .select('item_id')
      .where('line_id', '=', String(line.id))
      .executeTakeFirstOrThrow()
    await db
      .insertInto('loans')
      .values({
        item_id: item.item_id,
        patron_id: house.patronId,
        branch: 'main',
        lent_at: new Date(),
        due_on: '2031-02-01',
      })
      .execute()
    const offers = async () =>
      wordsOf((await house.page(`/requests/${request.id}/lenders`)).text).includes('Received as loan')
    await house.act(line.id, 'recall', {})
    expect(await offers(), 'it has come in').to.equal(false)
    expect(await words(`/requests/${request.id}/lenders`)).to.include(
      'an earlier day tells the reader to bring it back',
    )
    expect(await words(path)).to.include('The borrower has it on loan.')
    expect((await house.press(path)).status).to.equal(422)
    expect((await house.press(path, { confirmed: '1' })).status).to.equal(303)
    expect((await house.ill.engine.read(db, line.id)).state).to.equal('returned')
  })

  it('is told at the desk where an item was called back: to whoever lends it or keeps it for its reader', async () => {
    const { line } = await house.line('Wanted elsewhere')
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'receivedAsLoan', { dueAtLender: '2031-03-01', accessionNo: 'CALLED-1' })
    const desk = await signIn(house.site, 'circulation')
    const scan = async (mode: string, state: Record<string, string> = {}) =>
      wordsOf(await (await desk.form(`/desk/${mode}`, { branch: 'main', code: 'CALLED-1', ...state })).text())
    const called = 'Its lender has called it back'
    expect(await scan('in'))
      .to.include('Keep for pickup')
      .and.not.include(called)
    await house.act(line.id, 'recall')
    expect(await scan('in'))
      .to.include('Keep for pickup')
      .and.include(called)
    expect(await scan('out', { patron: house.patronId }))
      .to.include('Lent until')
      .and.include(called)
    expect(await scan('in'))
      .to.include('Send to ILL officer')
      .and.not.include(called)
  })

  it('shows amounts, days and addresses of messages between systems', async () => {
    const { db } = house.site.database
    const { request, line } = await house.line(
      'By its system',
      {},
      { protocol: 'iso18626', endpoint: 'https://n.example/ill' },
    )
    await house.act(line.id, 'request', { transmit: true, mostCost: '12,50 EUR' })
    await house.work(
      async () =>
        (await db.selectFrom('ill_messages').select('id').where('instance_id', '=', line.id).execute()).length > 0,
    )
    const tab = `/requests/${request.id}?tab=messages`
    expect(await words(tab)).to.include('Cost at most: 12.50 EUR')
    const message = {
      ...{ type: 'shipped', service: 'loan', dueOn: '2031-03-01', conditions: ['LibraryUseOnly'] },
      ...{ cost: { amount: '5', currency: 'EUR' }, returnTo: { street: '1 Road', place: 'Town' } },
    }
    await db
      .updateTable('ill_messages')
      .set({ direction: 'in', state: 'confirmed', body: JSON.stringify({ from: 'responder', message }) })
      .where('instance_id', '=', line.id)
      .execute()
    expect(await words(tab))
      .to.include('Conditions: For use in the library only')
      .and.include('Due: 1 Mar 2031')
      .and.include('Cost: 5 EUR')
      .and.include('To be returned to: 1 Road, Town')
  })
})
