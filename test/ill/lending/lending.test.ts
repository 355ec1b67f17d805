import { expect } from 'chai'
import { feesOf, findLending, type LendingOrder, readLending } from '../../../src/ill/index.ts'
import { fold } from '../../../src/workflow/index.ts'
import { ann, useHouse } from '../house.ts'
import { doJobs, meansOf } from '../story.ts'

const partner = { kind: 'partner', id: 'XX-9', name: 'A library' } as const

describe('A request of another library', () => {
  const house = useHouse()
  const read = async (id: number) => (await readLending(house.db, id))!
  const state = async (id: number) => (await house.engine.read(house.db, id)).state
  /** With a record and an item of ours. */
  async function held(more: Partial<LendingOrder> = {}, of: object = {}) {
    const title = `Held ${Math.random()}`
    const bibId = await house.bib(title, { author: 'Doe, Jane' })
    const item = await house.item(bibId)
    const { lending } = await house.lending({ wanted: { title, author: 'Doe, Jane', year: '1974' }, ...more }, of)
    return { lending, bibId, item }
  }
  const circulationOf = async (item: number) =>
    (await house.db.selectFrom('items').select('circulation').where('id', '=', item).executeTakeFirstOrThrow())
      .circulation
  const openLoans = (item: number) =>
    house.db
      .selectFrom('loans')
      .select(['due_on', 'lending_id', 'patron_id'])
      .where('item_id', '=', item)
      .where('returned_at', 'is', null)
      .execute()

  it('comes in unread and In process, with so many of our open days to answer', async () => {
    const { lending } = await house.lending()
    expect(lending).to.include({ state: 'in-process', version: 1 })
    expect(lending.number).to.match(/^L-\d{6}$/)
    expect(lending.data).to.include({ attention: true, closed: false, service: 'loan' })
    // A Monday: the fifth open day after it is the next Monday, which it has all of.
    const calendar = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }
    const ends = new Date(lending.data.expiresAt!)
    const day = new Intl.DateTimeFormat('sv', calendar).format(ends)
    expect([day, new Intl.DateTimeFormat('sv', { ...calendar, timeStyle: 'short' }).format(ends)]).to.deep.equal([
      '2026-03-10',
      '00:00',
    ])
  })

  it('ends sooner where an answer is of no use after a day', async () => {
    const { lending } = await house.lending({ expiresOn: '2026-03-04' })
    const { lending: usual } = await house.lending({ expiresOn: '2026-12-24' })
    expect(new Date(lending.data.expiresAt!) < new Date(usual.data.expiresAt!)).to.equal(true)
  })

  it('is linked to our record of it, whose title is filed under its second word', async () => {
    const bibId = await house.bib('The lamp of evening', { author: 'Doe, Jane' })
    const { lending } = await house.lending({
      wanted: { title: 'The lamp of evening', author: 'Doe, Jane', year: '1974' },
    })
    expect(lending.bibId).to.equal(bibId)
  })

  it('is one, however often it is sent with one key, or by a system with one number', async () => {
    const { id } = await house.lender()
    const first = await house.lending({ partnerId: id, theirNumber: 'A1' }, {}, 'key-1')
    const again = await house.lending({ partnerId: id, theirNumber: 'other' }, {}, 'key-1')
    expect([again.lending.id, again.repeated]).to.deep.equal([first.lending.id, true])
    const wire = { partnerId: id, theirNumber: 'W1', via: 'iso18626' as const }
    const [one, two] = await Promise.all([house.lending(wire), house.lending(wire)])
    expect(one.lending.id).to.equal(two.lending.id)
    expect([one.repeated, two.repeated]).to.have.members([true, false])
    expect((await findLending(house.db, wire))?.id).to.equal(one.lending.id)
    expect(await findLending(house.db, { ...wire, theirNumber: 'W2' })).to.equal(undefined)
    // By telephone nobody promises that numbers are used once.
    const spoken = { partnerId: id, theirNumber: 'W1', via: 'telephone' as const }
    expect((await house.lending(spoken)).repeated).to.equal(false)
    expect((await house.lending(spoken)).repeated).to.equal(false)
  })

  it('is linked to the record of ours that it describes, and to none that is another', async () => {
    const { lending, bibId } = await held()
    expect(lending.bibId).to.equal(bibId)
    const { lending: other } = await house.lending({ wanted: { title: 'Held by nobody at all', year: '1888' } })
    expect(other.bibId).to.equal(undefined)
    // A number of another catalogue can be one of ours by chance.
    const { lending: chance } = await house.lending({ wanted: { title: 'Something else', recordId: String(bibId) } })
    expect(chance.bibId).to.equal(undefined)
  })

  it('has its item lent to the library from Shipped until it is checked in', async () => {
    const { lending, item } = await held()
    await house.act(lending.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30' })
    expect(await openLoans(item.id)).to.deep.equal([{ due_on: '2026-04-30', lending_id: lending.id, patron_id: null }])
    expect(await circulationOf(item.id)).to.equal('on-loan')
    expect(await read(lending.id)).to.include({ itemId: item.id })
    await house.act(lending.id, 'renew', { dueOn: '2026-06-01' })
    await house.act(lending.id, 'renewYes', { dueOn: '2026-05-31' })
    expect(await openLoans(item.id)).to.have.nested.property('[0].due_on', '2026-05-31')
    await house.act(lending.id, 'checkedIn')
    expect(await openLoans(item.id)).to.deep.equal([])
    expect(await circulationOf(item.id)).to.equal(null)
    expect((await read(lending.id)).data).to.include({ closed: true })
  })

  it('is not shipped with an item that somebody has, that is unknown, or borrowed itself; and nothing is changed then', async () => {
    const { lending, item } = await held()
    const { lending: other } = await held()
    await house.act(other.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30' })
    const ship = (itemNo: string) => house.act(lending.id, 'shipped', { itemNo, dueOn: '2026-04-30' })
    const refused = async (number: string) =>
      ship(number).then(
        () => 'shipped',
        (error: Error) => error.message,
      )
    expect(await refused(item.accessionNo)).to.include('it is on loan')
    expect(await refused('NONE-1')).to.include('no item of ours has this number')
    expect(await state(lending.id)).to.equal('in-process')
    expect(house.sent.filter(({ key }) => key.startsWith(`lending:${lending.id}:`))).to.deep.equal([])
  })

  it('can be shipped without an item of the catalogue', async () => {
    const { lending } = await house.lending()
    await house.act(lending.id, 'shipped', { dueOn: '2026-04-30' })
    await house.act(lending.id, 'checkedIn')
    expect(await state(lending.id)).to.equal('checked-in')
  })

  it('lets Shipped be taken back while nothing was sent, with the loan', async () => {
    const { lending, item } = await held()
    await house.act(lending.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30' })
    await house.database.tx((tx) => house.engine.undo(tx, lending.id, { actor: ann, via: 'web' }))
    expect(await state(lending.id)).to.equal('in-process')
    expect(await openLoans(item.id)).to.deep.equal([])
    expect(await circulationOf(item.id)).to.equal(null)
    expect((await read(lending.id)).data).to.include({ dueOn: null, attention: true })
  })

  it('is told to the borrowing library once, also where jobs run twice', async () => {
    const { lending, item } = await held()
    await house.act(lending.id, 'willSupply', { supplyOn: '2026-03-10' })
    const means = meansOf(house.database, house.engine)
    await doJobs({ ...means, clock: house.clock })
    await house.act(lending.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30' })
    await doJobs({ ...means, clock: house.clock })
    expect(house.sent.filter(({ key }) => key.startsWith(`lending:${lending.id}:`))).to.deep.equal([
      { message: 'will-supply', to: lending.partner.name, key: `lending:${lending.id}:2:will-supply` },
      { message: 'shipped', to: lending.partner.name, key: `lending:${lending.id}:3:shipped` },
    ])
    const refused = await house.database
      .tx((tx) => house.engine.undo(tx, lending.id, { actor: ann, via: 'web' }))
      .then(
        () => 'undone',
        (error: Error) => error.message,
      )
    expect(refused).to.include('the notice that it is shipped has happened already')
  })

  it('answers a late Cancel by itself, yes or no as things stand, and a renewal of what is recalled', async () => {
    const said = async (id: number) => {
      await doJobs({ ...meansOf(house.database, house.engine), clock: house.clock })
      return house.sent.filter(({ key }) => key.startsWith(`lending:${id}:`)).map(({ message }) => message)
    }
    const { lending, item } = await held({ via: 'iso18626' })
    await house.act(lending.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30' })
    await house.act(lending.id, 'cancel', {}, { actor: partner })
    await house.act(lending.id, 'recall')
    await house.act(lending.id, 'renew', {}, { actor: partner })
    expect(await said(lending.id)).to.have.members(['shipped', 'cancel-reply', 'recall', 'renew-reply'])
    expect(await state(lending.id)).to.equal('recall')
  })

  it('expires by itself when nobody answers, and never while a promise or a Cancel stands', async () => {
    const [silent, promised, asked] = [
      await house.lending(),
      await house.lending(),
      await house.lending({ via: 'iso18626' }),
    ]
    await house.act(promised.lending.id, 'willSupply')
    await house.act(asked.lending.id, 'cancel', {}, { actor: partner })
    house.pass(9)
    await doJobs({ ...meansOf(house.database, house.engine), clock: house.clock })
    expect(await state(silent.lending.id)).to.equal('not-supplied')
    expect((await read(silent.lending.id)).data).to.include({ closed: true, attention: true })
    expect(await state(promised.lending.id)).to.equal('in-process')
    expect(await state(asked.lending.id)).to.equal('cancel-pending')
    await house.act(asked.lending.id, 'cancelNo')
    expect(new Date((await read(asked.lending.id)).data.expiresAt!).getTime()).to.be.greaterThan(house.now.getTime())
  })

  it('keeps the next copy for the library with Answer Hold, until it is shipped or given up', async () => {
    const { lending, bibId, item } = await held({ hold: 'yes' })
    await house.act(lending.id, 'holdPlaced', { availableOn: '2026-04-01' })
    const holds = () =>
      house.db.selectFrom('reservations').select(['state', 'patron_id']).where('lending_id', '=', lending.id).execute()
    expect(await holds()).to.deep.equal([{ state: 'waiting', patron_id: null }])
    await house.database.tx((tx) => house.engine.undo(tx, lending.id, { actor: ann, via: 'web' }))
    expect(await holds()).to.deep.equal([{ state: 'cancelled', patron_id: null }])
    await house.act(lending.id, 'holdPlaced', { availableOn: '2026-04-01' })
    await house.act(lending.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30' })
    expect((await holds()).map((one) => one.state)).to.have.members(['cancelled', 'fulfilled'])
    const { lending: second } = await house.lending({ wanted: (await read(lending.id)).wanted })
    expect(second.bibId).to.equal(bibId)
    await house.act(second.id, 'holdPlaced', { availableOn: '2026-05-01' })
    await house.act(second.id, 'unfilled', { reason: 'PolicyProblem' })
    const rest = await house.db.selectFrom('reservations').select('state').where('lending_id', '=', second.id).execute()
    expect(rest).to.deep.equal([{ state: 'cancelled' }])
    await house.database.tx((tx) => house.engine.undo(tx, second.id, { actor: ann, via: 'web' }))
    const again = await house.db
      .selectFrom('reservations')
      .select('state')
      .where('lending_id', '=', second.id)
      .execute()
    expect(again.map((one) => one.state)).to.have.members(['cancelled', 'waiting'])
    const { lending: unwanted } = await held({ hold: 'no' })
    const refused = await house
      .act(unwanted.id, 'holdPlaced', { availableOn: '2026-04-01' })
      .catch((error: Error) => error)
    expect(refused).to.have.property('message').that.includes('does not want a hold')
  })

  it('takes its fee back with a shipment that is undone before anybody heard of it', async () => {
    const { lending, item } = await held({}, { settlement: 'ifm' })
    await house.act(lending.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30', cost: '12.50 EUR' })
    await house.database.tx((tx) => house.engine.undo(tx, lending.id, { actor: ann, via: 'web' }))
    expect((await feesOf(house.db, lending.id)).map(({ amount }) => amount)).to.deep.equal(['12.50', '-12.50'])
  })

  it('posts one fee where a scheme settles costs, and one that reverses it with Unship; else none', async () => {
    const { lending, item } = await held({}, { settlement: 'ifm' })
    const ship = { itemNo: item.accessionNo, dueOn: '2026-04-30', cost: '12.50 eur' }
    await house.act(lending.id, 'shipped', ship)
    await house.act(lending.id, 'unship')
    await house.act(lending.id, 'shipped', ship)
    const posted = (await feesOf(house.db, lending.id)).map(({ amount, currency, scheme }) => [
      scheme,
      amount,
      currency,
    ])
    expect(posted).to.deep.equal([
      ['ifm', '12.50', 'EUR'],
      ['ifm', '-12.50', 'EUR'],
      ['ifm', '12.50', 'EUR'],
    ])
    expect(await openLoans(item.id)).to.have.length(1)
    const { lending: plain } = await held()
    await house.act(plain.id, 'shipped', { dueOn: '2026-04-30', cost: '3.00' })
    expect(await feesOf(house.db, plain.id)).to.deep.equal([])
    const refused = await house.act(plain.id, 'unship').catch((error: Error) => error)
    expect(refused).to.have.property('message').that.includes('not settled by a scheme')
  })

  it('is linked to another record and item by hand, and back', async () => {
    const { lending, bibId } = await held()
    const other = await house.bib('Another edition')
    const item = await house.item(other)
    await house.act(lending.id, 'link', { bibId: other, itemId: item.id, wasBibId: bibId, wasItemId: null })
    expect(await read(lending.id)).to.include({ bibId: other, itemId: item.id })
    await house.database.tx((tx) => house.engine.undo(tx, lending.id, { actor: ann, via: 'web' }))
    expect(await read(lending.id)).to.include({ bibId, itemId: undefined })
  })

  it('is what its history says, whatever happened', async () => {
    const { lending, item } = await held()
    await house.act(lending.id, 'answerConditional', { condition: 'LibraryUseOnly', replyBy: '2026-08-01' })
    await house.act(lending.id, 'conditionAccepted')
    await house.act(lending.id, 'shipped', { itemNo: item.accessionNo, dueOn: '2026-04-30' })
    await house.act(lending.id, 'overdue')
    await house.act(lending.id, 'returned')
    await house.act(lending.id, 'checkedIn')
    await house.act(lending.id, 'complete')
    const { state: at, data, version, lastEvent, definitionVersion } = await house.engine.read(house.db, lending.id)
    const folded = fold(house.engine.machine('lending').definition, await house.engine.history(house.db, lending.id))
    expect(folded).to.deep.equal({ state: at, data, version, lastEvent, definitionVersion })
    expect(data).to.include({ condition: 'LibraryUseOnly', closed: true, closedByPartner: true, attention: false })
  })
})
