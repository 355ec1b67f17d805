import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { answered, failed, neverAsked, shortened, usualTime } from '../../src/search/fared.ts'
import { createSearchService, lastingBook, type SearchService, TargetsFile } from '../../src/search/index.ts'
import type { Failure } from '../../src/zoom/index.ts'
import { useDatabase } from '../database.ts'
import { type Conversation, type HostileTarget, type Script, startTarget } from '../zoom/hostile-target.ts'

const patience = 100_000
const log = createLog('silent')

describe('What is known of how a target fares', () => {
  const refused: Failure = { kind: 'refused', detail: 'nobody there' }

  it('has as usual time the middle of the last fifteen answers', () => {
    let fared = neverAsked
    expect(usualTime(fared)).to.equal(undefined)
    for (const ms of [90_000, ...Array.from({ length: 7 }, () => 100), ...Array.from({ length: 8 }, () => 300)])
      fared = answered(fared, { hits: 1, ms }, 0, undefined)
    expect(usualTime(fared)).to.equal(300)
  })

  it('counts answers and failures of the last twenty', () => {
    let fared = neverAsked
    for (let i = 0; i < 15; i++) fared = failed(fared, refused, i, undefined)
    for (let i = 0; i < 10; i++) fared = answered(fared, { hits: 3, ms: 5 }, 100 + i, undefined)
    expect(fared.outcomes).to.have.length(20)
    expect(fared.outcomes.filter((one) => one.failed)).to.have.length(10)
    expect(fared.answer).to.deep.equal({ at: 109, hits: 3, ms: 5 })
    expect(fared.failure).to.include({ at: 14, kind: 'refused' })
  })

  it('has nothing of who left, or of a target that only cannot be asked so', () => {
    const diagnostic = (code: number): Failure => ({
      ...{ kind: 'diagnostic', phase: 'search' },
      diagnostics: [{ set: '1.2.840.10003.4.1', code, bib1: code, text: 'no' }],
    })
    expect(failed(neverAsked, { kind: 'cancelled' }, 1, undefined)).to.equal(neverAsked)
    expect(failed(neverAsked, diagnostic(114), 1, undefined)).to.equal(neverAsked)
    expect(failed(neverAsked, diagnostic(109), 1, undefined).failure).to.include({ kind: 'diagnostic' })
  })

  it('says when a limit of ours held it back, which is no failure of the target', () => {
    const fared = failed(neverAsked, { kind: 'busy', limit: 'searches', detail: 'at most 2 a minute' }, 7, undefined)
    expect(fared).to.deep.include({ outcomes: [], reached: { searches: { at: 7, detail: 'at most 2 a minute' } } })
  })

  it('keeps the beginning of what a target said, however much that is', () => {
    const detail = 'x'.repeat(100_000)
    const last = shortened({ kind: 'protocol-error', phase: 'search', detail } as const)
    const fared = failed(neverAsked, last, 1, { until: 2, pauses: 1, last })
    expect(JSON.stringify(fared).length).to.be.lessThan(3000)
    expect(fared.breaker?.last).to.deep.equal(last)
  })
})

describe('The health of targets', () => {
  const data = useDatabase()
  const targets: HostileTarget[] = []
  afterEach(() => Promise.all(targets.splice(0).map((target) => target.stop())))

  const well =
    (wait: (c: Conversation) => Promise<void> = async () => undefined): Script =>
    async (c) => {
      await c.init()
      for (;;) {
        const request = await c.next()
        if (request.type === 'close') return c.goodbye()
        if (request.type !== 'searchRequest') continue
        await wait(c)
        c.send({
          type: 'searchResponse',
          value: {
            ...(request.value.referenceId && { referenceId: request.value.referenceId }),
            ...{ resultCount: 0, numberOfRecordsReturned: 0, nextResultSetPosition: 1, searchStatus: true },
          },
        })
      }
    }
  const gone: Script = async (c) => {
    await c.init()
    await c.expect('searchRequest')
    c.socket.destroy()
  }

  async function start(script: Script): Promise<number> {
    const target = await startTarget(script)
    targets.push(target)
    return target.port
  }

  async function serviceOf(
    ports: Readonly<Record<string, number>>,
    { clock = systemClock, settings = {} as object } = {},
  ): Promise<SearchService> {
    const entries = Object.entries(ports).map(([id, port], order) => ({
      ...{ id, label: id.toUpperCase(), host: '127.0.0.1', port, order },
      ...settings,
    }))
    return createSearchService({
      targets: TargetsFile.parse({ allowNetworks: ['127.0.0.0/8'], targets: entries }).targets,
      ...{ clock, log, book: await lastingBook(data.database.db, clock, log) },
    })
  }

  let words = 0
  const searched = async (service: SearchService, target?: string) => {
    const search = service.start({ query: { any: `w${++words}` }, ...(target && { targets: [target] }) })
    await search.settled(patience)
    return search
  }
  const healthOf = (service: SearchService, id: string) => service.health().find((one) => one.id === id)!

  it('outlives the process: last answer, usual time, last failure, and that one is left out', async () => {
    const ports = { well: await start(well()), dead: await start(gone) }
    const first = await serviceOf(ports)
    for (let i = 0; i < 5; i++) await searched(first)
    const before = first.health()
    expect(healthOf(first, 'well')).to.deep.include({ breaker: 'closed', ofLate: { asked: 5, failed: 0 } })
    expect(healthOf(first, 'well').lastAnswer).to.include({ hits: 0 })
    expect(healthOf(first, 'well').usual).to.be.a('number')
    expect(healthOf(first, 'dead')).to.include({ breaker: 'open' })
    await first.close()

    const second = await serviceOf(ports)
    const same = ({ id, breaker, until, usual, lastAnswer, lastFailure, ofLate }: (typeof before)[number]) => ({
      ...{ id, breaker, until, usual, lastAnswer, lastFailure, ofLate },
    })
    expect(second.health().map(same)).to.deep.equal(before.map(same))
    const connections = targets[1]!.accepted
    const search = await searched(second)
    expect(search.targets.find(({ id }) => id === 'dead')!.failure).to.include({ kind: 'circuit-open' })
    expect(targets[1]!.accepted).to.equal(connections)
    expect(healthOf(second, 'dead').reached[0]?.detail).to.contain('Not asked after repeated failures')
    await second.close()
  })

  it('is tried again after a start once its pause is over, and twice as long after if it fails still', async () => {
    const ports = { dying: await start(gone) }
    const clock = { time: Date.now(), now: () => clock.time }
    const first = await serviceOf(ports, { clock })
    for (let i = 0; i < 5; i++) await searched(first)
    const { until } = healthOf(first, 'dying')
    const pause = until!.getTime() - clock.time
    await first.close()
    clock.time = until!.getTime() + 1
    const second = await serviceOf(ports, { clock })
    expect(healthOf(second, 'dying').breaker).to.equal('half-open')
    const search = await searched(second)
    expect(search.targets[0]!.failure).to.include({ kind: 'closed' })
    const longer = healthOf(second, 'dying').until!.getTime() - clock.time
    expect(longer / pause).to.be.within(1.5, 2.5)
    await second.close()
  })

  it('is not told of by a client from before the target was changed', async () => {
    const book = await lastingBook(data.database.db, systemClock, log)
    const at = (port: number) =>
      TargetsFile.parse({
        allowNetworks: ['127.0.0.0/8'],
        targets: [{ id: 'changed', label: 'Changed', host: '127.0.0.1', port }],
      }).targets[0]!
    const [before, now] = [at(1), at(2)]
    const old = book.watch(before).watcher
    const { watcher } = book.watch(now)
    watcher.answered({ hits: 3, ms: 10 }, undefined)
    old.failed({ kind: 'refused', detail: 'nobody there' }, undefined)
    expect(book.of(now).answer).to.include({ hits: 3 })
    expect(book.of(before)).to.equal(neverAsked)
    await book.close()
  })

  it('says nothing of a target that has moved', async () => {
    const first = await serviceOf({ moving: await start(gone) })
    for (let i = 0; i < 5; i++) await searched(first)
    await first.close()
    const second = await serviceOf({ moving: await start(well()) })
    expect(healthOf(second, 'moving')).to.deep.include({ breaker: 'closed', ofLate: { asked: 0, failed: 0 } })
    expect((await searched(second)).targets[0]).to.include({ state: 'done' })
    await second.close()
  })

  it('has who usually answers soonest asked and shown first, and who is left out last', async () => {
    const clock = { time: Date.now(), now: () => clock.time }
    const book = await lastingBook(data.database.db, clock, log)
    const ports = { slow: await start(well()), left: await start(gone), unknown: await start(well()) }
    const all = { ...ports, quick: await start(well()), also: await start(well()) }
    const service = await serviceOf(all, { clock })
    await service.close()
    const entries = Object.entries(all).map(([id, port]) => ({ id, label: id, host: '127.0.0.1', port }))
    for (const target of TargetsFile.parse({ allowNetworks: ['127.0.0.0/8'], targets: entries }).targets) {
      const times: Readonly<Record<string, number>> = { slow: 4000, quick: 180, also: 60 }
      const ms = times[target.id]
      const { watcher } = book.watch(target)
      if (ms !== undefined) watcher.answered({ hits: 1, ms }, undefined)
      const last: Failure = { kind: 'refused', detail: 'gone' }
      if (target.id === 'left') watcher.failed(last, { until: clock.time + 60_000, pauses: 1, last })
    }
    await book.close()
    const ranked = await serviceOf(all, { clock })
    const search = ranked.start({ query: { any: 'x' } })
    // 180 and 60 ms are alike: they stay as the house has them.
    expect(search.targets.map(({ id }) => id)).to.deep.equal(['quick', 'also', 'slow', 'unknown', 'left'])
    expect(ranked.targets('opac').map(({ id }) => id)).to.deep.equal(['slow', 'left', 'unknown', 'quick', 'also'])
    await search.settled(patience)
    await ranked.close()
  })

  it('of a slow one delays no other: the hits of the quick are there while it is silent', async () => {
    let answer: () => void = () => undefined
    const silent = new Promise<void>((resolve) => {
      answer = resolve
    })
    const service = await serviceOf({ slow: await start(well(() => silent)), quick: await start(well()) })
    const search = service.start({ query: { any: 'anything' } })
    for await (const event of search.events())
      if (event.type === 'target' && event.target.id === 'quick' && event.target.state === 'done') break
    expect(search.targets.find(({ id }) => id === 'slow')).to.include({ state: 'searching' })
    // Asked again and again while the slow one thinks: the quick one answers each time.
    for (let i = 0; i < 3; i++) expect((await searched(service, 'quick')).targets[0]).to.include({ state: 'done' })
    answer()
    await search.settled(patience)
    expect(search.targets.map(({ state }) => state)).to.deep.equal(['done', 'done'])
    await service.close()
  })

  it('says which limit held a target back', async () => {
    const service = await serviceOf({ limited: await start(well()) }, { settings: { searchesPerMinute: 2 } })
    for (let i = 0; i < 3; i++) await searched(service)
    const { reached, ofLate, limits } = healthOf(service, 'limited')
    expect(reached.map(({ limit }) => limit)).to.deep.equal(['searches'])
    expect(reached[0]!.detail).to.contain('at most 2 searches a minute')
    expect(ofLate).to.deep.equal({ asked: 2, failed: 0 })
    expect(limits).to.deep.include({ searchesPerMinute: 2, connections: 4, records: 500, total: 15_000 })
    await service.close()
  })

  it('says that its connections were all taken, and so does the search', async () => {
    const silent: Script = async (c) => {
      await c.init()
      await c.expect('searchRequest')
      await c.next()
    }
    const service = await serviceOf(
      { narrow: await start(silent) },
      { settings: { pool: { associations: 1, queue: 30 } } },
    )
    const first = service.start({ query: { any: 'first' } })
    for await (const event of first.events()) if (event.type === 'target' && event.target.state === 'searching') break
    const { failure } = (await searched(service)).targets[0]!
    expect(failure).to.include({ kind: 'busy', phrase: 'all our connections to it are in use' })
    expect(healthOf(service, 'narrow').reached[0]).to.deep.include({ limit: 'connections', detail: failure!.detail })
    await service.close()
  })

  it('says that the time of a search was over, though it had answered and only its records were missing', async () => {
    const promising: Script = async (c) => {
      await c.init()
      const { referenceId } = await c.expect('searchRequest')
      c.send({
        type: 'searchResponse',
        value: {
          ...(referenceId && { referenceId }),
          ...{ resultCount: 5, numberOfRecordsReturned: 0, nextResultSetPosition: 1, searchStatus: true },
        },
      })
      await c.expect('presentRequest')
      await c.next()
    }
    const service = await serviceOf(
      { promising: await start(promising) },
      { settings: { deadlines: { total: 300, present: 60_000 } } },
    )
    const { failure } = (await searched(service)).targets[0]!
    expect(failure).to.include({ kind: 'timed-out', phrase: 'not done in the time we give it' })
    expect(failure!.detail).to.equal(
      'Our limit of 0.3 s for one search of it was over while searching and fetching records',
    )
    expect(healthOf(service, 'promising').reached[0]).to.deep.include({ limit: 'time', detail: failure!.detail })
    await service.close()
  })
})
