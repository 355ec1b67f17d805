import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, type Search, type SearchService, TargetsFile } from '../../src/search/index.ts'
import type { NamePlusRecord } from '../../src/standards/z3950/index.ts'
import { until } from '../until.ts'
import {
  type Conversation,
  condition,
  presentRefusal,
  presentResponse,
  recordSaying,
  type Script,
  startTarget,
} from '../zoom/hostile-target.ts'
import { marcRecord } from '../zoom/some-records.ts'

const patience = 100_000

const book = (n: number): NamePlusRecord => {
  const bytes = marcRecord([
    ['001', `b${n}`],
    ['245', `10$aBook number ${n}`],
  ])
  const encoding = { type: 'octetAligned' as const, value: bytes }
  return {
    name: 'Default',
    record: { type: 'retrievalRecord', value: { directReference: '1.2.840.10003.5.10', encoding } },
  }
}

const refusedRecord: NamePlusRecord = {
  name: 'Default',
  record: { type: 'surrogateDiagnostic', value: { type: 'defaultFormat', value: condition(238, 'usmarc') } },
}

/** Answers every search with so many hits and every Present as told, until the client goes. */
const target =
  (
    hits: number,
    present: (c: Conversation, start: number, count: number, nth: number) => ReturnType<typeof presentResponse>,
  ): Script =>
  async (c) => {
    await c.init()
    for (let nth = 0; ; ) {
      const request = await c.next()
      if (request.type === 'close') return c.goodbye()
      if (request.type === 'searchRequest')
        c.send({
          type: 'searchResponse',
          value: {
            ...(request.value.referenceId && { referenceId: request.value.referenceId }),
            resultCount: hits,
            numberOfRecordsReturned: 0,
            nextResultSetPosition: 1,
            searchStatus: true,
          },
        })
      if (request.type === 'presentRequest') {
        const { resultSetStartPoint, numberOfRecordsRequested, referenceId } = request.value
        const answer = present(c, resultSetStartPoint, numberOfRecordsRequested, nth++)
        c.send({ ...answer, value: { ...answer.value, ...(referenceId && { referenceId }) } } as typeof answer)
      }
    }
  }

const from = (start: number, count: number, make = book) => Array.from({ length: count }, (_, i) => make(start + i))

async function withService<T>(
  scripts: readonly Script[],
  settings: object,
  work: (service: SearchService) => Promise<T>,
  mostRecords?: number,
): Promise<T> {
  const targets = await Promise.all(scripts.map((script) => startTarget(script)))
  const service = createSearchService({
    targets: TargetsFile.parse({
      allowNetworks: ['127.0.0.0/8'],
      targets: targets.map(({ port }, i) => ({
        id: `t${i}`,
        label: `T${i}`,
        host: '127.0.0.1',
        port,
        order: i,
        ...settings,
      })),
    }).targets,
    clock: systemClock,
    log: createLog('silent'),
    ...(mostRecords && { mostRecords }),
  })
  try {
    return await work(service)
  } finally {
    await service.close()
    for (const one of targets) await one.stop()
  }
}

async function searched(service: SearchService): Promise<Search> {
  const search = service.start({ query: { any: 'book' } })
  await search.settled(patience)
  return search
}

describe('A target that does not give what it promised', () => {
  it('has failed when every record is refused: that is not "no hits"', () =>
    withService(
      [
        target(30, (_, __, count) =>
          presentResponse(
            {},
            from(1, count, () => refusedRecord),
          ),
        ),
      ],
      {},
      async (service) => {
        const { targets, merged } = await searched(service)
        expect(merged).to.equal(0)
        expect(targets[0]).to.include({ state: 'failed', hits: 30 })
        expect(targets[0]!.failure).to.include({ kind: 'diagnostic' })
        expect(targets[0]!.failure!.detail).to.contain('238').and.to.contain('usmarc')
      },
    ))

  it('has failed when what came cannot be read at all', () =>
    withService(
      [target(2, () => presentResponse({}, [recordSaying('no'), recordSaying('MARC')]))],
      {},
      async (service) => {
        const { targets } = await searched(service)
        expect(targets[0]).to.include({ state: 'failed', unreadable: 2 })
        expect(targets[0]!.failure).to.include({ kind: 'protocol-error' })
      },
    ))

  it('has failed when it promised hits and gives none', () =>
    withService([target(100, () => presentResponse({}, []))], {}, async (service) => {
      const [status] = (await searched(service)).targets
      expect(status).to.include({ state: 'failed', hits: 100, fetched: 0 })
      expect(status!.failure!.detail).to.contain('100')
    }))

  it('is done when it gives some, and one bad record does not sink the others', () =>
    withService([target(3, () => presentResponse({}, [book(1), refusedRecord, book(3)]))], {}, async (service) => {
      const search = await searched(service)
      expect(search.targets[0]).to.include({ state: 'done', fetched: 3, unreadable: 1 })
      expect(search.targets[0]!.unreadableReason).to.contain('238')
      expect(search.merged).to.equal(2)
    }))

  it('is done when it says that its set ends earlier', () =>
    withService(
      [
        target(500, (_, start, count) =>
          start > 30 ? presentRefusal({} as never, 31) : presentResponse({}, from(start, count)),
        ),
      ],
      {},
      async (service) => {
        const search = await searched(service)
        expect(search.targets[0]).to.include({ state: 'done', fetched: 30 })
        expect(search.page({ page: 1, size: 1 }).more).to.equal(false)
      },
    ))

  it('is asked again for what it failed to give before', () =>
    withService(
      [
        target(40, (_, start, count, nth) =>
          nth === 2 ? presentRefusal({} as never, 2) : presentResponse({}, from(start, count)),
        ),
      ],
      { firstRecords: 20 },
      async (service) => {
        const search = await searched(service)
        search.more()
        await search.settled(patience)
        expect(search.targets[0]).to.include({ state: 'failed', fetched: 20 })
        search.more()
        await search.settled(patience)
        expect(search.targets[0]).to.include({ state: 'done', fetched: 40 })
        expect(search.targets[0]).not.to.have.property('failure')
        expect(search.merged).to.equal(40)
      },
    ))

  it('shows what it gave when it hangs up in the middle, and again when called back', () => {
    let given = 0
    return withService(
      [
        target(40, (c, start, count) => {
          if (given > 0) c.socket.destroy()
          else given += count
          return presentResponse({}, from(start, count))
        }),
      ],
      {},
      async (service) => {
        const search = await searched(service)
        expect(search.targets[0]).to.include({ state: 'failed', fetched: 10 })
        expect(search.merged).to.equal(10)
      },
    )
  })
})

describe('What one search may take', () => {
  const plenty = target(1_000_000, (_, start, count) => presentResponse({}, from(start, count)))

  it('is shared by its targets, and ends', () =>
    withService(
      [plenty, plenty],
      {},
      async (service) => {
        const search = await searched(service)
        expect(search.targets.map(({ fetched }) => fetched)).to.deep.equal([30, 30])
        expect(search.page({ page: 1, size: 1 }).more).to.equal(false)
        search.more()
        expect(search.state).to.equal('done')
      },
      60,
    ))

  it('is 500 records unless told otherwise, whatever the hit counts say', () =>
    withService([plenty], {}, async (service) => {
      const search = await searched(service)
      let rounds = 1
      for (; search.page({ page: 1, size: 1 }).more; rounds++) {
        search.more()
        await search.settled(patience)
      }
      expect(search.targets[0]!.fetched).to.equal(500)
      expect(rounds).to.equal(10)
      expect(search.total).to.equal(1_000_000)
    }))
})

describe('A target that never answers', () => {
  it('is left out once the time of five searches was over, as any other that is unwell', () => {
    const mute: Script = async (c) => {
      await c.init()
      for (;;) await c.next()
    }
    const settings = { deadlines: { total: 100 } }
    return withService([mute], settings, async (service) => {
      for (let i = 0; i < 5; i++) {
        const search = service.start({ query: { any: `book ${i}` } })
        await search.settled(patience)
        expect(search.targets[0]!.failure).to.include({ kind: 'timed-out' })
      }
      await until(() => service.metrics().targets[0]!.health.breaker !== 'closed')
    })
  })
})

describe('Readers of one search', () => {
  const mute: Script = async (c) => {
    await c.init()
    await c.expect('searchRequest')
    await c.next()
  }

  it('cannot stop it for one another', () =>
    withService([mute], {}, async (service) => {
      const search = service.start({ query: { any: 'book' } })
      expect(service.start({ query: { any: 'book' } })).to.equal(search)
      search.stop()
      search.stop(search.targets[0]!.id)
      await search.settled(50)
      expect(search.state).to.equal('running')
    }))

  it('free the target when the only one stops', () =>
    withService([mute], { pool: { associations: 1 } }, async (service) => {
      const search = service.start({ query: { any: 'book' } })
      for await (const event of search.events())
        if (event.type === 'target' && event.target.state === 'searching') break
      search.stop()
      await search.settled(patience)
      expect(search.targets[0]).to.include({ state: 'stopped' })
      await until(() => service.metrics().targets[0]!.health.busy === 0)
      expect(service.start({ query: { any: 'book' } })).not.to.equal(search)
    }))

  it('join one that failed, unless they ask afresh', async () => {
    let tries = 0
    const flaky: Script = async (c) => {
      if (++tries === 1) return void c.socket.destroy()
      await target(1, () => presentResponse({}, [book(1)]))(c, tries)
    }
    await withService([flaky], {}, async (service) => {
      const failed = await searched(service)
      expect(failed.targets[0]).to.include({ state: 'failed' })
      expect(service.start({ query: { any: 'book' } })).to.equal(failed)
      const again = service.start({ query: { any: 'book' } }, { fresh: true })
      await again.settled(patience)
      expect(again.targets[0]).to.include({ state: 'done', fetched: 1 })
      expect(service.start({ query: { any: 'book' } }, { fresh: true })).to.equal(again)
    })
  })
})

describe('A query from a stranger', () => {
  it('cannot name a result set, which may be somebody else’s', () =>
    withService([target(0, () => presentResponse({}, []))], {}, async (service) => {
      for (const pqf of ['@set 1', '@and x @set 1', '@not @set default y'])
        expect(() => service.start({ query: { pqf } })).to.throw('@set')
    }))
})
