import { expect } from 'chai'
import { askableLines, askStatus, exchangedAbout, offersResend, resendLast } from '../../../src/ill/index.ts'
import { Problem } from '../../../src/problems.ts'
import { createPolicy } from '../../../src/workflow/index.ts'
import { useWiredHouse } from './wire.ts'

const actor = { name: 'Ann', via: 'web' } as const

describe('What was said to a lender’s system', () => {
  const house = useWiredHouse()
  beforeEach(() => {
    house.carried.length = 0
    house.whims.length = 0
  })
  const resend = (line: number, note?: string) =>
    house.data.database.tx((tx) => resendLast(tx, house.engine, line, { actor, note, at: house.now }))
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    )

  it('is listed with what was answered', async () => {
    const { line, lender, requestId } = await house.asked()
    await house.work()
    await house.says(lender.id, requestId, { type: 'will-supply', note: 'Soon' })
    const listed = await exchangedAbout(house.db, [line.id])
    expect(listed.map(({ direction, state, message }) => [direction, state, message.message.type])).to.deep.equal([
      ['out', 'confirmed', 'request'],
      ['in', 'confirmed', 'will-supply'],
    ])
  })

  it('is not sent once more where the profile of the house hides that', async () => {
    const { line } = await house.asked()
    await house.work()
    const parts = { groups: {}, machines: {}, alerts: {}, local: [] }
    const policy = createPolicy({ ...parts, labels: 'first', profiles: ['north-america'] })
    const again = (engine: typeof house.engine) =>
      house.data.database.tx((tx) => resendLast(tx, engine, line.id, { actor, at: house.now }))
    expect(await refusal(again({ ...house.engine, policy }))).to.equal('resend-refused')
    expect([
      offersResend({ ...house.engine, policy }, 'lending', 'shipped'),
      offersResend(house.engine, 'lending', 'shipped'),
    ]).to.deep.equal([false, true])
    expect(await refusal(again(house.engine))).to.equal('done')
    await house.work()
  })

  it('is sent once more with the same identity and another note, and says that it is repeated', async () => {
    const { line } = await house.asked()
    expect(await refusal(resend(line.id))).to.equal('resend-refused')
    await house.work()
    house.pass(1)
    await resend(line.id, 'Did you get it?')
    expect(await refusal(resend(line.id))).to.equal('resend-refused')
    await house.work()
    const [first, again] = house.carried.map(({ message }) => message)
    expect(house.carried).to.have.length(2)
    expect(again!.envelope).to.deep.equal({ ...first!.envelope, repeat: true })
    expect(again!.message).to.deep.equal({ ...first!.message, note: 'Did you get it?' })
    const [one, ...more] = await house.messages(line.id)
    expect([one!.state, more]).to.deep.equal(['confirmed', []])
    const audit = await house.db.selectFrom('audit').selectAll().where('action', '=', 'exchange.resend').execute()
    expect(audit.at(-1)!.detail).to.include({ type: 'request', newNote: true })
  })

  it('asks where a request stands, once it has been taken, and keeps the answer', async () => {
    const { line, lender, requestId } = await house.asked()
    const ask = () => house.data.database.tx((tx) => askStatus(tx, house.engine, line.id, actor, house.now))
    expect(await refusal(ask())).to.equal('resend-refused')
    await house.work()
    await ask()
    await house.work()
    expect(house.carried.map(({ message }) => message.message.type)).to.deep.equal(['request', 'status-query'])
    expect(await house.says(lender.id, requestId, { type: 'status', state: 'IN-PROCESS' })).to.deep.equal({
      kind: 'ok',
    })
    expect((await house.engine.read(house.db, line.id)).state).to.equal('pending')
    expect((await exchangedAbout(house.db, [line.id])).at(-1)!.message.message).to.include({ type: 'status' })
  })

  it('is not asked where it stands again and again: its answer is waited for, a day at most', async () => {
    const { line, lender, requestId } = await house.asked()
    const ask = () => house.data.database.tx((tx) => askStatus(tx, house.engine, line.id, actor, house.now))
    const askable = async () => (await askableLines(house.db, [line.id], house.now)).has(line.id)
    expect(await askable()).to.equal(false)
    await house.work()
    expect(await askable()).to.equal(true)
    await ask()
    expect([await askable(), await refusal(ask())]).to.deep.equal([false, 'resend-refused'])
    await house.work()
    await house.says(lender.id, requestId, { type: 'status', state: 'IN-PROCESS' })
    expect(await askable()).to.equal(true)
    house.pass(0.1)
    await ask()
    expect(await askable()).to.equal(false)
    house.pass(1)
    expect(await askable()).to.equal(true)
  })
})
