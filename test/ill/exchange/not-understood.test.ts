import { expect } from 'chai'
import { createNoting, type NotUnderstood, readPartner } from '../../../src/ill/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { useWiredHouse } from './wire.ts'

const log = createLog('silent')
const strange = (more: Partial<NotUnderstood> = {}): NotUnderstood => ({
  ...{ over: 'iso18626', from: 'responder', requestId: '', type: 'supplyingAgencyMessage' },
  ...{ why: 'unsupported', what: 'nonsense', key: 'k', ...more },
})

describe('What is not understood', () => {
  const house = useWiredHouse()
  const noted = async (id: string | number) =>
    (
      await house.db
        .selectFrom('audit')
        .selectAll()
        .where('action', '=', 'exchange.refuse')
        .where('subject_id', '=', String(id))
        .orderBy('id')
        .execute()
    ).map(({ detail }) => detail as Record<string, unknown>)
  const means = () => ({ database: house.data.database, log })

  it('is shown at the line it is about, once however often it comes and whichever way, and audited', async () => {
    const note = createNoting(house.engine)
    const { line, lender, requestId } = await house.asked()
    const partner = await readPartner(house.db, lender.id)
    for (const over of ['iso18626', 'iso10161', 'iso18626'] as const)
      await note(means(), { partner }, strange({ over, requestId, key: over }))
    const said = (await house.engine.history(house.db, line.id)).filter(({ event }) => event === 'message')
    expect(said).to.have.length(2)
    expect(said[0]!.form['publicNote']).to.match(/not understood here, .*: supplyingAgencyMessage, nonsense$/)
    expect((await noted(lender.id)).map(({ over, shown }) => [over, shown])).to.deep.equal([
      ['iso18626', true],
      ['iso10161', true],
      ['iso18626', true],
    ])
  })

  it('is audited where it is about nothing of that library’s', async () => {
    const note = createNoting(house.engine)
    const { requestId, line } = await house.asked()
    const other = await readPartner(house.db, (await house.asked()).lender.id)
    await note(means(), { partner: other }, strange({ requestId }))
    expect(await noted(other.id)).to.deep.equal([
      {
        ...{ over: 'iso18626', type: 'supplyingAgencyMessage', transaction: requestId },
        ...{ why: 'unsupported', what: 'nonsense', shown: false },
      },
    ])
    expect((await house.engine.read(house.db, line.id)).data['attention']).to.equal(false)
    await note(means(), { place: 'network', id: '192.0.2.7', name: 'a stranger' }, strange({ type: 'unknown' }))
    expect(await noted('192.0.2.7')).to.have.length(1)
  })

  it('is kept of one sender so often in a minute, whichever way, and of others all the same', async () => {
    const note = createNoting(house.engine)
    const [one, other] = [await house.asked(), await house.asked()]
    const [loud, quiet] = [await readPartner(house.db, one.lender.id), await readPartner(house.db, other.lender.id)]
    for (let n = 0; n < 40; n++)
      await note(
        means(),
        { partner: loud },
        strange({ over: n % 2 ? 'iso18626' : 'iso10161', requestId: one.requestId, key: `${n}` }),
      )
    await note(means(), { partner: quiet }, strange())
    expect(await noted(loud.id)).to.have.length(30)
    expect(await noted(quiet.id)).to.have.length(1)
    const said = (await house.engine.history(house.db, one.line.id)).filter(({ event }) => event === 'message')
    expect(said).to.have.length(30)
  })

  it('changes nothing for its sender where it cannot be kept', async () => {
    const { lender, line, requestId } = await house.asked()
    const partner = await readPartner(house.db, lender.id)
    const failing = createNoting({
      ...house.engine,
      act: () => Promise.reject(new Error('the database is gone')),
    })
    await failing(means(), { partner }, strange({ requestId }))
    expect(await noted(lender.id)).to.deep.equal([])
    expect((await house.engine.read(house.db, line.id)).data['attention']).to.equal(false)
  })
})
