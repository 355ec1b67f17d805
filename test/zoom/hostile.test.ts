import { expect } from 'chai'
import { pino } from 'pino'
import { parsePqf } from '../../src/standards/query/index.ts'
import { encodeApdu } from '../../src/standards/z3950/index.ts'
import type { ClientOptions, Failure, Phase, TargetClient, Z3950Settings } from '../../src/zoom/index.ts'
import { until } from '../until.ts'
import { failureOf } from './failure-of.ts'
import {
  type Conversation,
  close,
  initResponse,
  presentResponse,
  recordsFrom,
  type Script,
  searchResponse,
} from './hostile-target.ts'
import { deadlines } from './target-settings.ts'
import { impatient, withTarget } from './with-target.ts'

const query = parsePqf('@attr 1=4 anything')
const silence = () => new Promise<void>(() => undefined)

/** What one side waits at until the other opens it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

/** Leads a conversation up to the request of a phase, and gives the right answer to it. */
const upTo: Record<'init' | 'search' | 'present', (c: Conversation) => Promise<Buffer>> = {
  async init(c) {
    return encodeApdu(initResponse(await c.expect('initRequest')))
  },
  async search(c) {
    await c.init()
    return encodeApdu(searchResponse(await c.expect('searchRequest'), 20))
  },
  async present(c) {
    await c.init()
    await c.search(20)
    return encodeApdu(presentResponse(await c.expect('presentRequest'), recordsFrom(1, 10)))
  },
}
const phases = ['init', 'search', 'present'] as const

const everything = async (client: TargetClient) => (await client.search(query)).fetch(1, 10)

/** Plays each way of misbehaving in each phase and wants the failure made for it. */
function inEachPhase(
  what: string,
  misbehave: (c: Conversation, answer: Buffer) => void | Promise<void>,
  failure: (phase: Phase) => Partial<Failure>,
  settings: (phase: (typeof phases)[number]) => Partial<Z3950Settings> = () => ({}),
  options: ClientOptions = {},
) {
  for (const phase of phases)
    it(`${what} in ${phase}`, () => {
      const script: Script = async (c) => misbehave(c, await upTo[phase](c))
      return withTarget(
        script,
        async (client) => {
          expect(await failureOf(everything(client))).to.deep.include(failure(phase))
        },
        settings(phase),
        options,
      )
    })
}

describe('A target that does not answer', () => {
  inEachPhase(
    'is given up when it falls silent',
    silence,
    (phase) => ({ kind: 'timed-out', phase, after: 300 }),
    impatient,
  )

  inEachPhase(
    'is given up when it stops in the middle of its answer',
    (c, answer) => c.sendOctets(answer.subarray(0, answer.length - 5)),
    (phase) => ({ kind: 'timed-out', phase, after: 60 }),
    undefined,
    { pace: { gap: 60, minimumRate: 1, grace: 2_000 } },
  )

  inEachPhase(
    'is given up when it answers drop by drop',
    (c, answer) => c.drip(answer, 5),
    (phase) => ({ kind: 'timed-out', phase, after: 80 }),
    undefined,
    { pace: { gap: 2_000, minimumRate: 1_000, grace: 80 } },
  )

  it('is given up at the deadline of the whole', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(1_000)
        for (;;) {
          const request = await c.expect('presentRequest')
          await new Promise((resolve) => setTimeout(resolve, 60))
          c.send(presentResponse(request, recordsFrom(1, 1)))
        }
      },
      async (client) => {
        const set = await client.search(query)
        expect(await failureOf(set.fetch(1, 1_000))).to.deep.equal({ kind: 'timed-out', phase: 'total', after: 1_500 })
      },
      { deadlines: { ...deadlines, total: 1_500 } },
    ))
})

describe('A target that goes away', () => {
  inEachPhase(
    'is called closed when it ends the connection',
    (c) => void c.socket.end(),
    (phase) => ({ kind: 'closed', phase }),
  )

  inEachPhase(
    'is called closed when it resets the connection',
    (c) => void c.socket.resetAndDestroy(),
    (phase) => ({ kind: 'closed', phase, reason: 'ECONNRESET' }),
  )

  inEachPhase(
    'is called closed when it stops half way and ends the connection',
    (c, answer) => void c.socket.end(answer.subarray(0, 12)),
    (phase) => ({ kind: 'closed', phase, reason: 'in the middle of an answer' }),
  )

  inEachPhase(
    'is quoted when it says why in a Close',
    (c) => {
      c.send(close('shutdown', 'back at noon'))
      c.socket.end()
    },
    (phase) => ({ kind: 'closed', phase, reason: 'it is shutting down: back at noon' }),
  )

  inEachPhase(
    'is taken at its word when it stays after its Close',
    (c) => c.send(close('costLimit')),
    (phase) => ({ kind: 'closed', phase, reason: 'its cost limit is reached' }),
  )

  inEachPhase(
    'is said to deny access when its Close says so',
    (c) => c.send(close('securityViolation')),
    (phase) => ({ kind: 'access-denied', phase }),
  )
})

describe('A target that hangs up on Init', () => {
  for (const way of ['end', 'resetAndDestroy'] as const)
    it(`is taken to turn us away, not to be down: ${way}`, () =>
      withTarget(
        async (c) => {
          await c.expect('initRequest')
          c.socket[way]()
        },
        async (client) => {
          for (let tries = 0; tries < 6; tries++)
            expect(await failureOf(client.search(query))).to.include({ kind: 'closed', phase: 'init' })
          expect(client.health().breaker).to.equal('closed')
        },
      ))
})

describe('A target that speaks something else', () => {
  for (const [what, banner, found] of [
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    ['a page', '<html><body>Not here</body></html>', '<html><body>Not here</body></html>'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'SSH-2.0-OpenSSH_9.2'],
    ['SMTP', '220 mail.example ESMTP \u0007\r\n', '220 mail.example ESMTP .'],
    ['TLS', Buffer.from('15030300020228', 'hex'), 'TLS'],
  ] as const)
    it(`is recognised by its banner: ${what}`, () =>
      withTarget(
        (c) => c.sendOctets(banner),
        async (client, target) => {
          expect(await failureOf(client.search(query))).to.deep.equal({
            kind: 'wrong-protocol',
            expected: 'Z39.50',
            found,
          })
          expect(target.accepted).to.equal(1)
        },
      ))

  inEachPhase(
    'is a protocol error when its answer is cut to size wrongly',
    (c, answer) => {
      // The first element inside the PDU claims more than the PDU holds.
      const broken = Buffer.from(answer)
      const content = 2 + (answer[1]! & 0x80 ? answer[1]! & 0x7f : 0)
      broken.set([0x84, 0x7f, 0xff, 0xff, 0xff], content + 1)
      c.sendOctets(broken)
    },
    (phase) => ({ kind: 'protocol-error', phase }),
  )

  inEachPhase(
    'is a protocol error when it announces more than we take',
    (c) => c.sendOctets(Buffer.from('b7847fffffff', 'hex')),
    (phase) => ({ kind: 'protocol-error', phase, offset: 0 }),
  )

  it('is a protocol error when its depth has no end', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.expect('searchRequest')
        c.sendOctets(Buffer.alloc(200_000, Buffer.from('b780', 'hex')))
      },
      async (client) => {
        expect(await failureOf(client.search(query))).to.include({ kind: 'protocol-error', phase: 'search' })
      },
    ))
})

describe('A target that mixes up its answers', () => {
  const other = Uint8Array.of(9, 9, 9, 9)

  inEachPhase(
    'ends the association when it answers something else',
    (c) => c.send({ type: 'sortResponse', value: { sortStatus: 'success' } }),
    (phase) => ({ kind: 'protocol-error', phase, detail: `expected ${phase}Response, found sortResponse` }),
  )

  for (const [phase, answer] of [
    ['init', initResponse({ referenceId: other })],
    ['search', searchResponse({ referenceId: other }, 7)],
    ['present', presentResponse({ referenceId: other }, recordsFrom(1, 1))],
  ] as const)
    it(`ends the association when it answers another request in ${phase}`, () =>
      withTarget(
        async (c) => {
          await upTo[phase](c)
          c.send(answer)
        },
        async (client) => {
          expect(await failureOf(everything(client))).to.deep.equal({
            kind: 'protocol-error',
            phase,
            detail: `${phase}Response answers another request`,
          })
        },
      ))

  it('ends the association when an answer lacks the id that earlier ones had', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(3)
        await c.expect('presentRequest')
        c.send(presentResponse({}, recordsFrom(1, 3)))
      },
      async (client) => {
        expect(await failureOf(everything(client))).to.include({ kind: 'protocol-error', phase: 'present' })
      },
    ))

  it('is forgiven when it never repeats ids', () =>
    withTarget(
      async (c) => {
        await c.expect('initRequest')
        c.send(initResponse({}))
        await c.expect('searchRequest')
        c.send(searchResponse({}, 3))
        await c.expect('presentRequest')
        c.send(presentResponse({}, recordsFrom(1, 3)))
        await c.farewell()
      },
      async (client) => {
        expect(await everything(client)).to.have.length(3)
      },
    ))

  it('loses the association when it answers twice, and the next caller gets an answer of its own', () =>
    withTarget(
      async (c, connection) => {
        await c.init()
        const request = await c.expect('searchRequest')
        const answer = searchResponse(request, connection)
        c.send(...(connection === 1 ? [answer, answer] : [answer]))
        await c.farewell()
      },
      async (client, target) => {
        expect((await client.search(query)).hits).to.equal(1)
        expect((await client.search(query)).hits).to.equal(2)
        expect(target.accepted).to.equal(2)
      },
      { pool: { associations: 1, idle: 60_000, queue: 20_000 } },
    ))

  it('loses the association when it speaks unasked', () => {
    const answered = gate()
    return withTarget(
      async (c, connection) => {
        await c.init()
        const request = await c.search(connection)
        if (connection === 2) return c.farewell()
        await answered.opened
        c.send(searchResponse(request, 99))
      },
      async (client, target) => {
        await client.search(query)
        answered.open()
        await until(() => client.health().open === 0)
        expect((await client.search(query)).hits).to.equal(2)
        expect(target.accepted).to.equal(2)
      },
    )
  })

  it('is written to the log, with what it did', async () => {
    const lines: string[] = []
    const log = pino({ base: null }, { write: (line: string) => void lines.push(line) })
    await withTarget(
      async (c) => {
        await c.init()
        await c.expect('searchRequest')
        c.send(searchResponse({ referenceId: other }, 7))
      },
      async (client) => {
        await failureOf(client.search(query))
      },
      {},
      { log },
    )
    expect(lines).to.have.length(1)
    expect(JSON.parse(lines[0]!)).to.deep.include({
      level: 40,
      failure: { kind: 'protocol-error', phase: 'search', detail: 'searchResponse answers another request' },
    })
  })

  it('fails when it answers before it is asked', () =>
    withTarget(
      (c) => c.send(searchResponse({}, 99)),
      async (client) => {
        expect(await failureOf(client.search(query))).to.include({ kind: 'protocol-error', phase: 'init' })
      },
    ))

  it('fails when the answer to the next question has come with the last', () =>
    withTarget(
      async (c) => {
        const request = await c.expect('initRequest')
        c.send(initResponse(request), searchResponse({}, 99))
      },
      async (client) => {
        expect(await failureOf(client.search(query))).to.include({ kind: 'protocol-error' })
      },
    ))
})

describe('Two users of one association', () => {
  const alone = { pool: { associations: 1, idle: 60_000, queue: 20_000 } }

  it('never get each other\u2019s answers, even when one has left and the answer comes late', () => {
    const [asked, left] = [gate(), gate()]
    return withTarget(
      async (c) => {
        await c.init()
        for (let hits = 1; ; hits++) {
          const request = await c.next()
          if (request.type !== 'searchRequest') return c.goodbye()
          asked.open()
          await left.opened
          c.send(searchResponse(request.value, hits))
        }
      },
      async (client, target) => {
        const stop = new AbortController()
        const first = failureOf(client.search(query, { signal: stop.signal }))
        await asked.opened
        const second = client.search(query)
        stop.abort()
        expect(await first).to.deep.equal({ kind: 'cancelled' })
        left.open()
        expect((await second).hits).to.equal(2)
        expect(target.accepted).to.equal(1)
      },
      alone,
    )
  })

  it('do not wait for the answer to what nobody wants any more for long', () => {
    const asked = gate()
    return withTarget(
      async (c, connection) => {
        await c.init()
        if (connection === 1) {
          await c.expect('searchRequest')
          return asked.open()
        }
        await c.search(2)
        await c.farewell()
      },
      async (client, target) => {
        const stop = new AbortController()
        const first = failureOf(client.search(query, { signal: stop.signal }))
        await asked.opened
        stop.abort()
        expect(await first).to.deep.equal({ kind: 'cancelled' })
        expect((await client.search(query)).hits).to.equal(2)
        expect(target.accepted).to.equal(2)
      },
      alone,
    )
  })

  it('get records of their own set', () =>
    withTarget(
      async (c) => {
        await c.init()
        for (;;) {
          const request = await c.next()
          if (request.type === 'searchRequest') c.send(searchResponse(request.value, 5))
          else if (request.type === 'presentRequest') {
            const { resultSetId, resultSetStartPoint } = request.value
            c.send(presentResponse(request.value, recordsFrom(Number(resultSetId) * 100 + resultSetStartPoint, 1)))
          } else return c.goodbye()
        }
      },
      async (client) => {
        const sets = await Promise.all([client.search(query), client.search(query), client.search(query)])
        const records = await Promise.all(sets.map((set) => set.fetch(1, 1)))
        const texts = records.map(([record]) => record?.type === 'bytes' && Buffer.from(record.bytes).toString())
        expect(texts).to.deep.equal(['record 101', 'record 201', 'record 301'])
      },
      alone,
    ))
})
