import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import type { IllMessage, Partner } from '../../src/ill/index.ts'
import { callIllSystem, createIllServer, type IllCall, iso10161Carrier } from '../../src/illserver/index.ts'
import { reachOf } from '../../src/kit/http/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { decodeILLAPDU, encodeILLAPDU } from '../../src/standards/iso10161/index.ts'
import { answers, apdu, asks, request, them, us } from './apdus.ts'
import { inShort } from './raw-client.ts'

const reach = reachOf(['127.0.0.0/8'], 'ill.yaml')
const log = createLog('silent')
const report = encodeILLAPDU({
  type: 'statusOrErrorReport',
  value: {
    protocolVersionNum: 2,
    transactionId: { transactionGroupQualifier: 'g', transactionQualifier: 'q' },
    serviceDateTime: { dateTimeOfThisService: { date: '20261127' } },
    errorReport: {
      correlationInformation: 'RENEW',
      reportSource: 'provider',
      providerErrorReport: { type: 'transactionIdProblem', value: 'unknown-transaction-id' },
    },
  },
})

/** A system that does with each association what a test says. */
async function peer(does: (socket: Socket) => void): Promise<{ server: Server; url: URL }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    does(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { server, url: new URL(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`) }
}

describe('An association with another system', () => {
  const servers: Server[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  async function called(does: (socket: Socket) => void, more: Partial<IllCall> = {}) {
    const { server, url } = await peer(does)
    servers.push(server)
    const signal = new AbortController().signal
    return await callIllSystem({ url, apdu: apdu(request), reach, timeout: 60_000, grace: 20, signal, ...more })
  }

  it('brings the APDU and reads the answer, however that is cut', async () => {
    const got: Buffer[] = []
    const outcome = await called((socket) =>
      socket.on('data', (chunk: Buffer) => {
        got.push(chunk)
        for (const octet of report) socket.write(Buffer.of(octet))
      }),
    )
    expect(decodeILLAPDU(Buffer.concat(got))).to.deep.equal(apdu(request))
    expect(outcome.kind === 'answered' && inShort(outcome.apdu)).to.equal('transactionIdProblem unknown-transaction-id')
  })

  it('is known to be over where they end it without a word', async () => {
    expect(await called((socket) => socket.on('data', () => socket.end()))).to.deep.equal({
      kind: 'silent',
      ended: true,
    })
  })

  it('ends our side where no answer is to be waited for, and is over when they have taken it in', async () => {
    const outcome = await called((socket) => socket.resume().on('end', () => socket.end()), {
      apdu: apdu(asks({ type: 'received' })),
    })
    expect(outcome).to.deep.equal({ kind: 'silent', ended: true })
  })

  it('that begins an answer and gets to no end with it leaves open whether it arrived', async () => {
    // Its first octets might be those of an APDU.
    const outcome = await called((socket) => socket.write('HTTP/1.1 400 Bad'), { timeout: 1_500 })
    expect(outcome).to.have.property('kind', 'broken')
  })

  it('is known to be silent where nothing came in time', async () => {
    const outcome = await called((socket) => socket.resume(), { timeout: 1_500 })
    expect(outcome).to.deep.equal({ kind: 'silent', ended: false })
  })

  for (const [what, does, detail] of [
    ['breaks off', (socket: Socket) => socket.on('data', () => socket.resetAndDestroy()), /ECONNRESET/],
    ['ends in the middle of an answer', (socket: Socket) => socket.end(report.subarray(0, 9)), /middle/],
    ['is answered by another protocol', (socket: Socket) => socket.write('<html>'), /cannot be read/],
  ] as const)
    it(`that ${what} leaves open whether it arrived`, async () => {
      const outcome = await called(does as (socket: Socket) => void)
      expect(outcome).to.have.property('kind', 'broken')
      expect(outcome).to.have.property('detail').that.matches(detail)
    })

  it('cannot be had where nobody listens: nothing was sent', async () => {
    const { server, url } = await peer(() => {})
    await new Promise((resolve) => server.close(resolve))
    const signal = new AbortController().signal
    const outcome = await callIllSystem({ url, apdu: apdu(request), reach, timeout: 60_000, signal })
    expect(outcome).to.have.property('kind', 'unreached')
  })

  it('is not sought in networks that are not allowed', async () => {
    let visited = false
    const outcome = await called(
      () => {
        visited = true
      },
      { reach: reachOf([], 'ill.yaml') },
    )
    expect(outcome).to.have.property('kind', 'refused')
    expect(outcome).to.have.property('detail').that.includes('allow that network in ill.yaml')
    expect(visited).to.equal(false)
  })

  it('is given up at once when we stop', async () => {
    const stop = new AbortController()
    const outcome = await called(
      (socket) => {
        socket.on('data', () => stop.abort())
      },
      { signal: stop.signal },
    )
    expect(outcome).to.deep.equal({ kind: 'broken', detail: 'we stopped' })
  })
})

describe('What becomes of a message sent to a system', () => {
  const servers: Server[] = []
  const received: IllMessage[] = []
  const refused: string[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  const partner = (endpoint: string) => ({ id: 1, symbol: us, name: 'Them', endpoint }) as Partner
  const carrier = (timeout = 60_000) =>
    iso10161Carrier({
      symbols: [them],
      ...{ reach, timeout, log },
      grace: 20,
      clock: systemClock,
      receive: async (_, message) => {
        received.push(message)
      },
      refuse: async (_, { receipt }) => {
        refused.push(receipt.what)
      },
    })
  async function carried(does: (socket: Socket) => void, message = request, timeout?: number) {
    const { server, url } = await peer(does)
    servers.push(server)
    return await carrier(timeout).carry(partner(url.href), message, new AbortController().signal)
  }

  it('is what they report', async () => {
    const outcome = await carried((socket) => socket.end(report), asks({ type: 'renew' }))
    expect(outcome.kind === 'answered' && outcome.receipt).to.deep.include({ kind: 'refused', why: 'unknown-request' })
  })

  it('is a yes where nothing is said against it', async () => {
    const outcome = await carried((socket) => socket.resume().on('end', () => socket.end()), asks({ type: 'received' }))
    expect(outcome).to.deep.equal({ kind: 'answered', receipt: { kind: 'ok' } })
  })

  for (const [what, does, message, timeout] of [
    ['a request', (socket: Socket) => socket.on('data', () => socket.end()), request, 60_000],
    [
      'anything, of a system that does not even end',
      (socket: Socket) => socket.resume(),
      asks({ type: 'received' }),
      1_500,
    ],
  ] as const)
    it(`is to be said once more where nothing is said to ${what}; silence then is a yes`, async () => {
      const once = await carried(does as (socket: Socket) => void, message, timeout)
      expect(once).to.deep.include({ kind: 'again', arrived: true, nobody: false })
      const again = { ...message, envelope: { ...message.envelope, repeat: true } } as IllMessage
      const twice = await carried(does as (socket: Socket) => void, again, timeout)
      expect(twice).to.deep.equal({ kind: 'answered', receipt: { kind: 'ok' } })
    })

  it('is taken in where they answer at once', async () => {
    const outcome = await carried((socket) => socket.end(encodeILLAPDU(apdu(answers({ type: 'will-supply' })))))
    expect(outcome).to.deep.equal({ kind: 'answered', receipt: { kind: 'ok' } })
    expect(received.at(-1)).to.deep.include({ from: 'responder', message: { type: 'will-supply' } })
  })

  it('is taken where their answer is not understood, and that is kept', async () => {
    const strange = apdu(answers({ type: 'will-supply' }))
    const version = { ...strange, value: { ...strange.value, protocolVersionNum: 7 } } as typeof strange
    const before = received.length
    const outcome = await carried((socket) => socket.end(encodeILLAPDU(version)))
    expect(outcome).to.deep.equal({ kind: 'answered', receipt: { kind: 'ok' } })
    expect(refused).to.deep.equal(['protocol-version-num'])
    expect(received).to.have.length(before)
  })

  it('is to be tried again where it broke off, and may be there', async () => {
    const outcome = await carried((socket) => socket.on('data', () => socket.resetAndDestroy()))
    expect(outcome).to.deep.include({ kind: 'again', arrived: true, nobody: false })
  })

  it('is to be tried again where they say so, and where nobody listens', async () => {
    const failing = createIllServer({
      symbols: [us],
      receive: () => Promise.reject(new Error('down')),
      ...{ clock: systemClock, log },
    })
    await failing.listen(0)
    const endpoint = `tcp://127.0.0.1:${failing.port}`
    const once = await carrier().carry(partner(endpoint), request, new AbortController().signal)
    expect(once).to.deep.include({ kind: 'again', arrived: false, nobody: false })
    await failing.close()
    const gone = await carrier().carry(partner(endpoint), request, new AbortController().signal)
    expect(gone).to.deep.include({ kind: 'again', arrived: false, nobody: true })
  })

  for (const endpoint of ['', 'https://library.example/ill', 'tcp://10.1.2.3:1611'])
    it(`is hopeless at ${endpoint || 'no address'}`, async () => {
      const outcome = await carrier().carry(partner(endpoint), request, new AbortController().signal)
      expect(outcome.kind).to.equal('hopeless')
    })
})
