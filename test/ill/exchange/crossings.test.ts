import { expect } from 'chai'
import { until } from '../../until.ts'
import { actors } from '../walk.ts'
import { type Act, type Crossing, crossings } from './crossings.ts'
import { type Gate, openGate } from './gate.ts'
import { type Library, listed, openLibrary } from './library.ts'

/** Acts of which the other side is told nothing. */
const silent: ReadonlySet<string> = new Set(['expired'])
let serial = 0

describe('Messages that cross, of two libraries whose systems speak ISO 18626', () => {
  let north: Library
  let south: Library
  let toNorth: Gate
  let toSouth: Gate
  let lenders: readonly number[]
  before('open both houses, and stand between them', async () => {
    north = await openLibrary('ISIL:XX-North')
    south = await openLibrary('ISIL:XX-South', { otherSymbols: ['ISIL:XX-South-Annex'] })
    toNorth = await openGate(() => north.url)
    toSouth = await openGate(() => south.url)
    lenders = await listed(north, { ...south, url: toSouth.url })
    await listed(south, { ...north, url: toNorth.url })
  })
  after('close all', async () => {
    for (const gate of [toNorth, toSouth]) {
      gate?.open()
      await gate?.close()
    }
    await north?.close()
    await south?.close()
  })

  /** Asked by north, which would ask another one next; and come in at south. */
  async function asked(title: string) {
    const { item } = await south.book(title)
    const { request, lines } = await north.rota(lenders, title)
    const line = lines[0]!
    await north.act(line, 'request', { transmit: true, expiresAt: '2031-01-01T00:00:00Z' })
    await north.quiet(line)
    return { request, line, next: lines[1]!, lending: await south.lending(), item }
  }
  type Asked = Awaited<ReturnType<typeof asked>>

  async function act({ line, lending, item }: Asked, who: 'borrower' | 'lender', [event, form = {}, actor]: Act) {
    const said = event === 'shipped' ? { itemNo: item.accessionNo, ...form } : form
    const [library, id] = who === 'borrower' ? ([north, line] as const) : ([south, lending] as const)
    await library.act(id, event, said, ...(actor ? [actors[actor]] : []))
  }
  /** Both have said and done everything there is. */
  async function settled({ request, line, lending }: Asked): Promise<void> {
    for (let n = 0; n < 2; n++) {
      await north.quiet(line)
      await south.quiet(lending)
    }
    await until(async () => {
      const { rows } = await north.database.pool.query('select from jobs where key like $1', [`advance:${request}:%`])
      return rows.length === 0
    })
  }

  async function standing({ line, lending, next }: Asked, { due }: Crossing['ends']) {
    const [ours, theirs] = [await north.dataOf(line), await south.dataOf(lending)]
    return {
      borrower: await north.stateOf(line),
      lender: await south.stateOf(lending),
      attention: [...(ours['attention'] ? ['borrower'] : []), ...(theirs['attention'] ? ['lender'] : [])],
      next: (await north.stateOf(next)) === 'pending',
      ...(due !== undefined && { due: ours['dueAtLender'] === theirs['dueOn'] ? ours['dueAtLender'] : 'apart' }),
    }
  }

  const histories = async ({ line, lending, next }: Asked) =>
    [await north.eventsOf(line), await south.eventsOf(lending), await north.eventsOf(next)] as const

  for (const crossing of crossings)
    for (const first of ['borrower', 'lender'] as const)
      it(`${crossing.name}, the ${first} heard last`, async () => {
        const turn = await asked(`Crossing ${++serial}`)
        for (const [who, ...done] of crossing.before) {
          await act(turn, who, done)
          await settled(turn)
        }
        // What comes now is to be seen.
        for (const [library, id] of [
          [north, turn.line],
          [south, turn.lending],
        ] as const)
          if ((await library.dataOf(id))['attention']) await library.act(id, 'seen')
        const from = [toNorth.passed.length, toSouth.passed.length] as const
        for (const gate of [toNorth, toSouth]) gate.hold('message')
        for (const done of crossing.borrower) await act(turn, 'borrower', done)
        for (const done of crossing.lender) await act(turn, 'lender', done)
        const gates = { borrower: toSouth, lender: toNorth }
        const speaking = (['borrower', 'lender'] as const).filter((who) =>
          crossing[who].some(([one]) => !silent.has(one) || who === 'lender'),
        )
        for (const who of speaking) await until(() => gates[who].waiting > 0)
        const last = gates[first]
        for (const gate of [toNorth, toSouth].filter((one) => one !== last)) {
          const { ended, waiting } = gate
          gate.open()
          await until(() => gate.ended >= ended + waiting)
        }
        last.open()
        await settled(turn)
        expect(await standing(turn, crossing.ends)).to.deep.equal(crossing.ends)
        for (const [who, ...done] of crossing.after?.acts ?? []) {
          await act(turn, who, done)
          await settled(turn)
        }
        if (crossing.after) expect(await standing(turn, crossing.after.ends)).to.deep.equal(crossing.after.ends)
        // Whatever was said comes once more, in its order.
        const before = await histories(turn)
        for (const message of toNorth.passed.slice(from[0])) await toNorth.again(message)
        for (const message of toSouth.passed.slice(from[1])) await toSouth.again(message)
        expect(await histories(turn)).to.deep.equal(before)
      })
})
