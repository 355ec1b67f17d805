import { expect } from 'chai'
import { callsAbout } from '../../../src/ill/index.ts'
import { allOf, textsOf } from '../../xml.ts'
import { useIls, type WithIls } from './use-ils.ts'

const due = { dueAtLender: '2026-05-01' }

/** A request whose item has been shipped, and whose reader the system knows. */
async function shipped({ house, ils }: WithIls, pieces?: string) {
  const { request, line } = await house.line()
  ils.users.set(request.patron.cardNumber, { name: request.patron.name })
  await house.act(line.id, 'request', { transmit: true })
  await house.act(line.id, 'shipped', { service: 'loan', ...due, ...(pieces !== undefined && { pieces }) })
  return { request, line, number: `${request.number}-${line.id}`, card: request.patron.cardNumber }
}

const counted = async ({ house }: WithIls, table: 'ill_items' | 'reservations') =>
  (await house.db.selectFrom(table).selectAll().execute()).length

describe('What is borrowed, in a library that keeps its own system', () => {
  describe('with every step on', () => {
    const means = useIls({
      borrowing: { acceptItem: 'on', checkOut: 'on', renew: 'on', checkIn: 'on', deleteItem: 'on' },
      pickupLocations: { main: 'Main Library' },
    })

    it('becomes an item, a hold, a loan there, is renewed, checked in and removed; and nothing here', async () => {
      const { house, ils } = means
      const { request, line, number, card } = await shipped(means)
      await house.act(line.id, 'receivedAsLoan', due)
      expect(ils.heard, 'nothing is asked inside the transaction').to.deep.equal([])
      await means.work()
      expect(ils.items.get(number)).to.deep.include({ title: request.title, holdFor: card, borrower: card })
      const [accept] = ils.heard
      expect(accept!.service).to.equal('AcceptItem')
      expect(textsOf(accept!.message, 'PickupLocation')).to.deep.equal(['Main Library'])
      expect(textsOf(accept!.message, 'RequestedActionType')).to.deep.equal(['Hold For Pickup'])
      expect(textsOf(accept!.message, 'FromSystemAuthentication')).to.deep.equal(['top-s3cret'])
      expect(textsOf(accept!.message, 'DateForReturn')).to.deep.equal(['2026-05-01T23:59:59.000Z'])
      await house.act(line.id, 'requestRenewal', { dueDate: '2026-06-01' })
      await house.act(line.id, 'renewed', { dueAtLender: '2026-06-01' })
      await means.work()
      expect(ils.items.get(number)!.due).to.equal('2026-06-01T23:59:59.000Z')
      await house.act(line.id, 'returned')
      await means.work()
      expect(ils.items.has(number)).to.equal(false)
      expect(ils.services()).to.deep.equal(['AcceptItem', 'CheckOutItem', 'RenewItem', 'CheckInItem', 'DeleteItem'])
      expect(await means.steps(line.id)).to.deep.equal([
        ...['acceptItem done', 'checkOutReader done', 'renewReader done', 'checkInReader done', 'deleteItem done'],
      ])
      expect([await counted(means, 'ill_items'), await counted(means, 'reservations')]).to.deep.equal([0, 0])
    })
  })

  describe('with what is usual', () => {
    const means = useIls()

    it('is one item for each volume, and a retry does only the rest', async () => {
      const { house, ils } = means
      const { line, number } = await shipped(means, '3 volumes')
      ils.let('AcceptItem', { problem: 'Item Not Accepted', detail: 'no such location' })
      await house.act(line.id, 'receivedAsLoan', due)
      await means.work()
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem failed', 'acceptItem done', 'acceptItem done'])
      const [first] = await callsAbout(house.db, [line.id])
      expect(first).to.include({ error: 'Item Not Accepted: no such location', item: `${number}-1`, dueAt: null })
      ils.heard.length = 0
      await house.database.tx((tx) =>
        house.system.retry(tx, first!.id, { actor: { name: 'Ann', via: 'web' }, at: house.now }),
      )
      await means.work()
      expect(ils.heard.flatMap(({ message }) => textsOf(message, 'ItemIdentifierValue'))).to.deep.equal([`${number}-1`])
      const requests = [...ils.items.keys()].filter((id) => id.startsWith(number))
      expect(requests.sort()).to.deep.equal([`${number}-1`, `${number}-2`, `${number}-3`])
    })

    it('has the numbers that staff enter, where they enter any', async () => {
      const { house, ils } = means
      const { line } = await shipped(means)
      await house.act(line.id, 'receivedAsLoan', { ...due, accessionNo: 'T-77; T-78' })
      await means.work()
      expect([ils.items.has('T-77'), ils.items.has('T-78')]).to.deep.equal([true, true])
    })

    it('is asked for once, though the answer was lost', async () => {
      const { house, ils } = means
      const { line, number } = await shipped(means)
      ils.let('AcceptItem', 'lost')
      await house.act(line.id, 'receivedAsLoan', due)
      ils.heard.length = 0
      await means.work()
      const [call] = await callsAbout(house.db, [line.id])
      expect(call).to.include({ state: 'waiting', doubtful: true, attempts: 1 })
      house.pass(1)
      await means.work()
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem done'])
      expect(ils.services(), 'it is looked up before it is asked for again').to.deep.equal(['AcceptItem', 'LookupItem'])
      expect(ils.items.has(number)).to.equal(true)
    })

    it('is asked for once, though the process ended before the answer was written down', async () => {
      const { house, ils } = means
      const { line, number } = await shipped(means)
      await house.act(line.id, 'receivedAsLoan', due)
      ils.heard.length = 0
      await means.die('AcceptItem')
      expect(ils.items.has(number)).to.equal(true)
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem waiting'])
      await means.work()
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem done'])
      expect(ils.services()).to.deep.equal(['AcceptItem', 'LookupItem'])
    })

    it('is asked for again where it is not there', async () => {
      const { house, ils } = means
      const { line, number } = await shipped(means)
      ils.let('AcceptItem', 'status 500')
      await house.act(line.id, 'receivedAsLoan', due)
      ils.heard.length = 0
      await means.work()
      house.pass(1)
      await means.work()
      expect(ils.services()).to.deep.equal(['AcceptItem', 'LookupItem', 'AcceptItem'])
      expect(ils.items.has(number)).to.equal(true)
    })

    it('counts as there where the system knows no LookupItem, and says that it has it already', async () => {
      const { house, ils } = means
      const { line } = await shipped(means)
      ils.unsupported.add('LookupItem')
      ils.let('AcceptItem', 'lost')
      await house.act(line.id, 'receivedAsLoan', due)
      await means.work()
      house.pass(1)
      await means.work()
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem done'])
      ils.unsupported.clear()
    })

    it('counts as checked in where it was so already', async () => {
      const { house, ils } = means
      const { line } = await shipped(means)
      await house.act(line.id, 'receivedAsLoan', due)
      await means.work()
      await house.act(line.id, 'returned')
      ils.heard.length = 0
      await means.work()
      expect(ils.services()).to.deep.equal(['CheckInItem'])
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem done', 'checkInReader done'])
    })

    for (const [mishap, state, says] of [
      ['malformed', 'failed', /not understood/],
      ['huge', 'failed', /too long/],
      ['status 500', 'waiting', /500/],
    ] as const)
      it(`stays as it was, with what failed, after an answer that is ${mishap}`, async () => {
        const { house, ils } = means
        const { line } = await shipped(means)
        await house.act(line.id, 'receivedAsLoan', due)
        const before = await house.engine.read(house.db, line.id)
        ils.let('AcceptItem', mishap)
        await means.work()
        const [call] = await callsAbout(house.db, [line.id])
        expect(call).to.include({ state })
        expect(call!.error).to.match(says)
        expect(await house.engine.read(house.db, line.id)).to.deep.equal(before)
      })

    it('waits behind what failed before it, and goes on once that was done by hand', async () => {
      const { house, ils } = means
      const { line } = await shipped(means)
      ils.let('AcceptItem', { problem: 'Unknown User' })
      await house.act(line.id, 'receivedAsLoan', due)
      await means.work()
      await house.act(line.id, 'returned')
      ils.heard.length = 0
      await means.work()
      expect(ils.heard).to.deep.equal([])
      const [accept] = await callsAbout(house.db, [line.id])
      ils.items.set('MY-1', { title: 'By hand', borrower: 'somebody' })
      await house.database.tx((tx) =>
        house.system.byHand(
          tx,
          accept!.id,
          { note: 'made it there', item: 'MY-1' },
          { actor: { name: 'Ann', via: 'web' }, at: house.now },
        ),
      )
      await means.work()
      expect(await callsAbout(house.db, [line.id]).then((calls) => calls[0])).to.include({
        ...{ state: 'done', settledBy: 'Ann', note: 'made it there' },
      })
      expect(textsOf(ils.heard[0]!.message, 'ItemIdentifierValue')).to.deep.equal(['MY-1'])
      const audited = await house.db
        .selectFrom('audit')
        .select(['action', 'subject_kind', 'detail'])
        .where('action', '=', 'library-system.by-hand')
        .execute()
      expect(audited).to.deep.equal([
        {
          action: 'library-system.by-hand',
          subject_kind: 'request',
          detail: { step: 'acceptItem', call: accept!.id },
        },
      ])
    })

    it('is asked for after all where it was noted by mistake, unless more was done with it', async () => {
      const { house, ils } = means
      const { line, number, card } = await shipped(means)
      const by = { actor: { name: 'Ann', via: 'web' }, at: house.now } as const
      const takeBack = (id: number) =>
        house.database.tx((tx) => house.system.takeBack(tx, id, by)).catch(({ message }) => message)
      ils.let('AcceptItem', { problem: 'Unknown User' })
      await house.act(line.id, 'receivedAsLoan', due)
      await means.work()
      const [accept] = await callsAbout(house.db, [line.id])
      const { id } = accept!
      expect(await takeBack(id)).to.match(/cannot be taken back: nobody noted it/)
      const byHand = () => house.database.tx((tx) => house.system.byHand(tx, id, { note: 'oops' }, by))
      await byHand()
      expect(await takeBack(id)).to.equal(undefined)
      const [open] = await callsAbout(house.db, [line.id])
      expect(open).to.include({ state: 'failed', settledBy: null, settledAt: null, note: null })
      await house.database.tx((tx) => house.system.retry(tx, id, by))
      await means.work()
      expect(ils.items.get(number)).to.deep.include({ holdFor: card })
      expect(await takeBack(id), 'the system did it').to.match(/nobody noted it/)

      const { line: other } = await shipped(means)
      ils.let('AcceptItem', { problem: 'Unknown User' })
      await house.act(other.id, 'receivedAsLoan', due)
      await means.work()
      const [made] = await callsAbout(house.db, [other.id])
      ils.items.set('MY-2', { title: 'By hand', borrower: 'somebody' })
      await house.database.tx((tx) => house.system.byHand(tx, made!.id, { note: '', item: 'MY-2' }, by))
      await house.act(other.id, 'returned')
      await means.work()
      expect(await takeBack(made!.id)).to.match(/“Check in from the reader” was done after it/)
    })

    it('can be taken back while the system has not heard of it, and not after', async () => {
      const { house, ils } = means
      const undo = (id: number) =>
        house.database.tx((tx) =>
          house.engine.undo(tx, id, {
            actor: { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' },
            via: 'web',
          }),
        )
      const early = await shipped(means)
      await house.act(early.line.id, 'receivedAsLoan', due)
      await undo(early.line.id)
      ils.heard.length = 0
      await means.work()
      expect([ils.heard, await means.steps(early.line.id)]).to.deep.equal([[], ['acceptItem skipped']])
      await house.act(early.line.id, 'receivedAsLoan', due)
      await means.work()
      expect(await means.steps(early.line.id)).to.deep.equal(['acceptItem skipped', 'acceptItem done'])
      expect(await undo(early.line.id).catch((error) => error.message)).to.match(/has taken it in/)
    })

    it('is done for nobody whose reader is forgotten, and says so', async () => {
      const { house, ils } = means
      const { request, line } = await shipped(means)
      await house.act(line.id, 'receivedAsLoan', due)
      await house.db.updateTable('ill_requests').set({ patron_id: null }).where('id', '=', request.id).execute()
      ils.heard.length = 0
      await means.work()
      const [call] = await callsAbout(house.db, [line.id])
      expect(ils.heard).to.deep.equal([])
      expect(call!.error).to.match(/forgotten/)
    })
  })

  describe('with steps off, and left to staff', () => {
    const means = useIls({ borrowing: { acceptItem: 'manual', checkIn: 'off', deleteItem: 'manual' } })

    it('asks the system for nothing, and tells staff at once what to do there', async () => {
      const { house, ils } = means
      const { line } = await shipped(means)
      await house.act(line.id, 'receivedAsLoan', due)
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem manual'])
      await house.act(line.id, 'returned')
      await means.work()
      expect(await means.steps(line.id)).to.deep.equal(['acceptItem manual', 'deleteItem manual'])
      expect(ils.heard).to.deep.equal([])
    })
  })
})

describe('What is said to a system', () => {
  const means = useIls()

  it('is one message of the service, about the turn and its reader', async () => {
    const { house, ils } = means
    const { line, number, card } = await shipped(means)
    await house.act(line.id, 'receivedAsLoan', due)
    await means.work()
    const [{ message }] = ils.heard as [(typeof ils.heard)[0]]
    expect(textsOf(allOf(message, 'RequestId')[0]!, 'RequestIdentifierValue')).to.deep.equal([number])
    expect(textsOf(message, 'UserIdentifierValue')).to.deep.equal([card])
  })
})
