import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { Problem } from '../../src/problems.ts'
import { createSearchService, type SearchService, TargetsFile } from '../../src/search/index.ts'
import { type Memory, shortMemory } from '../../src/search/memory.ts'
import { condition, startTarget } from '../zoom/hostile-target.ts'

function serviceAt(port: number, memory?: Memory): SearchService {
  return createSearchService({
    targets: TargetsFile.parse({
      allowNetworks: ['127.0.0.0/8'],
      targets: [{ id: 't', label: 'T', host: '127.0.0.1', port }],
    }).targets,
    clock: systemClock,
    log: createLog('silent'),
    ...(memory && { memory }),
  })
}

describe('An index that a target does not have', () => {
  const scanned = async (refuses: (use: string) => boolean) => {
    const asked: string[] = []
    const server = await startTarget(async (c) => {
      await c.init()
      for (;;) {
        const request = await c.next()
        if (request.type === 'close') return c.goodbye()
        if (request.type !== 'scanRequest') continue
        const { referenceId, termListAndStartPoint } = request.value
        const use = String(
          termListAndStartPoint.attributes.find(({ attributeType }) => attributeType === 1)?.attributeValue.value,
        )
        asked.push(use)
        const value = refuses(use)
          ? {
              scanStatus: 'failure' as const,
              numberOfEntriesReturned: 0,
              entries: { nonsurrogateDiagnostics: [{ type: 'defaultFormat' as const, value: condition(114, use) }] },
            }
          : {
              scanStatus: 'success' as const,
              numberOfEntriesReturned: 1,
              entries: {
                entries: [
                  {
                    type: 'termInfo' as const,
                    value: { term: { type: 'general' as const, value: Buffer.from(`of ${use}`) } },
                  },
                ],
              },
            }
        c.send({ type: 'scanResponse', value: { ...(referenceId && { referenceId }), ...value } })
      }
    })
    return { asked, server }
  }
  const browsing = { text: 'x', count: 1, before: 0 }

  it('is listed from another that means about the same, and never from anywhere', async () => {
    const { asked, server } = await scanned((use) => !['1004', '1016'].includes(use))
    const service = serviceAt(server.port)
    try {
      const { entries, adapted } = await service.browse('t', { field: 'author', ...browsing })
      expect(entries.map(({ term }) => term)).to.deep.equal(['of 1004'])
      expect(adapted!.map(({ phrase }) => phrase)).to.deep.equal(['Author searched as Personal author'])
      const refusal = await service.browse('t', { field: 'subject', ...browsing }).catch((cause: Problem) => cause)
      expect(refusal).to.be.instanceOf(Problem).and.have.property('message').that.includes('114').and.includes('21')
      expect(asked).to.deep.equal(['1003', '1004', '21'])
    } finally {
      await service.close()
      await server.stop()
    }
  })

  it('is not listed from anywhere because a search was', async () => {
    const { server } = await scanned(() => false)
    const memory = shortMemory()
    memory.learn('t', [{ kind: 'attributes', asked: '1=21 4=1', works: '1=1016 4=1', because: '114' }])
    const service = serviceAt(server.port, memory)
    try {
      const { entries } = await service.browse('t', { field: 'subject', ...browsing })
      expect(entries.map(({ term }) => term)).to.deep.equal(['of 21'])
    } finally {
      await service.close()
      await server.stop()
    }
  })
})
