import { expect } from 'chai'
import { feesOf } from '../../src/ill/fees/index.ts'
import { listRequests, type QueueName, queueNames, requestCards } from '../../src/ill/index.ts'
import { ann, useHouse } from './house.ts'

const partner = { actor: { kind: 'partner', id: 'XX-1', name: 'A lender' }, via: 'iso18626' } as const
const me = { me: ann.id! }

describe('What waits for staff at lenders', () => {
  const house = useHouse({ approveLenders: true })
  const queuesOf = async (id: number): Promise<readonly QueueName[]> => {
    const listed = await Promise.all(
      queueNames.map(async (queue) => [queue, (await listRequests(house.db, { queue, ids: [id] })).requests.length]),
    )
    return listed.filter(([, count]) => count === 1).map(([queue]) => queue as QueueName)
  }
  type Said = readonly [event: string, form?: object, more?: object]
  const asked: readonly Said[] = [['approve'], ['request', { transmit: true }]]
  const lent: readonly Said[] = [...asked, ['shipped'], ['receivedAsLoan', { dueAtLender: '2026-04-01' }]]

  for (const [what, events, queues] of [
    ['is there, and has to be approved', [], ['idle', 'approve']],
    ['is there', [['approve']], ['idle']],
    ['was asked', asked, []],
    ['will supply', [...asked, ['willSupply']], ['will-supply']],
    ['has placed a hold', [...asked, ['hold']], ['will-supply']],
    ['makes a condition', [...asked, ['conditional', { condition: 'Here only' }]], ['conditional']],
    ['is asked to cancel', [...asked, ['cancel', { transmit: true }]], ['cancelling']],
    ['was all there was', [...asked, ['notSupplied']], ['end-of-rota']],
    ['is told that nobody needs it', [...asked, ['terminate', { transmit: true }]], ['terminated', 'cancelling']],
    ['has written', [...asked, ['message', { publicNote: 'Hm.' }, partner]], ['notes']],
    ['has written, and was read', [...asked, ['message', { publicNote: 'Hm.' }, partner], ['seen']], []],
    ['renews', [...lent, ['renewed', { dueAtLender: '2026-05-01' }, partner]], ['renewals']],
    ['refuses to renew', [...lent, ['renewalRefused', {}, partner]], ['renewals']],
    ['wants it back', [...lent, ['recall', {}, partner]], ['recalled']],
    ['gets it back', [...lent, ['returned']], ['returned']],
  ] as readonly (readonly [string, readonly Said[], readonly QueueName[]])[])
    it(`of which one ${what}: ${queues.join(', ') || 'nothing'}`, async () => {
      const { request, line } = await house.line()
      for (const [event, form = {}, more = {}] of events) await house.act(line.id, event, form, more)
      expect(await queuesOf(request.id)).to.deep.equal(queues)
    })

  it('is counted on a card as it is listed, and what nobody answered for two weeks', async () => {
    const { request, line } = await house.line()
    for (const [event, form = {}] of asked) await house.act(line.id, event, form)
    const late = async (today: string) => {
      const { queues } = await requestCards(house.db, { ...me, today })
      for (const { query, count } of queues)
        expect((await listRequests(house.db, query, { limit: 500 })).requests.length).to.equal(count)
      const card = queues.find(({ name }) => name === 'unanswered')
      return card ? (await listRequests(house.db, card.query, { limit: 500 })).requests.map(({ id }) => id) : []
    }
    expect(await late('2026-03-15')).not.to.include(request.id)
    expect(await late('2026-03-16')).to.include(request.id)
  })
})

describe('Fees of lenders whom a scheme settles', () => {
  const house = useHouse()
  const asked = async (lender: object) => {
    const { line } = await house.line({ lender: { loanCost: '9.50', currency: 'EUR', ...lender } })
    await house.act(line.id, 'request', { transmit: true })
    return line.id
  }
  const entries = async (id: number) =>
    (await feesOf(house.db, id)).map(({ kind, amount, currency }) => [kind, amount, currency])

  it('are posted once with Shipped, as said or as listed, and taken back once with Unship', async () => {
    const id = await asked({ settlement: 'ifm' })
    await house.act(id, 'shipped', { service: 'loan' })
    await house.act(id, 'shipped', {}, partner)
    expect(await entries(id)).to.deep.equal([['fee', '9.50', 'EUR']])
    await house.act(id, 'unship', {}, partner)
    expect(await entries(id)).to.deep.equal([
      ['fee', '9.50', 'EUR'],
      ['reversal', '-9.50', 'EUR'],
    ])
    await house.act(id, 'shipped', { service: 'loan', cost: '12,00 GBP' })
    expect((await entries(id)).at(-1)).to.deep.equal(['fee', '12.00', 'GBP'])
    await house.act(id, 'costAdjustment', { cost: '3.00' })
    expect(await entries(id), 'the borrower’s own figure is no entry').to.have.length(3)
  })

  it('are taken back with the shipping that was a mistake, and never posted where nothing settles them', async () => {
    const id = await asked({ settlement: 'laser' })
    await house.act(id, 'shipped', { service: 'loan' })
    await house.database.tx((tx) => house.engine.undo(tx, id, { actor: ann, via: 'web' }))
    expect((await entries(id)).map(([kind]) => kind)).to.deep.equal(['fee', 'reversal'])
    const none = await asked({ settlement: 'none' })
    await house.act(none, 'shipped', { service: 'loan' })
    expect(await entries(none)).to.deep.equal([])
  })
})
