import { expect } from 'chai'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import { ourIllDesk } from '../../../src/web/desk/our-ill-desk.ts'
import { useHouse } from '../../ill/house.ts'

describe('The desk’s acts on what lenders send', () => {
  const house = useHouse()
  const desk = () =>
    ourIllDesk(house.database, {
      engine: house.engine,
      settings: house.settings,
      circulation: defaultCirculation,
      begin: async () => {},
      handlers: () => ({}),
      sending: () => ({}),
      fetching: () => ({}),
      noteNotUnderstood: async () => {},
      receiving: () => () => Promise.reject(new Error('nobody is there')),
    })
  const scan = (...numbers: [string, ...string[]]) => ({
    ...{ numbers, branch: 'main', now: house.now.getTime() },
    by: { id: '00000000-0000-4000-8000-00000000000d', name: 'Desk', via: 'web' as const },
  })

  it('receives by the request’s number, and returns by the item’s', async () => {
    const { request, line } = await house.line()
    expect((await desk().receive(scan(request.number))).said).to.equal('No lender has been asked')
    await house.act(line.id, 'request')
    expect((await desk().receive(scan(request.number))).said).to.contain('date due is not known')
    await house.act(line.id, 'shipped', { dueAtLender: '2026-05-01' })
    expect(await desk().receive(scan(request.number))).to.include({ tone: 'go' })
    const item = await house.db
      .selectFrom('ill_items')
      .innerJoin('items', 'items.id', 'ill_items.item_id')
      .select('accession_no')
      .where('line_id', '=', String(line.id))
      .executeTakeFirstOrThrow()
    expect(await desk().returnToLender(scan(item.accession_no))).to.include({ tone: 'go' })
    expect((await house.engine.read(house.db, line.id)).state).to.equal('returned')
    expect(await desk().returnToLender(scan(item.accession_no))).to.include({ tone: 'bad' })
  })

  it('says so where a number means nothing', async () => {
    expect((await desk().receive(scan('nonsense'))).said).to.contain('has this number')
  })
})
