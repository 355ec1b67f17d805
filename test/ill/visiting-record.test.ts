import { expect } from 'chai'
import { bibHistory, readBib } from '../../src/catalogue/index.ts'
import { useHouse } from './house.ts'

describe('A record that came in for a request alone', () => {
  const house = useHouse()
  const stateOf = async (bibId: number) => (await readBib(house.db, bibId, 'all'))!.state
  const linked = async (line: Awaited<ReturnType<typeof house.line>>) => {
    const row = await house.db
      .selectFrom('ill_requests')
      .select('bib_id')
      .where('id', '=', line.request.id)
      .executeTakeFirstOrThrow()
    return row.bib_id!
  }
  /** Asked for, received, and sent home. */
  const send = async (lineId: number) => {
    await house.act(lineId, 'request', { transmit: false })
    await house.act(lineId, 'receivedAsLoan', { dueAtLender: '2026-05-01' })
  }

  it('is suppressed when its last item goes home, says why, and comes back when needed again', async () => {
    const first = await house.line()
    const bibId = await linked(first)
    await send(first.line.id)
    expect(await stateOf(bibId)).to.equal('active')
    await house.act(first.line.id, 'returned')
    expect(await stateOf(bibId)).to.equal('suppressed')
    const [last] = await bibHistory(house.db, bibId)
    expect(last).to.deep.include({
      action: 'suppress',
      reason: `Brought in only for ${first.request.number}: its last item has gone home`,
    })
    const second = await house.line()
    await house.act(second.request.id, 'link', { bibId })
    await send(second.line.id)
    expect(await stateOf(bibId)).to.equal('active')
    expect((await bibHistory(house.db, bibId))[0]!.reason).to.equal(`Needed again for ${second.request.number}`)
  })

  it('stays where we have a copy of our own, or where it is waited for', async () => {
    const own = await house.line()
    const bibId = await linked(own)
    await house.item(bibId)
    await send(own.line.id)
    await house.act(own.line.id, 'returned')
    expect(await stateOf(bibId)).to.equal('active')
    const [one, other] = [await house.line(), await house.line()]
    const shared = await linked(one)
    await house.act(other.request.id, 'link', { bibId: shared })
    await send(one.line.id)
    await house.act(one.line.id, 'returned')
    expect(await stateOf(shared)).to.equal('active')
  })
})
