import { connect } from 'node:net'
import { expect } from 'chai'
import { createLog } from '../../src/kit/index.ts'
import { encodeApdu } from '../../src/standards/z3950/index.ts'
import { createZServer, type ZServer, type ZServerOptions } from '../../src/zserver/index.ts'
import { openBooks } from './library.ts'
import { RawClient } from './raw-client.ts'
import { initRequest, presentRequest, searchRequest } from './requests.ts'

describe('The Z39.50 server', () => {
  const servers: ZServer[] = []
  const clients: RawClient[] = []
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.leave()))
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })

  async function serve(options: Partial<ZServerOptions> = {}): Promise<ZServer> {
    const server = createZServer({
      databases: [await openBooks()],
      name: 'Test',
      log: createLog('silent'),
      limits: { linger: 50 },
      ...options,
    })
    servers.push(server)
    await server.listen(0)
    return server
  }
  const client = (server: ZServer) => {
    const made = new RawClient(server.port)
    clients.push(made)
    return made
  }

  it('listens on a free port, on loopback unless told otherwise', async () => {
    const server = await serve()
    expect(server.port).to.be.greaterThan(0)
    expect((await client(server).ask(initRequest()))?.type).to.equal('initResponse')
  })

  it('says when it cannot have the port', async () => {
    const { port } = await serve()
    const another = createZServer({ databases: [], name: 'Test', log: createLog('silent') })
    const failure = await another.listen(port).catch((cause: NodeJS.ErrnoException) => cause.code)
    expect(failure).to.equal('EADDRINUSE')
  })

  it('refuses one search too many of an address, whatever the association, and goes on', async () => {
    const server = await serve({ limits: { linger: 50, searchesPerMinute: 2 } })
    const [one, another] = [client(server), client(server)]
    await one.ask(initRequest())
    await another.ask(initRequest())
    expect(await one.ask(searchRequest('hamlet'))).to.have.nested.property('value.searchStatus', true)
    expect(await another.ask(searchRequest('hamlet'))).to.have.nested.property('value.searchStatus', true)
    for (const late of [one, another]) {
      const refused = await late.ask(searchRequest('hamlet'))
      expect(refused).to.have.nested.property('value.records.value.condition', 2)
      expect(refused)
        .to.have.nested.property('value.records.value.addinfo.value')
        .that.matches(/^too many searches: wait \d+ seconds$/)
    }
    expect(await one.ask(presentRequest(1, 1))).to.have.nested.property('value.numberOfRecordsReturned', 1)
  })

  it('answers requests sent without waiting, one after the other', async () => {
    const one = client(await serve())
    one.send(initRequest(), searchRequest('@attr 1=54 eng'), presentRequest(1, 7), presentRequest(99, 1))
    const answers = [await one.next(), await one.next(), await one.next(), await one.next()]
    expect(answers.map((answer) => answer?.type)).to.deep.equal([
      'initResponse',
      'searchResponse',
      'presentResponse',
      'presentResponse',
    ])
    expect(answers[2]).to.have.nested.property('value.numberOfRecordsReturned', 7)
  })

  it('answers requests however their bytes are cut', async () => {
    const one = client(await serve())
    one.socket.setNoDelay(true)
    const bytes = Buffer.concat([initRequest(), searchRequest('hamlet')].map(encodeApdu))
    for (const byte of bytes) {
      one.send(Buffer.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await one.next())?.type).to.equal('initResponse')
    expect((await one.next())?.type).to.equal('searchResponse')
  })

  it('keeps what a client makes from all others', async () => {
    const server = await serve()
    const [one, other] = [client(server), client(server)]
    await one.ask(initRequest())
    await other.ask(initRequest())
    await one.ask(searchRequest('hamlet'))
    expect(await other.ask(presentRequest(1, 1))).to.have.nested.property('value.records.value.condition', 30)
    expect(await one.ask(presentRequest(1, 1))).to.have.nested.property('value.presentStatus', 'success')
  })

  it('answers a Close and ends the connection', async () => {
    const server = await serve()
    const one = client(server)
    await one.ask(initRequest())
    one.send({ type: 'close', value: { closeReason: 'finished' } })
    expect(await one.rest()).to.deep.equal(['close finished'])
  })

  it('takes its time where it is told to, without keeping others waiting', async () => {
    const slow = await serve({ delay: 300 })
    const one = client(slow)
    const started = performance.now()
    await one.ask(initRequest())
    await one.ask(searchRequest('hamlet'))
    // A timer may fire a millisecond early.
    expect(performance.now() - started).to.be.at.least(298)
    const all = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const other = client(slow)
        await other.ask(initRequest())
        return other.ask(searchRequest('hamlet'))
      }),
    )
    expect(all.every((answer) => answer?.type === 'searchResponse')).to.equal(true)
    // One after the other they would take 24 seconds.
    expect(performance.now() - started).to.be.below(12_000)
  })

  describe('when it shuts down', () => {
    it('takes leave of every client with a Close and is gone when all are', async () => {
      const server = await serve()
      const { port } = server
      const some = Array.from({ length: 5 }, () => client(server))
      await Promise.all(some.map((one) => one.ask(initRequest())))
      const farewells = some.map((one) => one.rest())
      await server.close()
      expect(await Promise.all(farewells)).to.deep.equal(some.map(() => ['close shutdown']))
      expect(server.connections).to.equal(0)
      const refused = await new Promise((resolve) => {
        connect(port, '127.0.0.1').on('error', () => resolve(true))
      })
      expect(refused).to.equal(true)
    })

    it('waits for no answer that is still being worked out', async () => {
      const server = await serve({ delay: 60_000 })
      const one = client(server)
      await one.ask(initRequest())
      one.send(searchRequest('hamlet'))
      await new Promise((resolve) => setTimeout(resolve, 20))
      await server.close()
      expect(await one.rest()).to.deep.equal(['close shutdown'])
    })

    it('does not wait long for clients that stay', async () => {
      const server = await serve()
      const one = client(server)
      await one.ask(initRequest())
      // This client never ends its side.
      const started = performance.now()
      await server.close()
      expect(performance.now() - started).to.be.below(30_000)
      expect(await one.rest()).to.deep.equal(['close shutdown'])
    })
  })
})
