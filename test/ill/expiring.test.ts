import { expect } from 'chai'
import { CirculationFile } from '../../src/circulation/index.ts'
import { createIll, IllSettings } from '../../src/ill/index.ts'
import { expireRequests, type TellExpired } from '../../src/ill/requests/expire.ts'
import { createLog } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { messagesAbout } from '../../src/messages/index.ts'
import { useHouse } from './house.ts'

describe('Requests nobody completes', () => {
  const house = useHouse({ limits: { perDay: 50, open: 50 } })
  const running: Worker[] = []
  afterEach(async () => {
    for (const worker of running.splice(0)) await worker.close()
    await house.db.deleteFrom('jobs').execute()
  })

  /** A process that starts with these settings. */
  async function start(settings: object): Promise<void> {
    for (const worker of running.splice(0)) await worker.close()
    const ill = createIll({
      ...{ clock: house.clock, settings: IllSettings.parse(settings), circulation: CirculationFile.parse({}) },
      ...{ library: 'Our Library', requestsLink: 'https://library.example/requests' },
    })
    await ill.begin(house.db)
    running.push(
      createWorker({
        ...{ database: house.database, clock: house.clock, log: createLog('silent'), poll: 20 },
        handlers: ill.handlers(house.database),
      }),
    )
  }
  const jobs = () =>
    house.db.selectFrom('jobs').select(['run_at', 'attempts', 'locked_by']).where('kind', '=', 'ill.expire').execute()
  /** Lets a day pass, and the job of it. */
  async function aDay(days = 1): Promise<void> {
    house.pass(days)
    const now = house.now.getTime()
    while (((await jobs())[0]?.run_at.getTime() ?? Number.POSITIVE_INFINITY) <= now)
      await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const stateOf = async (id: number) => (await house.engine.read(house.db, id)).state

  it('stay as they are where the house says nothing', async () => {
    const { id } = await house.request()
    await start({})
    await aDay(400)
    expect(await stateOf(id)).to.equal('pending-review')
    await house.act(id, 'cancel')
  })

  it('expire after so many days, whoever asked before the house said so, and lenders asked are told', async () => {
    const { request, line } = await house.line()
    await house.act(line.id, 'request', { transmit: true })
    const [done, young] = [await house.request(), await house.request()]
    await house.act(done.id, 'complete')
    await house.db
      .updateTable('ill_requests')
      .set({ placed_at: new Date(house.now.getTime() + 86_400_000) })
      .where('id', '=', young.id)
      .execute()
    await start({ expireAfterDays: 30 })
    await aDay(29)
    expect(await stateOf(request.id)).to.equal('pending-review')
    await aDay()
    expect(await stateOf(request.id)).to.equal('expired')
    expect(await stateOf(line.id)).to.equal('cancel-pending')
    expect(await stateOf(done.id)).to.equal('completed')
    expect(await stateOf(young.id)).to.equal('pending-review')
    await aDay()
    expect(await stateOf(young.id)).to.equal('expired')
    const last = (await house.engine.history(house.db, young.id)).at(-1)!
    expect(last).to.deep.include({ event: 'expire', actor: { kind: 'system', name: 'Expiry' } })
    expect(await jobs()).to.have.length(1)
  })

  it('have their time anew once they are reopened', async () => {
    const { id } = await house.request()
    await start({ expireAfterDays: 30 })
    await aDay(30)
    expect(await stateOf(id)).to.equal('expired')
    await house.act(id, 'reopen')
    await aDay(29)
    expect(await stateOf(id)).to.equal('in-process')
    await aDay()
    expect(await stateOf(id)).to.equal('expired')
  })

  it('go on while what was asked for is on its way', async () => {
    const { request, line } = await house.line()
    await house.act(line.id, 'request')
    await house.act(line.id, 'shipped', { dueAtLender: '2027-06-01' })
    await start({ expireAfterDays: 30 })
    await aDay(31)
    expect(await stateOf(request.id)).to.equal('pending-review')
  })

  it('no longer expire once the house says nothing any more', async () => {
    const { id } = await house.request()
    await start({ expireAfterDays: 30 })
    await aDay(1)
    await start({})
    await aDay(60)
    expect(await stateOf(id)).to.equal('pending-review')
  })

  const toldOf = async (id: number) =>
    (await messagesAbout(house.db, { requestId: id })).filter(({ kind }) => kind === 'request-expired')

  it('are told to their readers, once each time, and nobody hears of what goes on', async () => {
    const [request, done] = [await house.request(), await house.request()]
    const { request: coming, line } = await house.line()
    await house.act(line.id, 'request')
    await house.act(line.id, 'shipped', { dueAtLender: '2027-06-01' })
    await house.act(done.id, 'complete')
    await start({ expireAfterDays: 30 })
    await aDay(29)
    expect(await toldOf(request.id)).to.deep.equal([])
    await aDay()
    const [letter, ...more] = await toldOf(request.id)
    expect(more).to.deep.equal([])
    expect(letter!.to).to.deep.include({ name: request.patron.name, address: request.patron.email })
    expect(letter!.subject).to.equal(`[ILL ${request.number}] Your request has ended: ${request.title}`)
    expect(letter!.text)
      .to.contain('We could not complete this request in time')
      .and.to.contain('https://library.example/requests')
      .and.to.contain('Our Library')
    await aDay()
    expect(await toldOf(request.id)).to.have.length(1)
    expect([await toldOf(done.id), await toldOf(coming.id)]).to.deep.equal([[], []])
    await house.act(request.id, 'reopen')
    await aDay(31)
    expect(await toldOf(request.id)).to.have.length(2)
  })

  it('do not expire where that cannot be told, and are told to nobody where the house wants that', async () => {
    const { id } = await house.request()
    await start({ expireAfterDays: 30, tellExpired: false })
    await aDay(31)
    expect(await stateOf(id)).to.equal('expired')
    expect(await toldOf(id)).to.deep.equal([])
    const other = await house.request()
    const failing: TellExpired = async () => {
      throw new Error('no letter can be written')
    }
    const all = { before: new Date(house.now.getTime() + 1), signal: new AbortController().signal, tell: failing }
    const failed = await expireRequests(house.database, house.engine, all).catch((error: unknown) => error)
    expect(failed).to.have.property('message', 'no letter can be written')
    expect(await stateOf(other.id)).to.equal('pending-review')
  })
})
