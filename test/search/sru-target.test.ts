import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, type SearchService, TargetsFile } from '../../src/search/index.ts'
import { useSru } from '../web/sru/sru-site.ts'

describe('A library that is searched over SRU', () => {
  const shelf = useSru()
  let service: SearchService

  before(() => {
    const targets = ['marcxml', 'dc'].flatMap((schema) =>
      ['1.1', '1.2', '2.0'].map((version) => ({
        id: `${schema}-${version.replace('.', '')}`,
        label: `${schema} ${version}`,
        protocol: 'sru',
        url: `${shelf.site.url}/sru/default`,
        version,
        schema,
      })),
    )
    service = createSearchService({
      targets: TargetsFile.parse({ allowNetworks: ['127.0.0.0/8'], targets }).targets,
      clock: systemClock,
      log: createLog('silent'),
    })
  })
  after(() => service?.close())

  it('answers in every version and in both schemas, like a library over Z39.50', async () => {
    const search = service.start({ query: { author: 'Åkesson' } })
    await search.settled(20_000)
    expect(
      search.targets.map(({ id, state, hits, unreadable, failure }) => ({ id, state, hits, unreadable, failure })),
    ).to.deep.equal(
      ['dc-11', 'dc-12', 'dc-20', 'marcxml-11', 'marcxml-12', 'marcxml-20'].map((id) => ({
        id,
        state: 'done',
        hits: 1,
        unreadable: 0,
        failure: undefined,
      })),
    )
    const { hits } = search.page({ page: 1, size: 10 })
    expect(hits[0]!.sources.length).to.be.greaterThan(2)
  })

  it('gives the whole record, and says where it is from', async () => {
    const search = service.start({ query: { author: 'Åkesson' }, targets: ['marcxml-12'] })
    await search.settled(20_000)
    const { origin, flavour, full } = await search.full(1)
    expect(origin).to.deep.include({ database: 'sru/default', syntax: 'xml' })
    expect(flavour).to.equal('marc21')
    expect(full.fields.length).to.be.greaterThan(2)
  })

  it('is tested step by step, with what it says of itself', async () => {
    const steps = []
    for await (const step of service.probe('marcxml-20')) steps.push(step)
    expect(steps.map(({ step, ok }) => [step, ok]).slice(0, 3)).to.deep.equal([
      ['connect', true],
      ['explain', true],
      ['search', true],
    ])
    expect(steps[1]!.detail).to.match(/dc\.title/)
  })
})
