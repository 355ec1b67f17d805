import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer as createTlsServer, type Server } from 'node:tls'
import { expect } from 'chai'
import { parsePqf } from '../../src/standards/query/index.ts'
import { encodeApdu, type InitializeRequest } from '../../src/standards/z3950/index.ts'
import { type Authentication, createClient, type Progress } from '../../src/zoom/index.ts'
import { until } from '../until.ts'
import { failureOf } from './failure-of.ts'
import { Conversation, close, presentResponse, recordsFrom, searchResponse } from './hostile-target.ts'
import { targetAt } from './target-settings.ts'
import { impatient, withTarget } from './with-target.ts'

const query = parsePqf('anything')
const fixture = (name: string) => readFile(new URL(`../../fixtures/zoom/${name}`, import.meta.url))

/** The Init a client sends. */
async function initOf(authentication: Authentication): Promise<InitializeRequest> {
  let init: InitializeRequest | undefined
  await withTarget(
    async (c) => {
      init = await c.init()
      await c.search(0)
      await c.farewell()
    },
    async (client) => {
      await client.search(query)
    },
    { authentication },
  )
  return init!
}

describe('Opening a session', () => {
  it('offers what we can do and no more', async () => {
    const init = await initOf({ type: 'none' })
    expect(init.protocolVersion).to.deep.equal({ version1: true, version2: true, version3: true })
    expect(Object.keys(init.options)).to.have.members(['search', 'present', 'scan', 'sort', 'namedResultSets'])
    expect(init.preferredMessageSize).to.equal(16 * 1024 * 1024)
    expect(init.implementationName).to.equal('Farshelf')
    expect(init).to.not.have.property('idAuthentication')
  })

  for (const [authentication, sent] of [
    [{ type: 'anonymous' }, { type: 'anonymous', value: null }],
    [
      { type: 'open', value: 'me/secret' },
      { type: 'open', value: 'me/secret' },
    ],
    [
      { type: 'idPass', group: 'g', user: 'u', password: 'p' },
      { type: 'idPass', value: { groupId: 'g', userId: 'u', password: 'p' } },
    ],
    [
      { type: 'idPass', user: 'u' },
      { type: 'idPass', value: { userId: 'u' } },
    ],
  ] as const)
    it(`says who we are: ${JSON.stringify(authentication)}`, async () => {
      expect((await initOf(authentication)).idAuthentication).to.deep.equal(sent)
    })

  it('tells how far it is', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(1)
        await c.present()
        await c.farewell()
      },
      async (client) => {
        const seen: Progress[] = []
        const onProgress = (progress: Progress) => seen.push(progress)
        await (await client.search(query, { onProgress })).fetch(1, 1, { onProgress })
        expect(seen).to.deep.equal(['connecting', 'searching', 'fetching'])
      },
    ))
})

describe('A target of version 2', () => {
  const version2 = {
    protocolVersion: { version1: true, version2: true },
    options: { search: true, present: true, namedResultSets: true },
  }

  it('has one set, called default, and hears no Close', async () => {
    const names: string[] = []
    let last = ''
    await withTarget(
      async (c) => {
        await c.init(version2)
        for (let n = 0; n < 2; n++) names.push((await c.search(5)).resultSetName)
        last = await c.next().then(
          ({ type }) => type,
          () => 'end of connection',
        )
      },
      async (client) => {
        await client.search(query)
        await client.search(query)
      },
      { pool: { associations: 1, idle: 60_000, queue: 20_000 } },
    )
    expect([names, last]).to.deep.equal([['default', 'default'], 'end of connection'])
  })

  it('is searched again for a set that another search has replaced', () =>
    withTarget(
      async (c) => {
        await c.init(version2)
        for (const hits of [1, 2]) await c.search(hits)
        await c.search(1)
        await c.present()
      },
      async (client) => {
        const [first] = [await client.search(query), await client.search(query)]
        expect(await first.fetch(1, 1)).to.have.length(1)
      },
      { pool: { associations: 1, idle: 60_000, queue: 20_000 } },
    ))

  it('gets another connection rather than lose a set that is held', () =>
    withTarget(
      async (c) => {
        await c.init(version2)
        await c.search(1)
        await c.next()
      },
      async (client, target) => {
        await client.search(query)
        const second = await client.search(query)
        expect(target.accepted).to.equal(2)
        second.release()
      },
    ))
})

describe('A connection that was idle', () => {
  it('is replaced in silence when the target has closed it', () =>
    withTarget(
      async (c, connection) => {
        await c.init()
        await c.search(connection)
        if (connection === 1) c.socket.end()
        else await c.farewell()
      },
      async (client, target) => {
        await client.search(query)
        await until(() => client.health().open === 0)
        expect((await client.search(query)).hits).to.equal(2)
        expect(target.accepted).to.equal(2)
      },
    ))

  it('is replaced in silence when the target closes it for idleness while we ask', () =>
    withTarget(
      async (c, connection) => {
        await c.init()
        await c.search(connection)
        if (connection === 2) return c.farewell()
        await c.expect('searchRequest')
        c.send(close('lackOfActivity'))
        c.socket.end()
      },
      async (client) => {
        await client.search(query)
        expect((await client.search(query)).hits).to.equal(2)
        expect(client.health()).to.include({ breaker: 'closed' }).and.not.have.property('lastFailure')
      },
    ))

  it('is replaced once and no more', () =>
    withTarget(
      async (c, connection) => {
        await c.init()
        if (connection === 1) await c.search(1)
        await c.next()
        c.socket.resetAndDestroy()
      },
      async (client, target) => {
        await client.search(query)
        expect(await failureOf(client.search(query))).to.include({ kind: 'closed', phase: 'search' })
        expect(target.accepted).to.equal(2)
      },
    ))

  it('takes its result sets along: they are made again', () =>
    withTarget(
      async (c, connection) => {
        await c.init()
        await c.search(5)
        if (connection === 1) c.socket.end()
        else {
          await c.present()
          await c.farewell()
        }
      },
      async (client) => {
        const set = await client.search(query)
        await until(() => client.health().open === 0)
        expect(await set.fetch(1, 5)).to.have.length(5)
      },
    ))

  it('is closed, with a Close, after its time', async () => {
    let said = ''
    await withTarget(
      async (c) => {
        await c.init()
        await c.search(1)
        said = (await c.next()).type
        c.goodbye()
      },
      async (client, target) => {
        await client.search(query)
        await until(() => target.open === 0)
      },
      { pool: { associations: 1, idle: 40, queue: 20_000 } },
    )
    expect(said).to.equal('close')
  })
})

describe('A target that wants to talk', () => {
  it('is told to go on when it reports what a search costs', async () => {
    let goOn: unknown
    await withTarget(
      async (c) => {
        await c.init()
        const request = await c.expect('searchRequest')
        const { referenceId } = request
        c.send({
          type: 'resourceControlRequest',
          value: { ...(referenceId && { referenceId }), responseRequired: true },
        })
        goOn = (await c.expect('resourceControlResponse')).continueFlag
        c.send(searchResponse(request, 3))
        await c.farewell()
      },
      async (client) => {
        expect((await client.search(query)).hits).to.equal(3)
      },
    )
    expect(goOn).to.equal(true)
  })

  it('is left when it asks who we are in the middle of a search', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.expect('searchRequest')
        const securityChallenge = { type: 'simpleForm' as const, value: Buffer.from('who?') }
        c.send({ type: 'accessControlRequest', value: { securityChallenge } })
      },
      async (client) => {
        expect(await failureOf(client.search(query))).to.include({ kind: 'access-denied', phase: 'search' })
      },
    ))

  it('is left when it sends segments, which we did not offer', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(2)
        await c.expect('presentRequest')
        c.send({ type: 'segmentRequest', value: { numberOfRecordsReturned: 1, segmentRecords: recordsFrom(1, 1) } })
      },
      async (client) => {
        const set = await client.search(query)
        expect(await failureOf(set.fetch(1, 2))).to.include({ kind: 'protocol-error', phase: 'present' })
      },
    ))

  it('is understood however its answers are cut up', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(2)
        const answer = encodeApdu(presentResponse(await c.expect('presentRequest'), recordsFrom(1, 2)))
        await c.drip(answer)
        await c.farewell()
      },
      async (client) => {
        expect(await (await client.search(query)).fetch(1, 2)).to.have.length(2)
      },
    ))
})

describe('A target that is not there', () => {
  it('refuses; after five times it is left alone, and asked once when the pause is over', async () => {
    const clock = { time: 1_000_000, now: () => clock.time }
    // Nobody listens there.
    const client = createClient(targetAt(1), { clock, random: () => 0.5 })
    for (let n = 0; n < 5; n++) expect((await failureOf(client.search(query))).kind).to.equal('refused')
    const failure = await failureOf(client.search(query))
    expect(failure).to.include({ kind: 'circuit-open', until: 1_030_000 })
    expect(client.health()).to.include({ breaker: 'open', until: 1_030_000, open: 0 })
    clock.time = 1_030_000
    expect(client.health()).to.include({ breaker: 'half-open' })
    expect((await failureOf(client.search(query))).kind).to.equal('refused')
    expect(client.health()).to.include({ breaker: 'open', until: 1_090_000 })
    await client.close()
  })

  it('comes back when it answers the probe', async () => {
    const clock = { time: 0, now: () => clock.time }
    await withTarget(
      async (c, connection) => {
        if (connection <= 5) {
          c.socket.destroy()
          return
        }
        await c.init()
        await c.search(1)
        await c.farewell()
      },
      async (client) => {
        for (let n = 0; n < 5; n++) expect((await failureOf(client.search(query))).kind).to.equal('closed')
        clock.time = 33_000
        expect((await client.search(query)).hits).to.equal(1)
        expect(client.health().breaker).to.equal('closed')
      },
      {},
      { clock },
    )
  })

  it('is reached at the address that was checked, and only there', async () => {
    const asked: string[] = []
    await withTarget(
      async (c) => {
        await c.init()
        await c.search(1)
        await c.farewell()
      },
      async (client) => {
        await client.search(query)
        expect(asked).to.deep.equal(['target.example'])
      },
      { host: 'target.example' },
      {
        resolve: async (host) => {
          asked.push(host)
          return ['127.0.0.2', '127.0.0.1']
        },
      },
    )
  })

  it('is misconfigured when its address must not be used, or has none', async () => {
    const refusing = createClient(targetAt(1), { resolve: () => Promise.reject(new Error('a private address')) })
    expect(await failureOf(refusing.search(query))).to.deep.equal({
      kind: 'misconfigured',
      detail: 'a private address',
    })
    const nowhere = createClient(targetAt(1), { resolve: async () => [] })
    expect(await failureOf(nowhere.search(query))).to.deep.equal({
      kind: 'misconfigured',
      detail: '127.0.0.1 has no address',
    })
  })

  it('times out when its name cannot be found in time', async () => {
    const client = createClient(
      targetAt(1, { deadlines: { connect: 50, init: 50, search: 50, present: 50, total: 500 } }),
      {
        resolve: () => new Promise(() => undefined),
      },
    )
    expect(await failureOf(client.search(query))).to.deep.equal({ kind: 'timed-out', phase: 'connect', after: 50 })
  })
})

describe('Our own limits', () => {
  it('keep the searches a minute', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(1)
        await c.farewell()
      },
      async (client) => {
        await client.search(query)
        expect((await failureOf(client.search(query))).kind).to.equal('busy')
      },
      { searchesPerMinute: 1 },
    ))

  it('keep the connections, however many ask', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.next()
      },
      async (client, target) => {
        const failures = await Promise.all(Array.from({ length: 200 }, () => failureOf(client.search(query))))
        expect(target.accepted).to.be.at.most(12)
        expect(new Set(failures.map(({ kind }) => kind))).to.include('busy')
      },
      { ...impatient('search'), pool: { associations: 2, idle: 5_000, queue: 100 } },
    ))

  it('let a caller leave while connecting', async () => {
    const stop = new AbortController()
    const client = createClient(targetAt(1), { resolve: () => new Promise(() => undefined) })
    const search = failureOf(client.search(query, { signal: stop.signal }))
    stop.abort()
    expect(await search).to.deep.equal({ kind: 'cancelled' })
    expect(await failureOf(client.search(query, { signal: stop.signal }))).to.deep.equal({ kind: 'cancelled' })
  })
})

describe('TLS', () => {
  let server: Server
  let port: number

  before(async () => {
    const [key, cert] = await Promise.all([fixture('localhost-key.pem'), fixture('localhost-cert.pem')])
    server = createTlsServer({ key, cert }, async (socket) => {
      const c = new Conversation(socket)
      await c.init()
      await c.search(4)
      await c.farewell()
    })
    server.on('tlsClientError', () => undefined)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as { port: number }).port
  })
  after(() => void server.close())

  it('is spoken where it is wanted', async () => {
    const client = createClient(targetAt(port, { tls: { rejectUnauthorized: false } }))
    expect((await client.search(query)).hits).to.equal(4)
    await client.close()
  })

  it('ends at a certificate of unknown origin', async () => {
    const client = createClient(targetAt(port, { tls: { rejectUnauthorized: true, serverName: 'localhost' } }))
    expect(await failureOf(client.search(query))).to.deep.equal({
      kind: 'misconfigured',
      detail: 'self-signed certificate',
    })
  })

  it('is misconfigured where the target speaks plainly', () =>
    withTarget(
      (c) => {
        // What comes is no APDU, and the script need not read it.
        c.socket.removeAllListeners('data')
        c.sendOctets('HTTP/1.1 400 Bad Request\r\n\r\n')
      },
      async (client) => {
        expect((await failureOf(client.search(query))).kind).to.equal('misconfigured')
      },
      { tls: { rejectUnauthorized: false } },
    ))
})
