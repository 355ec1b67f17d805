import { expect } from 'chai'
import { IllSettings } from '../../../src/ill/index.ts'
import { wordsOf } from '../html.ts'
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
    await house.act(line.id, 'shipped', { ...sent, renewable: 'no', conditions: 'LibraryUseOnly', cost: '9.5 USD' })
    await house.act(line.id, 'costAdjustment', { cost: '8 USD' })
    const history = await words(`/requests/${request.id}?tab=history`)
    expect(history)
      .to.include('Assigned to: Ann Archer')
      .and.include('Hold it for us if it is out: As the lender does')
      .and.include('Sent as: Loan Date due back at lender: 1 Mar 2031 Number of the item: X77 Number of pieces: 2')
      .and.include('Conditions: For use in the library only Renewable: No')
      .and.include('To be returned to: 1 Road, Town')
      .and.include('Cost to the borrower: 8 USD')
      .and.not.match(/undefined|Transmit|2031-03-01/)
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
