import { expect } from 'chai'
import { CirculationFile } from '../../src/circulation/index.ts'
import { createIll, IllSettings } from '../../src/ill/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
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
})
