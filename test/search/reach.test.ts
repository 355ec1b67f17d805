import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { expect } from 'chai'
import pino from 'pino'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, TargetsFile, warnOfRefused } from '../../src/search/index.ts'

describe('Targets in networks of the house', () => {
  let server: Server
  let calls = 0
  before(async () => {
    server = createServer((socket) => {
      calls++
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => void server.close())

  const configured = (allowNetworks: readonly string[]) => {
    const { port } = server.address() as AddressInfo
    return TargetsFile.parse({
      allowNetworks,
      targets: [
        { id: 'z', label: 'Z', host: '127.0.0.1', port },
        { id: 's', label: 'S', protocol: 'sru', url: `http://127.0.0.1:${port}/db` },
      ],
    }).targets
  }
  const serviceOf = (allowNetworks: readonly string[]) =>
    createSearchService({ targets: configured(allowNetworks), clock: systemClock, log: createLog('silent') })

  it('are not connected to unless the file allows the network, which staff are told, and readers not', async () => {
    const service = serviceOf(['10.0.0.0/8'])
    try {
      const search = service.start({ query: { title: 'x' } })
      await search.settled(60_000)
      for (const { failure } of search.targets) {
        expect(failure).to.include({ kind: 'misconfigured', phrase: 'is not set up rightly here' })
        expect(failure!.detail)
          .to.contain('127.0.0.1')
          .and.to.contain('add the network to allowNetworks in targets.yaml')
      }
      for (const id of ['z', 's']) {
        const steps = []
        for await (const { step, ok, detail } of service.probe(id))
          steps.push({ step, ok, named: /allowNetworks/.test(detail) })
        expect(steps).to.deep.equal([{ step: 'connect', ok: false, named: true }])
      }
      expect(calls).to.equal(0)
    } finally {
      await service.close()
    }
  })

  it('are connected to where it does', async () => {
    const service = serviceOf(['127.0.0.0/8'])
    try {
      const search = service.start({ query: { title: 'x' } })
      await search.settled(60_000)
      expect(search.targets.map(({ failure }) => failure!.kind)).to.deep.equal(['closed', 'closed'])
      expect(calls).to.be.at.least(2)
    } finally {
      await service.close()
    }
  })

  it('are named in the log when Farshelf starts', async () => {
    const lines: string[] = []
    const log = pino({}, { write: (line: string) => void lines.push(line) })
    await warnOfRefused(configured([]), log, new AbortController().signal)
    expect(lines.map((line) => (JSON.parse(line) as { target: string }).target)).to.deep.equal(['s', 'z'])
    await warnOfRefused(configured(['127.0.0.1/32']), log, new AbortController().signal)
    expect(lines).to.have.length(2)
  })
})
