import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, type SearchService, TargetsFile } from '../../src/search/index.ts'
import { until } from '../until.ts'
import { good, hostile, silent } from '../zoom/fifty-scripts.ts'
import { type HostileTarget, type Script, startTarget } from '../zoom/hostile-target.ts'

const deadlines = { connect: 60_000, init: 60_000, search: 60_000, present: 60_000, total: 90_000 }
const patience = 100_000

describe('Fifty targets: 25 good, 10 dead, 10 slow, 5 hostile', () => {
  let letSlowAnswer: () => void
  const released = new Promise<void>((resolve) => {
    letSlowAnswer = resolve
  })
  const targets: HostileTarget[] = []
  let service: SearchService

  before(async () => {
    const scripts: [kind: string, script: Script][] = [
      ...Array.from({ length: 25 }, (_, i): [string, Script] => ['good', good(i)]),
      ...Array.from({ length: 5 }, (): [string, Script] => ['silent', silent]),
      ...Array.from({ length: 10 }, (_, i): [string, Script] => ['slow', good(25 + i, () => released)]),
      ...hostile,
    ]
    const entries = []
    for (const [kind, script] of scripts) {
      const target = await startTarget(script)
      targets.push(target)
      entries.push({ kind, port: target.port })
    }
    for (let i = 0; i < 5; i++) entries.push({ kind: 'refused', port: 1 })
    service = createSearchService({
      targets: TargetsFile.parse({
        allowNetworks: ['127.0.0.0/8'],
        targets: entries.map(({ kind, port }, i) => ({
          id: `${kind}-${i}`,
          label: `${kind} ${i}`,
          host: '127.0.0.1',
          port,
          // Only those that never answer are waited for in vain; a busy machine may keep us waiting for the others.
          deadlines: { ...deadlines, ...(kind === 'silent' && { init: 1_500 }) },
        })),
      }).targets,
      clock: systemClock,
      log: createLog('silent'),
    })
  })
  after(async () => {
    await service.close()
    for (const target of targets) await target.stop()
  })

  it('give the hits of the good before any slow one has answered, and in the end say of each how it went', async () => {
    const search = service.start({ query: { any: 'book' } })
    const finished = new Set<string>()
    for await (const event of search.events()) {
      if (event.type === 'target' && event.target.state === 'done') finished.add(event.target.id.split('-')[0]!)
      const good = search.targets.filter(({ id, state }) => id.startsWith('good') && state === 'done')
      if (good.length === 25) break
    }
    expect([...finished]).to.deep.equal(['good'])
    // What 25 shelves of 12 hold, with the 9 that stand on every shelf.
    expect(search.merged).to.equal(9 + 25 * 3 - overBudget(25))
    expect(search.page({ page: 1, size: 1000 }).hits.find(({ sources }) => sources.length === 25)).not.to.equal(
      undefined,
    )

    letSlowAnswer()
    await search.settled(patience)
    expect(search.state).to.equal('done')
    const states = (kind: string) => [
      ...new Set(
        search.targets.filter(({ id }) => id.startsWith(kind)).map(({ state, failure }) => failure?.kind ?? state),
      ),
    ]
    expect(states('good')).to.deep.equal(['done'])
    expect(states('slow')).to.deep.equal(['done'])
    expect(states('silent')).to.deep.equal(['timed-out'])
    expect(states('refused')).to.deep.equal(['refused'])
    for (const [i, [kind]] of hostile.entries()) expect(states(`${kind}-${40 + i}`), kind).to.deep.equal([kind])
  })

  it('leave no connection behind', async () => {
    await service.close()
    await until(() => targets.every(({ open }) => open === 0))
  })
})

/** A search takes 500 records in all, so with fifty targets 10 of each, of the 12 that one holds. */
const overBudget = (targets: number) => targets * 2
