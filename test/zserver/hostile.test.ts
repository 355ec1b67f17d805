import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import fc from 'fast-check'
import { createLog } from '../../src/kit/index.ts'
import { type Apdu, decodeApdu, encodeApdu } from '../../src/standards/z3950/index.ts'
import { Association } from '../../src/zserver/association.ts'
import {
  createZServer,
  defaultServerLimits,
  openRecordFile,
  type RecordFile,
  type ServerLimits,
  type ZServer,
} from '../../src/zserver/index.ts'
import { until } from '../until.ts'
import { bytesOf, iso2709, marc21Records, openBooks } from './library.ts'
import { RawClient } from './raw-client.ts'
import { initRequest, presentRequest, searchRequest } from './requests.ts'

/** How many sockets and timers this process holds. */
const held = () => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length

const scanRequest: Apdu = {
  type: 'scanRequest',
  value: {
    databaseNames: ['books'],
    termListAndStartPoint: {
      attributes: [{ attributeType: 1, attributeValue: { type: 'numeric', value: 4 } }],
      term: { type: 'general', value: Buffer.from('a') },
    },
    numberOfTermsRequested: 3,
  },
}
const requests: readonly Apdu[] = [
  searchRequest('@and @attr 1=4 prince @not @set default @prox 0 1 1 2 k 2 a b'),
  presentRequest(1, 2),
  scanRequest,
  {
    type: 'sortRequest',
    value: {
      inputResultSetNames: ['default'],
      sortedResultSetName: 'default',
      sortSequence: [
        {
          sortElement: { type: 'generic', value: { type: 'sortfield', value: 'title' } },
          sortRelation: 'ascending',
          caseSensitivity: 'caseInsensitive',
        },
      ],
    },
  },
  { type: 'deleteResultSetRequest', value: { deleteFunction: 'list', resultSetList: ['a'] } },
]

/** An element of a PDU that is `depth` levels deep. */
function bomb(depth: number, indefinite: boolean): Buffer {
  if (indefinite) return Buffer.concat([Buffer.alloc(depth * 2, Buffer.of(0xb6, 0x80)), Buffer.alloc(depth * 2)])
  const heads: Buffer[] = []
  for (let level = 0, length = 0; level < depth; level++) {
    const head = Buffer.of(0xb6, 0x84, 0, 0, 0, 0)
    head.writeUInt32BE(length, 2)
    heads.push(head)
    length += head.length
  }
  return Buffer.concat(heads.reverse())
}

describe('The server among hostile clients', () => {
  let books: RecordFile
  let server: ZServer
  let witness: RawClient
  let heldBefore: number
  const clients: RawClient[] = []

  const limits: Partial<ServerLimits> = { linger: 50, connectionsPerAddress: 100 }
  async function serve(options: Partial<ServerLimits> = {}, library = books): Promise<void> {
    server = createZServer({
      databases: [library],
      name: 'Test',
      log: createLog('silent'),
      limits: { ...limits, ...options },
    })
    await server.listen(0)
    witness = client()
    await witness.ask(initRequest())
    await witness.ask(searchRequest('hamlet', { resultSetName: 'mine' }))
  }
  const client = () => {
    const made = new RawClient(server.port)
    clients.push(made)
    return made
  }
  const opened = async () => {
    const one = client()
    expect((await one.ask(initRequest()))?.type).to.equal('initResponse')
    return one
  }

  before(async () => {
    books = await openBooks()
  })
  beforeEach(async () => {
    // Behind an await, Mocha's own timer for the hook is among them, as it is in the hook afterwards.
    await new Promise(setImmediate)
    heldBefore = held()
  })
  afterEach(async () => {
    // Whatever has happened: the others are served as before, and nothing is left behind.
    expect(await witness.ask(presentRequest(1, 1, { resultSetId: 'mine' }))).to.have.nested.property(
      'value.presentStatus',
      'success',
    )
    await Promise.all(clients.splice(0).map((one) => one.leave()))
    await until(() => server.connections === 0)
    await server.close()
    // There may be fewer: what other tests left may have gone meanwhile.
    await until(() => held() <= heldBefore)
  })

  describe('Z01: bytes that are no request', () => {
    beforeEach(() => serve())

    for (const [what, bytes] of [
      ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
      ['a TLS hello', Buffer.from('16030100c8010000c403', 'hex')],
      ['zeros', Buffer.alloc(100)],
      ['ones', Buffer.alloc(100, 0xff)],
      ['a primitive where an APDU is expected', Buffer.from('94021234', 'hex')],
      ['an APDU without content', Buffer.from('b400', 'hex')],
      ['an APDU nobody knows', Buffer.from('bf8f7f00', 'hex')],
    ] as const)
      it(`answers ${what} with a Close`, async () => {
        const one = client()
        one.send(bytes)
        expect(await one.rest()).to.deep.equal(['close protocolError'])
      })

    it('answers damaged requests, or closes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...requests),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          async (request, changes) => {
            const bytes = encodeApdu(request)
            for (const [at, value] of changes) bytes[at % bytes.length] = value
            const one = await opened()
            one.send(bytes)
            one.socket.end()
            for (const said of await one.rest()) expect(said).to.match(/Response$|^close protocolError$/)
            await one.leave()
          },
        ),
        { numRuns: 100 },
      )
    })
  })

  describe('Z03: nesting without end', () => {
    beforeEach(() => serve())

    for (const depth of [65, 2441, 100_000])
      for (const indefinite of [false, true])
        it(`closes at ${depth} levels, ${indefinite ? 'indefinite' : 'definite'}`, async () => {
          const one = await opened()
          one.send(bomb(depth, indefinite))
          expect(await one.rest()).to.deep.equal(['close protocolError'])
        })
  })

  describe('Z04, Z05: lengths that lie', () => {
    beforeEach(() => serve())

    for (const [what, hex] of [
      ['2 GiB', 'b6847fffffff'],
      ['4 GiB', 'b684ffffffff'],
      ['a length of 8 octets', 'b68800000000000000ff'],
      ['a length of 127 octets', 'b6ff'],
      ['a tag without end', 'bfffffffffffff'],
    ] as const)
      it(`closes at once when a request announces ${what}`, async () => {
        const one = await opened()
        const { arrayBuffers } = process.memoryUsage()
        one.send(Buffer.from(hex, 'hex'))
        expect(await one.rest()).to.deep.equal(['close protocolError'])
        expect(process.memoryUsage().arrayBuffers - arrayBuffers).to.be.below(20e6)
      })

    it('closes when a request without a length grows too long', async () => {
      const one = await opened()
      one.send(Buffer.from('b680', 'hex'))
      one.socket.on('error', () => {})
      const block = Buffer.concat([Buffer.from('0483010000', 'hex'), Buffer.alloc(65_536)])
      for (let i = 0; i < 20; i++) one.send(block)
      expect(await one.rest()).to.deep.equal(['close protocolError'])
    })

    it('goes on waiting for a request that is cut short, and drops it when the client ends', async () => {
      for (const request of requests) {
        const bytes = encodeApdu(request)
        const one = await opened()
        one.send(bytes.subarray(0, bytes.length - 1))
        one.socket.end()
        expect(await one.rest()).to.deep.equal([])
      }
    })
  })

  describe('Z07: silence and dripping', () => {
    let hasty: ZServer | undefined
    afterEach(() => hasty?.close())

    /** A client of another server, which has little patience; the witness keeps its own. */
    async function strangerOf(patience: Partial<ServerLimits>): Promise<RawClient> {
      hasty = createZServer({
        databases: [books],
        name: 'Hasty',
        log: createLog('silent'),
        limits: { ...limits, ...patience },
      })
      await hasty.listen(0)
      const made = new RawClient(hasty.port)
      clients.push(made)
      return made
    }

    it('closes when no initialize comes', async () => {
      await serve()
      const one = await strangerOf({ initDeadline: 60 })
      expect(await one.rest()).to.deep.equal(['close lackOfActivity'])
    })

    it('closes when initialize drips in too slowly', async () => {
      await serve()
      const one = await strangerOf({ initDeadline: 60, requestDeadline: 60 })
      const drip = setInterval(() => one.socket.writable && one.socket.write(Buffer.of(0xb4)), 10)
      one.send(encodeApdu(initRequest()).subarray(0, 10))
      expect(await one.rest()).to.deep.equal(['close lackOfActivity'])
      clearInterval(drip)
    })

    it('closes when a request drips in, however steadily', async () => {
      await serve()
      const one = await strangerOf({ requestDeadline: 80 })
      await one.ask(initRequest())
      const bytes = encodeApdu(searchRequest(`@attr 1=4 ${'x'.repeat(1500)}`))
      let at = 0
      const drip = setInterval(() => one.socket.writable && one.socket.write(bytes.subarray(at, ++at)), 5)
      expect(await one.rest()).to.deep.equal(['close lackOfActivity'])
      clearInterval(drip)
    })

    it('closes when nothing is asked for a long time', async () => {
      await serve()
      const one = await strangerOf({ idle: 60 })
      await one.ask(initRequest())
      expect(await one.rest()).to.deep.equal(['close lackOfActivity'])
    })
  })

  describe('Z08: connections that break', () => {
    beforeEach(() => serve())

    it('answers a client that ends its side behind its requests', async () => {
      const one = client()
      one.send(initRequest(), searchRequest('hamlet'), presentRequest(1, 1))
      one.socket.end()
      expect(await one.rest()).to.deep.equal(['initResponse', 'searchResponse', 'presentResponse'])
    })

    it('lets go of a client that resets the connection, at any moment', async () => {
      const moments: ((one: RawClient) => unknown)[] = [
        () => {},
        (one) => one.send(Buffer.of(0xb4)),
        (one) => one.send(initRequest()),
        (one) => one.ask(initRequest()),
        (one) => one.send(initRequest(), searchRequest('hamlet')),
        (one) => one.send(initRequest(), encodeApdu(searchRequest('hamlet')).subarray(0, 9)),
        (one) => one.send(initRequest(), searchRequest('x', { smallSetUpperBound: 100 }), presentRequest(1, 7)),
      ]
      for (const moment of moments) {
        const one = client()
        await new Promise((resolve) => one.socket.once('connect', resolve))
        await moment(one)
        one.socket.resetAndDestroy()
      }
      await until(() => server.connections === 1)
    })
  })

  describe('Z09: requests in the wrong order', () => {
    beforeEach(() => serve())

    it('closes on requests before initialize', async () => {
      for (const request of requests) {
        const one = client()
        one.send(request)
        expect(await one.rest()).to.deep.equal(['close protocolError'])
      }
    })

    it('closes on a second initialize', async () => {
      const one = await opened()
      one.send(initRequest())
      expect(await one.rest()).to.deep.equal(['close protocolError'])
    })

    it('tells a client that presents before it searches', async () => {
      const one = await opened()
      expect(await one.ask(presentRequest(1, 1))).to.have.nested.property('value.records.value.condition', 30)
    })

    it('closes on responses', async () => {
      for (const response of [
        { type: 'sortResponse', value: { sortStatus: 'success' } },
        { type: 'deleteResultSetResponse', value: { deleteOperationStatus: 'success' } },
      ] as const) {
        const one = await opened()
        one.send(response)
        expect(await one.rest()).to.deep.equal(['close protocolError'])
      }
    })

    it('hears nothing more behind a Close', async () => {
      const one = await opened()
      one.send({ type: 'close', value: { closeReason: 'finished' } }, searchRequest('hamlet'), initRequest())
      expect(await one.rest()).to.deep.equal(['close finished'])
    })
  })

  describe('Z11: too many at once', () => {
    it('tells those beyond the limit, and lets others in when there is room again', async () => {
      await serve({ connections: 20 })
      const some = Array.from({ length: 39 }, client)
      const first = await Promise.all(some.map((one) => one.ask(initRequest())))
      const admitted = some.filter((_, at) => first[at]?.type === 'initResponse')
      expect(admitted).to.have.length(19)
      expect(first.filter((answer) => answer?.type === 'close').map((answer) => answer?.value)).to.deep.equal(
        Array.from({ length: 20 }, () => ({
          closeReason: 'resources',
          diagnosticInformation: 'too many associations',
        })),
      )
      await admitted[0]!.leave()
      await until(() => server.connections <= 19)
      await opened()
    })

    it('holds off a flood without losing those it serves', async () => {
      await serve({ connections: 20 })
      const flood = Array.from({ length: 300 }, client)
      const ends = await Promise.all(flood.map((one) => one.send(initRequest()) && one.next()))
      expect(ends.filter((answer) => answer?.type === 'initResponse').length).to.equal(19)
    })

    it('gives one address no more than its share', async () => {
      await serve({ connectionsPerAddress: 3 })
      const answers = await Promise.all(Array.from({ length: 5 }, () => client().ask(initRequest())))
      expect(answers.filter((answer) => answer?.type === 'initResponse')).to.have.length(2)
    })
  })

  describe('a client that does not read', () => {
    let library: RecordFile
    before(async () => {
      const long = Array.from({ length: 40 }, (_, at) =>
        iso2709([
          ['001', `x-${at}`],
          ['245', `10$aLong ${'word '.repeat(1900)}`],
        ]),
      )
      const bytes = Buffer.concat([bytesOf(marc21Records), ...long])
      library = await openRecordFile(bytes, { name: 'books', flavour: 'marc21' })
    })

    it('is dropped, and costs no more memory than one answer', async () => {
      await serve({ writeDeadline: 300 }, library)
      const one = await opened()
      await one.ask(searchRequest('long'))
      one.socket.pause()
      const { rss } = process.memoryUsage()
      one.send(...Array.from({ length: 500 }, () => presentRequest(1, 40)))
      await until(() => server.connections === 1)
      // 500 answers of 380 kB would be 190 MB.
      expect(process.memoryUsage().rss - rss).to.be.below(60e6)
    })

    it('gets all its answers when it reads late, though it has ended its side', async () => {
      await serve({ linger: 30 }, library)
      const one = await opened()
      await one.ask(searchRequest('long'))
      one.socket.pause()
      one.send(...Array.from({ length: 30 }, () => presentRequest(1, 40)))
      one.socket.end()
      await sleep(200)
      one.socket.resume()
      expect(await one.rest()).to.deep.equal(Array.from({ length: 30 }, () => 'presentResponse'))
    })
  })
})

describe('An association given anything at all', () => {
  it('answers with an APDU, and says whether it is the last', async () => {
    const books = await openBooks()
    const settings = { databases: [books], name: 'Test', limits: defaultServerLimits, log: createLog('silent') }
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.tuple(fc.constantFrom(...requests), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 })),
        ),
        async (initialized, input) => {
          const association = new Association(settings)
          if (initialized) await association.answer(encodeApdu(initRequest()))
          let bytes = Buffer.from(Array.isArray(input) ? encodeApdu(input[0]) : input)
          if (Array.isArray(input)) for (const [at, value] of input[1]) bytes[at % bytes.length] = value
          bytes = Buffer.from(bytes)
          const { reply, end } = await association.answer(bytes)
          const answer = decodeApdu(reply!)
          expect(end ?? false).to.equal(answer.type === 'close')
        },
      ),
      { numRuns: 3000 },
    )
  })
})
