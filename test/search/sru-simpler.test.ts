import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, type SearchService, TargetsFile } from '../../src/search/index.ts'
import type { FieldedSearch } from '../../src/standards/query/index.ts'

const dublinCore =
  '<dc xmlns="info:srw/schema/1/dc-schema" xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>A book</d:title></dc>'

/** Refuses with a diagnostic of SRU, and what it says of it, by the parameters. */
type Judge = (asked: URLSearchParams) => number | readonly [number, details: string] | undefined

describe('An SRU target that refuses what it is asked', () => {
  let server: Server
  let service: SearchService
  let asked: URLSearchParams[]
  let judge: Judge

  before(async () => {
    server = createServer((request, response) => {
      const parameters = new URL(request.url!, 'http://x').searchParams
      asked.push(parameters)
      const refusal = judge(parameters)
      const [refused, details = ''] = typeof refusal === 'object' ? refusal : [refusal]
      const inside = refused
        ? `<numberOfRecords>0</numberOfRecords><diagnostics><diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/"><uri>info:srw/diagnostic/1/${refused}</uri><details>${details}</details></diagnostic></diagnostics>`
        : `<numberOfRecords>1</numberOfRecords><records><record><recordSchema>${parameters.get('recordSchema')}</recordSchema><recordPacking>xml</recordPacking><recordData>${dublinCore}</recordData></record></records>`
      response.setHeader('content-type', 'text/xml')
      response.end(
        `<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/"><version>1.2</version>${inside}</searchRetrieveResponse>`,
      )
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => void server.close().closeAllConnections())
  beforeEach(() => {
    asked = []
    const { port } = server.address() as AddressInfo
    service = createSearchService({
      targets: TargetsFile.parse({
        allowNetworks: ['127.0.0.0/8'],
        targets: [{ id: 't', label: 'T', protocol: 'sru', url: `http://127.0.0.1:${port}/db` }],
      }).targets,
      clock: systemClock,
      log: createLog('silent'),
    })
  })
  afterEach(() => service.close())

  async function ask(title: string, others: FieldedSearch = {}) {
    const search = service.start({ query: { title, ...others }, audience: 'enquiry' }, { fresh: true })
    await search.settled(100_000)
    return search.targets[0]!
  }
  const sent = (name: string) => asked.map((parameters) => parameters.get(name))

  it('with 19 is left to say how words belong together, and asked so from then on', async () => {
    judge = (parameters) => (/ (?:all|adj) /.test(parameters.get('query')!) ? 19 : undefined)
    const status = await ask('left hand')
    expect(status).to.include({ state: 'done', hits: 1, fetched: 1 })
    expect(sent('query')).to.deep.equal(['dc.title all "left hand"', 'dc.title = "left hand"'])
    expect(status.adapted!.map(({ detail }) => detail).join()).to.contain('19 Unsupported relation')
    await ask('two gardens')
    expect(sent('query').slice(2)).to.deep.equal(['dc.title = "two gardens"'])
  })

  it('with 66 is asked for its records in another schema, and so from then on', async () => {
    judge = (parameters) => (parameters.get('recordSchema') === 'dc' ? undefined : 66)
    const status = await ask('left')
    expect(status).to.include({ state: 'done', hits: 1, fetched: 1, unreadable: 0 })
    expect(sent('recordSchema')).to.deep.equal(['marcxml', 'info:srw/schema/1/marcxml-v1.1', 'dc'])
    expect(status.adapted).to.deep.equal([
      { detail: 'Records asked for as dc (it said: 66 Unknown schema for retrieval)' },
    ])
    await ask('hand')
    expect(sent('recordSchema').slice(3)).to.deep.equal(['dc'])
  })

  it('with 16, then 15 is asked by another index, in the end anywhere, and by all others as before', async () => {
    judge = (parameters) => {
      const query = parameters.get('query')!
      if (query.includes('bath.lccn')) return [16, 'bath.lccn']
      return query.includes('rec.id') ? [15, 'rec'] : undefined
    }
    const status = await ask('left', { lccn: '2001627090' })
    expect(status).to.include({ state: 'done', hits: 1 })
    expect(sent('query')).to.deep.equal([
      'dc.title all left and bath.lccn = 2001627090',
      'dc.title all left and rec.id = 2001627090',
      'dc.title all left and cql.anywhere = 2001627090',
    ])
    expect(status.adapted!.map(({ phrase }) => phrase)).to.deep.equal(['LCCN searched anywhere'])
  })

  it('with both is asked for both at most three times in all', async () => {
    judge = () => 66
    expect(await ask('left')).to.include({ state: 'failed' })
    expect(asked).to.have.lengthOf(3)
  })
})
