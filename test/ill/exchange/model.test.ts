import { expect } from 'chai'
import fc from 'fast-check'
import { turnNumber } from '../../../src/ill/exchange/turn-number.ts'
import { type IllMessage, iso18626, type RequesterMessage, type ResponderMessage } from '../../../src/ill/index.ts'
import { runs } from '../../standards/asn1/scale.ts'
import { type Library, openLibrary } from './library.ts'
import { follows, type Known, keyOf, type Model, moves, takeIn } from './model.ts'

const peer = { profile: 'standard', version: '2021-2' } as const
const partners = ['ISIL:XX-One', 'ISIL:XX-Two'] as const
const home = 'ISIL:XX-Home'
const day = 86_400
const times = { now: 0, late: -30 * day, future: 365 * day } as const
const due = '2031-05-01'

const lendersSay: readonly ResponderMessage[] = [
  { type: 'will-supply' },
  { type: 'conditional', conditions: ['LibraryUseOnly'] },
  { type: 'not-supplied', answer: 'unfilled', reason: 'NotHeld' },
  { type: 'cancel-reply', agrees: true },
  { type: 'cancel-reply', agrees: false },
  { type: 'shipped', service: 'loan', on: '2026-03-04', dueOn: due },
  { type: 'overdue' },
  { type: 'recall' },
  { type: 'renew-reply', agrees: true, dueOn: '2031-06-01' },
  { type: 'renew-reply', agrees: false },
  { type: 'checked-in' },
  { type: 'lost' },
  { type: 'note', note: 'Thank you' },
]
const asking = (kind: 'new' | 'retry' | 'reminder', title = 'Odyssey'): RequesterMessage => ({
  ...{ type: 'request', kind, wanted: { title }, services: ['loan'] },
})
const borrowersSay: readonly RequesterMessage[] = [
  ...[asking('new'), asking('new', 'Iliad'), asking('retry'), asking('reminder')],
  { type: 'cancel' },
  { type: 'received', service: 'loan' },
  { type: 'renew', dueOn: '2031-06-01' },
  { type: 'returned' },
  { type: 'lost' },
  { type: 'note', note: 'Please' },
]
/** What we do meanwhile, where something comes of it. */
const acts = {
  borrow: {
    cancel: { transmit: true },
    receivedAsLoan: { dueAtLender: due },
    requestRenewal: {},
    returned: {},
    lost: {},
  },
  lend: {
    ...{ willSupply: {}, answerConditional: { condition: 'LibraryUseOnly' }, unfilled: { reason: 'NotHeld' } },
    ...{ cancelYes: {}, shipped: { dueOn: due }, overdue: {}, recall: {}, renewYes: { dueOn: '2031-06-01' } },
    checkedIn: {},
  },
} as const

/** Numbers that may be in a message: of a loan from each partner and one for each, of one never asked, and of none. */
const numbers = ['from One', 'from Two', 'for One', 'for Two', 'of one not asked', 'nobody’s'] as const
/** Mostly the partner's own, of what it speaks of. */
const aNumber = fc.oneof(
  { weight: 3, arbitrary: fc.constant('its own' as const) },
  { weight: 2, arbitrary: fc.constantFrom(...numbers) },
)
const aMessage = fc.oneof(
  fc.constantFrom(...lendersSay).map((message) => ({ from: 'responder', message }) as const),
  fc.constantFrom(...borrowersSay).map((message) => ({ from: 'requester', message }) as const),
)
const aCommand = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      partner: fc.constantFrom(0, 1),
      number: aNumber,
      said: aMessage,
      time: fc.constantFrom(...(['now', 'late', 'future'] as const)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(40) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('act' as const), which: fc.nat(9), act: fc.nat(9) }),
  },
)

describe('Messages of two partners in whatever order, late, early and about anything', () => {
  let library: Library
  let ids: readonly number[]
  let serial = 0
  before('open the house', async () => {
    library = await openLibrary(home)
    const made: number[] = []
    for (const symbol of partners) {
      const address = { symbol, protocol: 'iso18626', url: 'http://127.0.0.1:9/' } as const
      made.push(await library.knows(address, { networks: '127.0.0.0/8' }))
    }
    ids = made
  })
  after('close it', () => library?.close())

  async function post(body: string) {
    const answer = await fetch(library.url, { method: 'POST', body, headers: { 'content-type': 'application/xml' } })
    const said = iso18626.readConfirmation(Buffer.from(await answer.text()))
    if (said.kind !== 'receipt') throw new Error(said.detail)
    return { status: answer.status, receipt: said.receipt }
  }
  const tally = { said: 0, refused: 0, repeated: 0, acts: 0 }

  it('leave everything as the tables say, and touch nothing of the other’s', async function () {
    this.timeout(1_800_000)
    await fc.assert(
      fc.asyncProperty(fc.array(aCommand, { minLength: 40, maxLength: 60, size: 'max' }), async (commands) => {
        const run = ++serial
        const model: Model = new Map()
        /** Instances of the transactions there are from the beginning, by the partner and the number. */
        const [lines, unasked] = [new Map<string, number>(), await library.line(ids[0]!, `Not asked ${run}`)]
        const numberOf = async (line: number) => {
          const row = await library.db
            .selectFrom('ill_lines')
            .select('request_id')
            .where('id', '=', line)
            .executeTakeFirstOrThrow()
          return turnNumber(row.request_id, line)
        }
        const named = new Map<(typeof numbers)[number], string>([
          ['of one not asked', await numberOf(unasked)],
          ['nobody’s', `X-${run}`],
        ])
        for (const [n, partner] of partners.entries()) {
          const line = await library.line(ids[n]!, `Wanted ${run}`)
          await library.act(line, 'request', { transmit: true })
          const number = await numberOf(line)
          lines.set(keyOf('borrow', partner, number), line)
          named.set((['from One', 'from Two'] as const)[n]!, number)
          named.set((['for One', 'for Two'] as const)[n]!, `L-${run}-${n}`)
          model.set(keyOf('borrow', partner, number), {
            ...{ we: 'borrow', wanted: '', state: 'pending' },
            events: ['start', 'request'],
          })
        }
        const instanceOf = async (key: string): Promise<number> => {
          const [, partner, number] = key.split(' ') as [string, (typeof partners)[number], string]
          const line = lines.get(key)
          if (line !== undefined) return line
          const { id } = await library.db
            .selectFrom('ill_lendings')
            .select('id')
            .where('lender_id', '=', ids[partners.indexOf(partner)]!)
            .where('their_number', '=', number)
            .executeTakeFirstOrThrow()
          return id
        }
        const sent: { readonly body: string; readonly answer: Awaited<ReturnType<typeof post>> }[] = []
        let unknown: object | undefined

        for (const [n, command] of commands.entries()) {
          if (command.kind === 'again') {
            const before = sent[command.which % Math.max(1, sent.length)]
            if (!before) continue
            expect(await post(before.body), 'the same again').to.deep.equal(before.answer)
            tally.repeated += 1
          } else if (command.kind === 'act') {
            const [key, known] = [...model][command.which % model.size]!
            const legal = Object.entries(acts[known.we]).filter(([event]) => moves(known, event))
            if (legal.length === 0) continue
            const [event, form] = legal[command.act % legal.length]!
            await library.act(await instanceOf(key), event, form)
            known.state = follows(known, event)!
            known.events.push(event)
            tally.acts += 1
          } else {
            const partner = partners[command.partner]!
            const { from, message } = command.said
            const number =
              command.number === 'its own'
                ? (`${from === 'responder' ? 'from' : 'for'} ${command.partner === 0 ? 'One' : 'Two'}` as const)
                : command.number
            const [requester, responder] = from === 'requester' ? [partner, home] : [home, partner]
            const sentAt = new Date((Date.UTC(2026, 10, 28) / 1000 + times[command.time] + n) * 1000).toISOString()
            const envelope = { requester, responder, requestId: named.get(number)!, sentAt }
            const body = iso18626.toIso18626({ from, envelope, message } as IllMessage, peer, { state: 'PENDING' })
            // What it means once it was read: not each thing has its word.
            const read = iso18626.readIso18626(Buffer.from(body))
            if (read.kind === 'nothing' || read.kind === 'damaged') throw new Error('it is not sound')
            const understood = iso18626.fromIso18626(read.read, peer)
            if ('kind' in understood) throw new Error(understood.text)
            const expected = takeIn(model, partner, understood)
            const answer = await post(body)
            const what = `${partner}: ${message.type}, ${number}, ${command.time}`
            expect(answer.status, what).to.equal(200)
            const { receipt } = answer
            expect(receipt.kind, `${what}: ${expected}`).to.equal(expected === 'ok' ? 'ok' : 'refused')
            if (expected === 'unknown-request') {
              unknown ??= receipt
              expect(receipt, what).to.deep.equal(unknown)
            }
            tally.said += 1
            if (expected !== 'ok') tally.refused += 1
            sent.push({ body, answer })
          }
        }
        for (const [key, { state, events }] of model) {
          const instance = await instanceOf(key)
          expect(await library.stateOf(instance), key).to.equal(state)
          expect(await library.eventsOf(instance), key).to.deep.equal(events)
        }
        expect(await library.stateOf(unasked)).to.equal('idle')
        const { length } = await library.db
          .selectFrom('ill_lendings')
          .select('id')
          .where('their_number', 'in', [...named.values()])
          .execute()
        expect(length, 'requests of others').to.equal(
          [...model.values()].filter(({ we }: Known) => we === 'lend').length,
        )
      }),
      { numRuns: runs(10), endOnFailure: true },
    )
    this.test!.title +=
      `: ${tally.said} messages, ${tally.refused} of them refused, ${tally.repeated} repeated, ${tally.acts} acts of ours`
    expect(tally.refused).to.be.greaterThan(50)
    expect(tally.said - tally.refused).to.be.greaterThan(50)
    expect(tally.repeated).to.be.greaterThan(10)
  })
})
