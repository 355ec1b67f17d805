import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, type SearchService, TargetsFile } from '../../src/search/index.ts'
import { until } from '../until.ts'
import { type Conversation, type HostileTarget, type Script, startTarget } from '../zoom/hostile-target.ts'
import { marcRecord } from '../zoom/some-records.ts'

const usmarc = '1.2.840.10003.5.10'
const deadlines = { connect: 60_000, init: 60_000, search: 60_000, present: 60_000, total: 90_000 }
const patience = 100_000

const octets = (n: number) =>
  marcRecord([
    ['001', `b${n}`],
    ['100', `1 $aAuthor ${n}`],
    ['245', `10$aBook number ${n}`],
    ['264', ` 1$aLeeds$bSpade$c${1950 + n}`],
  ])

/** Twelve books, three of them its own and nine that all good targets have. */
const shelf = (own: number) => [...Array.from({ length: 9 }, (_, i) => i), 100 + own * 3, 101 + own * 3, 102 + own * 3]

/** Answers every request, each after `wait`. */
const good =
  (own: number, wait: () => Promise<void> = async () => undefined): Script =>
  async (c) => {
    await c.init()
    for (;;) {
      const { type, value } = await c.next()
      const { referenceId } = value
      await wait()
      if (type === 'close') return c.goodbye()
      if (type === 'searchRequest')
        c.send({
          type: 'searchResponse',
          value: {
            referenceId,
            resultCount: 12,
            numberOfRecordsReturned: 0,
            nextResultSetPosition: 1,
            searchStatus: true,
          },
        })
      if (type !== 'presentRequest') continue
      const from = value.resultSetStartPoint - 1
      const records = shelf(own)
        .slice(from, from + value.numberOfRecordsRequested)
        .map((n) => ({
          name: 'Default',
          record: {
            type: 'retrievalRecord' as const,
            value: { directReference: usmarc, encoding: { type: 'octetAligned' as const, value: octets(n) } },
          },
        }))
      c.send({
        type: 'presentResponse',
        value: {
          referenceId,
          numberOfRecordsReturned: records.length,
          nextResultSetPosition: 1,
          presentStatus: 'success',
          records: { type: 'responseRecords', value: records },
        },
      })
    }
  }

const silent: Script = async (c) => void (await c.next())

/** Five ways to be hostile, and what each is called. */
const hostile: readonly [kind: string, script: Script][] = [
  ['wrong-protocol', (c) => c.sendOctets('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['protocol-error', (c) => c.sendOctets(Buffer.alloc(200, 0xb4))],
  [
    'protocol-error',
    (c) => c.sendOctets(Buffer.concat([Buffer.from([0xb5, 0x84, 0x7f, 0xff, 0xff, 0xff]), Buffer.alloc(1000)])),
  ],
  ['closed', (c) => void c.socket.resetAndDestroy()],
  [
    'protocol-error',
    async (c: Conversation) => {
      await c.init()
      await c.next()
      c.sendOctets(Buffer.from('b7'.padEnd(400, '30808080'), 'hex'))
    },
  ],
]

describe('Fifty targets: 25 good, 10 dead, 10 slow, 5 hostile', () => {
  let letSlowAnswer: () => void
  const released = new Promise<void>((resolve) => {
    letSlowAnswer = resolve
  })
  const targets: HostileTarget[] = []
  let service: SearchService

  before(async () => {
    const scripts: [kind: string, script: Script][] = [
      ...Array.from({ length: 25 }, (_, i): [string, Script] => ['good', good(i)]),
      ...Array.from({ length: 5 }, (): [string, Script] => ['silent', silent]),
      ...Array.from({ length: 10 }, (_, i): [string, Script] => ['slow', good(25 + i, () => released)]),
      ...hostile,
    ]
    const entries = []
    for (const [kind, script] of scripts) {
      const target = await startTarget(script)
      targets.push(target)
      entries.push({ kind, port: target.port })
    }
    for (let i = 0; i < 5; i++) entries.push({ kind: 'refused', port: 1 })
    service = createSearchService({
      targets: TargetsFile.parse({
        allowNetworks: ['127.0.0.0/8'],
        targets: entries.map(({ kind, port }, i) => ({
          id: `${kind}-${i}`,
          label: `${kind} ${i}`,
          host: '127.0.0.1',
          port,
          // Only those that never answer are waited for in vain; a busy machine may keep us waiting for the others.
          deadlines: { ...deadlines, ...(kind === 'silent' && { init: 1_500 }) },
        })),
      }).targets,
      clock: systemClock,
      log: createLog('silent'),
    })
  })
  after(async () => {
    await service.close()
    for (const target of targets) await target.stop()
  })

  it('give the hits of the good before any slow one has answered, and in the end say of each how it went', async () => {
    const search = service.start({ query: { any: 'book' } })
    const finished = new Set<string>()
    for await (const event of search.events()) {
      if (event.type === 'target' && event.target.state === 'done') finished.add(event.target.id.split('-')[0]!)
      const good = search.targets.filter(({ id, state }) => id.startsWith('good') && state === 'done')
      if (good.length === 25) break
    }
    expect([...finished]).to.deep.equal(['good'])
    // What 25 shelves of 12 hold, with the 9 that stand on every shelf.
    expect(search.merged).to.equal(9 + 25 * 3 - overBudget(25))
    expect(search.page({ page: 1, size: 1000 }).hits.find(({ sources }) => sources.length === 25)).not.to.equal(
      undefined,
    )

    letSlowAnswer()
    await search.settled(patience)
    expect(search.state).to.equal('done')
    const states = (kind: string) => [
      ...new Set(
        search.targets.filter(({ id }) => id.startsWith(kind)).map(({ state, failure }) => failure?.kind ?? state),
      ),
    ]
    expect(states('good')).to.deep.equal(['done'])
    expect(states('slow')).to.deep.equal(['done'])
    expect(states('silent')).to.deep.equal(['timed-out'])
    expect(states('refused')).to.deep.equal(['refused'])
    for (const [i, [kind]] of hostile.entries()) expect(states(`${kind}-${40 + i}`), kind).to.deep.equal([kind])
  })

  it('leave no connection behind', async () => {
    await service.close()
    await until(() => targets.every(({ open }) => open === 0))
  })
})

/** A search takes 500 records in all, so with fifty targets 10 of each, of the 12 that one holds. */
const overBudget = (targets: number) => targets * 2
