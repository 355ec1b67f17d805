import { expect } from 'chai'
import type { Receipt } from '../../src/ill/index.ts'
import { createIllServer, type IllServerLimits, type ReceiveMessage } from '../../src/illserver/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import type { TcpServer } from '../../src/kit/tcp/index.ts'
import { encode, utf8String } from '../../src/standards/asn1/index.ts'
import { encodeILLAPDU } from '../../src/standards/iso10161/index.ts'
import { until } from '../until.ts'
import { apdu, asks, request, us } from './apdus.ts'
import { inShort, RawClient } from './raw-client.ts'

const ok: Receipt = { kind: 'ok' }

describe('The door of ISO 10161', () => {
  let server: TcpServer
  const heard: string[] = []
  const clients: RawClient[] = []

  async function serve(limits: Partial<IllServerLimits> = {}, receive?: ReceiveMessage): Promise<void> {
    server = createIllServer({
      symbols: [us],
      clock: systemClock,
      log: createLog('silent'),
      limits: { linger: 50, ...limits },
      receive: async (message, from) => {
        expect(from.address).to.equal('127.0.0.1')
        if (from.raw !== undefined) expect(from.raw).to.include('transactionQualifier: "R-000123-45"')
        heard.push(message.message.type)
        return receive ? await receive(message, from) : ok
      },
    })
    await server.listen(0)
  }
  const client = () => {
    const made = new RawClient(server.port)
    clients.push(made)
    return made
  }
  beforeEach(() => {
    heard.length = 0
  })
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((one) => one.leave()))
    await until(() => server.connections === 0)
    await server.close()
  })

  it('hands a request over and says where it stands', async () => {
    await serve()
    expect(inShort(await client().send(apdu(request)).next())).to.equal('IN-PROCESS')
    expect(heard).to.deep.equal(['request'])
  })

  it('takes one APDU after the other, in their order, and ends when all were taken in and their sender has ended', async () => {
    await serve()
    const one = client()
    one.send(apdu(request), apdu(asks({ type: 'received' })), apdu(asks({ type: 'renew' })))
    one.socket.end()
    expect(await one.rest()).to.deep.equal(['IN-PROCESS'])
    expect(heard).to.deep.equal(['request', 'received', 'renew'])
  })

  it('finds APDUs however the stream is cut', async () => {
    await serve()
    const one = client()
    const bytes = Buffer.concat([encodeILLAPDU(apdu(request)), encodeILLAPDU(apdu(asks({ type: 'cancel' })))])
    for (const octet of bytes) one.socket.write(Buffer.of(octet))
    one.socket.end()
    expect(await one.rest()).to.deep.equal(['IN-PROCESS'])
    expect(heard).to.deep.equal(['request', 'cancel'])
  })

  it('hands on no text of an APDU in which its sender shows who it is', async () => {
    const raws: (string | undefined)[] = []
    await serve({}, async (_, { raw }) => {
      raws.push(raw)
      return ok
    })
    const sound = apdu(request)
    // As yaz-illclient sends a password: in an extension that may be passed over.
    const item = encode(utf8String, 's3cret')
    const shown = { ...sound.value, iLLRequestExtensions: [{ identifier: 1, critical: false, item }] }
    expect(
      inShort(
        await client()
          .send({ ...sound, value: shown } as typeof sound)
          .next(),
      ),
    ).to.equal('IN-PROCESS')
    expect(raws).to.deep.equal([undefined])
  })

  it('says what is refused, and goes on', async () => {
    await serve({}, async () => ({ kind: 'refused', why: 'illegal-now', what: 'type', text: 'No.', state: 'SHIPPED' }))
    const one = client()
    one.send(apdu(asks({ type: 'renew' })), apdu(asks({ type: 'cancel' })))
    one.socket.end()
    expect(await one.rest()).to.deep.equal([
      'stateTransitionProhibited RENEW SHIPPED',
      'stateTransitionProhibited CANCEL SHIPPED',
    ])
  })

  it('refuses by itself what cannot be meant', async () => {
    await serve()
    const sound = apdu(request)
    const one = client().send({ ...sound, value: { ...sound.value, protocolVersionNum: 7 } } as typeof sound)
    one.socket.end()
    expect(await one.rest()).to.deep.equal(['generalProblem protocol-version-not-supported'])
    expect(heard).to.deep.equal([])
  })

  it('says when it failed that nothing was taken in', async () => {
    await serve({}, async () => {
      throw new Error('the database is down')
    })
    expect(await client().send(apdu(request)).rest()).to.deep.equal(['unableToPerform resource-limitation'])
  })

  it('says so to an address that sends too much', async () => {
    await serve({ apdusPerMinute: 2 })
    const one = client()
    one.send(...Array.from({ length: 3 }, () => apdu(request)))
    one.socket.end()
    expect(await one.rest()).to.deep.equal(['IN-PROCESS', 'IN-PROCESS', 'unableToPerform resource-limitation'])
    expect(heard).to.have.length(2)
  })

  it('gives the answer it owes before it shuts down, and hears no more', async () => {
    let take = (_: Receipt) => {}
    const taking = new Promise<Receipt>((resolve) => {
      take = resolve
    })
    await serve({}, () => taking)
    const one = client().send(apdu(request), apdu(asks({ type: 'cancel' })))
    await until(() => heard.length === 1)
    const closed = server.close()
    take(ok)
    expect(await one.rest()).to.deep.equal(['IN-PROCESS'])
    await closed
    expect(heard).to.deep.equal(['request'])
  })

  for (const [what, bytes] of [
    ['an HTTP request', Buffer.from('POST / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['zeros', Buffer.alloc(100)],
    ['an APDU nobody knows', Buffer.from('7f2003800100', 'hex')],
    ['an APDU without its fields', Buffer.from('66023000', 'hex')],
    ['2 GiB', Buffer.from('61847fffffff', 'hex')],
    ['nesting without end', Buffer.alloc(2000, Buffer.of(0x61, 0x80))],
  ] as const)
    it(`reports ${what} and ends`, async () => {
      await serve()
      expect(await client().send(bytes, apdu(request)).rest()).to.deep.equal(['generalProblem badly-structured-APDU'])
      expect(heard).to.deep.equal([])
    })

  it('tells those who are there, when it shuts down, that what they are sending is not taken in', async () => {
    await serve()
    const one = client()
    await until(() => server.connections === 1)
    const closed = server.close()
    expect(await one.rest()).to.deep.equal(['unableToPerform resource-limitation'])
    await closed
  })

  it('ends with those who say nothing, or too slowly', async () => {
    await serve({ firstDeadline: 60, requestDeadline: 60 })
    expect(await client().rest()).to.deep.equal(['unableToPerform resource-limitation'])
    const one = client()
    const bytes = encodeILLAPDU(apdu(request))
    let at = 0
    const drip = setInterval(() => one.socket.writable && one.socket.write(bytes.subarray(at, ++at)), 5)
    expect(await one.rest()).to.deep.equal(['unableToPerform resource-limitation'])
    clearInterval(drip)
    expect(heard).to.deep.equal([])
  })

  it('takes no more associations than its share of one address, and tells the others', async () => {
    await serve({ connectionsPerAddress: 2 })
    const [first, second] = [client(), client()]
    await until(() => server.connections === 2)
    expect(await client().send(apdu(request)).rest()).to.deep.equal(['unableToPerform resource-limitation'])
    await first.leave()
    await until(() => server.connections === 1)
    expect(inShort(await second.send(apdu(request)).next())).to.equal('IN-PROCESS')
  })
})
