import { expect } from 'chai'
import { pauseAfter } from '../../../src/ill/exchange/deliver.ts'
import type { Carrier } from '../../../src/ill/index.ts'
import { actOnTrouble, listTroubles } from '../../../src/messages/index.ts'
import { useWiredHouse } from './wire.ts'

const day = 86_400_000
const again = { kind: 'again', detail: 'nobody answers', arrived: false, nobody: true } as const

describe('Messages to the systems of lenders', () => {
  const house = useWiredHouse()
  beforeEach(() => {
    house.carried.length = 0
    house.whims.length = 0
  })
  const types = () => house.carried.map(({ message }) => message.message.type)

  it('go out once, with the number of the turn, and are confirmed', async () => {
    const { line, request, lender, requestId } = await house.asked()
    await house.work()
    expect(house.carried).to.have.length(1)
    const [{ message }] = house.carried as [(typeof house.carried)[0]]
    expect(message.envelope).to.deep.equal({
      ...{ requester: 'ISIL:XX-Home', responder: lender.symbol, requestId, sentAt: house.now.toISOString() },
    })
    expect(requestId).to.equal(`${request.number}-${line.id}`)
    expect(message.message).to.include({ type: 'request', kind: 'new' })
    const [row] = await house.messages(line.id)
    expect(row).to.include({ direction: 'out', state: 'confirmed', attempts: 1 })
    expect(house.sent.filter(({ to }) => to === lender.name)).to.deep.equal([])
  })

  it('of one transaction go in the order of the acts, one after the other', async () => {
    const { line } = await house.asked()
    await house.act(line.id, 'message', { publicNote: 'First.' })
    await house.act(line.id, 'message', { publicNote: 'Second.' })
    await house.act(line.id, 'cancel', { transmit: true })
    await house.work()
    expect(types()).to.deep.equal(['request', 'note', 'note', 'cancel'])
    expect(
      house.carried.map(({ message }) => ('note' in message.message ? message.message.note : '')),
    ).to.include.members(['First.', 'Second.'])
  })

  it('wait while a message before them has not got through, and then go after it', async () => {
    const { line } = await house.asked()
    house.whims.push(again)
    await house.work()
    await house.act(line.id, 'message', { publicNote: 'Later.' })
    expect(types()).to.deep.equal(['request'])
    house.pass(1)
    await house.work()
    expect(types()).to.deep.equal(['request', 'request', 'note'])
    const identities = new Set(house.carried.slice(0, 2).map(({ message }) => message.envelope.sentAt))
    expect(identities.size, 'the same message').to.equal(1)
  })

  it('to one who is down are tried at growing intervals, and sent once when it is up again', async () => {
    const { line } = await house.asked()
    const attempts: number[] = []
    const begun = house.now.getTime()
    let down = true
    for (let hour = 0; hour < 30; hour += 1) {
      if (hour === 27) down = false
      house.whims.splice(0, house.whims.length, ...(down ? [again] : []))
      const before = house.carried.length
      await house.work()
      if (house.carried.length > before) attempts.push(hour)
      house.pass(1 / 24)
    }
    expect(attempts[0]).to.equal(0)
    const gaps = attempts.slice(1).map((at, n) => at - attempts[n]!)
    expect(Math.max(...gaps), 'never longer than four hours and a half').to.be.at.most(6)
    expect(attempts.length, 'not at every hour').to.be.lessThan(20)
    const [row, ...more] = await house.messages(line.id)
    expect(more).to.deep.equal([])
    expect(row).to.include({ state: 'confirmed', attempts: attempts.length })
    expect(row!.settled_at!.getTime() - begun).to.be.at.least(27 * 3_600_000)
  })

  it('of all transactions wait for one who is down: one attempt at a time, not one for each', async () => {
    const made = await house.asked()
    const second = await house.line({ lender: { protocol: 'none' } })
    await house.db
      .updateTable('ill_lines')
      .set({ lender_id: made.lender.id })
      .where('id', '=', second.line.id)
      .execute()
    await house.act(second.line.id, 'request', { transmit: true })
    house.whims.push(again, again, again)
    await house.work()
    expect(house.carried.length).to.be.at.most(2)
    const before = house.carried.length
    house.whims.length = 0
    house.pass(1)
    await house.work()
    expect(house.carried).to.have.length(before + 2)
  })

  it('are given up after the days of the house: a problem, attention, and one more try when somebody says so', async () => {
    const { line } = await house.asked()
    await house.work()
    house.carried.length = 0
    await house.act(line.id, 'message', { publicNote: 'Are you there?' })
    for (let tries = 0; tries < 30; tries += 1) {
      house.whims.splice(0, house.whims.length, again)
      await house.work()
      house.pass(0.25)
    }
    const [, row] = await house.messages(line.id)
    expect(row).to.include({ state: 'failed', error: 'nobody answers' })
    expect(row!.settled_at!.getTime() - row!.queued_at.getTime()).to.be.at.least(3 * day)
    expect((await house.engine.read(house.db, line.id)).data['attention']).to.equal(true)
    const trouble = (await listTroubles(house.db)).find(({ reason }) => reason.includes('nobody answers'))!
    expect(trouble.what).to.equal('job')
    const before = house.carried.length
    house.whims.length = 0
    await house.data.database.tx((tx) => actOnTrouble(tx, trouble, 'retry', { name: 'Ann', via: 'web' }, house.now))
    await house.work()
    expect(house.carried).to.have.length(before + 1)
    expect(house.carried.at(-1)!.message).to.deep.equal(house.carried[0]!.message)
    expect((await house.messages(line.id))[1]).to.include({ state: 'confirmed' })
    expect(await listTroubles(house.db)).to.deep.equal([])
  })

  it('that may have arrived are said to be, and are sent again as the same', async () => {
    const { line } = await house.asked()
    house.whims.push({ ...again, arrived: true, nobody: false })
    await house.work()
    expect((await house.messages(line.id))[0]).to.include({ state: 'sent' })
    house.pass(1)
    await house.work()
    expect(house.carried[1]!.message).to.deep.equal(house.carried[0]!.message)
    expect((await house.messages(line.id))[0]).to.include({ state: 'confirmed', attempts: 2 })
  })

  it('that are refused are not sent again: what was answered stands on the line, for somebody to look at', async () => {
    const { line, request } = await house.asked()
    const receipt = { kind: 'refused', why: 'bad-value', what: 'title', text: 'No such title' } as const
    house.whims.push({ kind: 'answered', receipt })
    await house.work()
    house.pass(1)
    await house.work()
    expect(house.carried).to.have.length(1)
    const [row] = await house.messages(line.id)
    expect(row).to.include({ state: 'refused' })
    expect(row!.receipt).to.deep.equal(receipt)
    // One that could not even be asked has had its turn.
    const { state, data } = await house.engine.read(house.db, line.id)
    expect([state, data['attention'], data['answer']]).to.deep.equal(['not-supplied', true, 'failed'])
    const last = (await house.engine.history(house.db, line.id)).at(-1)!
    expect(last.event).to.equal('sendFailed')
    expect(last.form['reason']).to.include('No such title')
    expect((await house.engine.history(house.db, request.id)).at(-1)!.event).to.equal('lineEnded')
  })

  it('that asked a lender in vain are not sent again once its turn is over', async () => {
    const { line } = await house.asked()
    house.whims.push({ kind: 'hopeless', detail: 'its address is missing' })
    await house.work()
    expect((await house.engine.read(house.db, line.id)).state).to.equal('not-supplied')
    const trouble = (await listTroubles(house.db)).find(({ reason }) => reason.includes('its address is missing'))!
    await house.data.database.tx((tx) => actOnTrouble(tx, trouble, 'retry', { name: 'Ann', via: 'web' }, house.now))
    await house.work()
    expect(house.carried).to.have.length(1)
    const [still] = await listTroubles(house.db)
    expect(still!.reason).to.include('turn is over')
    await house.data.database.tx((tx) => actOnTrouble(tx, still!, 'dismiss', { name: 'Ann', via: 'web' }, house.now))
  })

  it('are no lost cause because our own database failed while they were written', async () => {
    const { line } = await house.asked()
    let failures = 1
    const read: typeof house.engine.read = async (tx, id) => {
      if (failures-- > 0) throw new Error('the connection was lost')
      return await house.engine.read(tx, id)
    }
    const carrier: Carrier = {
      write: () => '<request/>',
      carry: async () => ({ kind: 'answered', receipt: { kind: 'ok' } }),
    }
    await house.work({ engine: { ...house.engine, read }, carriers: { iso18626: carrier } })
    const [row] = await house.messages(line.id)
    expect(row).to.include({ state: 'confirmed', raw: '<request/>' })
    expect((await house.engine.read(house.db, line.id)).state).to.equal('pending')
  })

  it('that cannot be written are given up at once', async () => {
    const { line } = await house.asked()
    const carrier: Carrier = {
      write: () => {
        throw new Error('no such element')
      },
      carry: () => Promise.reject(new Error('nothing was written')),
    }
    await house.work({ carriers: { iso18626: carrier } })
    const [row] = await house.messages(line.id)
    expect(row).to.include({ state: 'failed', error: 'it cannot be written: no such element' })
  })

  it('pause twice as long each time, up to some hours, and never all at once', () => {
    expect([1, 2, 3].map((n) => pauseAfter(n, 0))).to.deep.equal([30_000, 60_000, 120_000])
    expect(pauseAfter(1, 1)).to.equal(45_000)
    expect(pauseAfter(40, 0)).to.equal(4 * 3_600_000)
  })

  it('tell a lender that was asked when its request is cancelled, though it has no e-mail address', async () => {
    const lender = { protocol: 'iso18626', endpoint: 'https://lender.example/ill', email: '' } as const
    const { request, line } = await house.line({ lender })
    await house.act(line.id, 'request', { transmit: true })
    await house.act(request.id, 'cancel', {})
    await house.work()
    expect((await house.messages(line.id)).map(({ type }) => type)).to.deep.equal(['request', 'cancel'])
  })
})
