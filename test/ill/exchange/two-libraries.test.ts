import { expect } from 'chai'
import { until } from '../../until.ts'
import { acquaint, type Library, openLibrary } from './library.ts'

const due = '2027-04-30'

describe('Two libraries whose systems speak ISO 18626', () => {
  let north: Library
  let south: Library
  let toSouth: number
  before('open both houses', async () => {
    north = await openLibrary('ISIL:XX-North')
    south = await openLibrary('ISIL:XX-South')
    ;[toSouth] = await acquaint(north, south)
  })
  after('close both houses', async () => {
    await north?.close()
    await south?.close()
  })

  /** Asked by north, and come in at south. */
  async function asked(title: string) {
    const { item } = await south.book(title)
    const line = await north.line(toSouth, title)
    const before = await south.db.selectFrom('ill_lendings').select('id').execute()
    await north.act(line, 'request', { transmit: true, expiresAt: '2031-01-01T00:00:00Z' })
    await north.quiet(line)
    let lending = await south.lending()
    for (; before.some(({ id }) => id === lending); ) lending = await south.lending()
    return { line, lending, item }
  }

  it('take a loan from asking to checking in, and nobody copies anything', async () => {
    const { line, lending, item } = await asked('Silent Spring')
    expect(await south.stateOf(lending)).to.equal('in-process')
    await south.act(lending, 'willSupply', { supplyOn: '2027-03-03' })
    await south.act(lending, 'shipped', { itemNo: item.accessionNo, dueOn: due })
    await north.is(line, 'shipped')
    expect(await north.dataOf(line)).to.include({ dueAtLender: due, shippedService: 'loan' })
    await north.act(line, 'receivedAsLoan', { dueAtLender: due })
    await north.act(line, 'requestRenewal', { dueDate: '2027-05-31', publicNote: 'Please' })
    await south.is(lending, 'renew-pending')
    await south.act(lending, 'renewYes', { dueOn: '2027-05-31' })
    await north.is(line, 'received')
    expect(await north.dataOf(line)).to.include({ dueAtLender: '2027-05-31' })
    await north.act(line, 'returned')
    await north.quiet(line)
    await south.act(lending, 'checkedIn')
    await south.quiet(lending)
    expect(await south.stateOf(lending)).to.equal('checked-in')
    expect(await north.stateOf(line)).to.equal('returned')
    expect(await north.dataOf(line)).to.include({ closedByPartner: true })
    for (const [library, id] of [
      [north, line],
      [south, lending],
    ] as const)
      for (const { state, type, direction } of await library.messages(id))
        expect([direction, type, state]).to.deep.equal([direction, type, 'confirmed'])
    expect(
      (await north.messages(line)).filter(({ direction }) => direction === 'out').map(({ type }) => type),
    ).to.deep.equal(['request', 'received', 'renew', 'returned'])
    expect(
      (await south.messages(lending)).filter(({ direction }) => direction === 'in').map(({ type }) => type),
    ).to.deep.equal(['request', 'received', 'renew', 'returned'])
  })

  it('agree to terms, and part where they do not', async () => {
    const { line, lending } = await asked('On Terms')
    await south.act(lending, 'answerConditional', { condition: 'LibraryUseOnly' })
    await north.is(line, 'conditional')
    await north.act(line, 'acceptCondition')
    await south.is(lending, 'in-process')
    await south.act(lending, 'unfilled', { reason: 'NotOnShelf' })
    await north.is(line, 'not-supplied')
  })

  it('cross: what is cancelled has been sent already', async () => {
    const { line, lending, item } = await asked('Crossing')
    // Both speak at once: whichever is heard first, it ends the same.
    await Promise.all([
      north.act(line, 'cancel', { transmit: true }),
      south.act(lending, 'shipped', { itemNo: item.accessionNo, dueOn: due }),
    ])
    await north.is(line, 'shipped')
    await north.quiet(line)
    await south.quiet(lending)
    expect(await south.stateOf(lending)).to.equal('shipped')
    expect(await north.stateOf(line)).to.equal('shipped')
    expect(await north.eventsOf(line)).to.include.members(['cancel', 'shipped'])
  })

  it('go on where they were when one of them was away', async () => {
    const { line, lending, item } = await asked('Away')
    await north.shut()
    await south.act(lending, 'shipped', { itemNo: item.accessionNo, dueOn: due })
    await south.act(lending, 'message', { publicNote: 'With a map.' })
    await until(async () => (await south.messages(lending)).some(({ error }) => error !== null))
    await north.open()
    await south.hurry()
    await north.is(line, 'shipped')
    await south.quiet(lending)
    expect((await north.eventsOf(line)).filter((event) => event === 'shipped' || event === 'message')).to.deep.equal([
      'shipped',
      'message',
    ])
    const out = (await south.messages(lending)).filter(({ direction }) => direction === 'out')
    expect(out.map(({ state }) => state)).to.deep.equal(['confirmed', 'confirmed'])
  })
})
