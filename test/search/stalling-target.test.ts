import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { Problem } from '../../src/problems.ts'
import { createSearchService, TargetsFile } from '../../src/search/index.ts'
import { until } from '../until.ts'
import { startStalling } from '../zoom/stalling.ts'

const [searches, atOnce] = [5000, 250]
const associations = 4

describe('A target that takes connections and never answers (Z11)', () => {
  it(`holds no more than its own of them, though ${searches} searches ask it, and each is told why`, async () => {
    const stalling = await startStalling()
    const service = createSearchService({
      targets: TargetsFile.parse({
        allowNetworks: ['127.0.0.0/8'],
        targets: [
          {
            ...{ id: 'stalling', label: 'Stalling', host: '127.0.0.1', port: stalling.port },
            ...{ searchesPerMinute: 10_000, pool: { associations, queue: 300 } },
            deadlines: { connect: 2000, init: 2000, total: 3000 },
          },
        ],
      }).targets,
      clock: systemClock,
      log: createLog('silent'),
    })
    try {
      const why = new Set<string>()
      for (let n = 0; n < searches; n += atOnce) {
        const asked = Array.from({ length: atOnce }, (_, i) => service.start({ query: { any: `book ${n + i}` } }))
        expect(() => service.start({ query: { any: 'one more' } }))
          .to.throw(Problem)
          .with.property('code', 'too-many-searches')
        // Those of staff are counted apart.
        asked.push(service.start({ query: { any: `desk ${n}` }, audience: 'enquiry' }))
        await Promise.all(asked.map((search) => search.settled(100_000)))
        for (const { targets } of asked) why.add(targets[0]!.failure?.kind ?? targets[0]!.state)
      }
      // Some wait for its answer in vain, others for a connection; once it is known, it is not asked at all.
      expect(why).to.include('timed-out').and.to.include('circuit-open')
      expect(['timed-out', 'busy', 'circuit-open']).to.include.members([...why])
      expect(stalling.counts().most).to.be.within(1, associations)
      expect(stalling.counts().all).to.be.lessThan(50)
      await until(() => stalling.counts().open === 0)
    } finally {
      await service.close()
      await stalling.stop()
    }
  })
})
