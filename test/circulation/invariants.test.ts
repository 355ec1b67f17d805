import { expect } from 'chai'
import fc from 'fast-check'
import { sql } from 'kysely'
import {
  addIllItem,
  cancelReservation,
  expirePickups,
  moveReservation,
  placeReservation,
} from '../../src/circulation/index.ts'
import { by, settings, useLibrary } from './library.ts'

const [manyItems, manyPatrons] = [4, 4]
const anItem = fc.nat(manyItems - 1)
const aPatron = fc.nat(manyPatrons - 1)
const aBranch = fc.constantFrom('main', 'riverside')
const any = fc.nat(1000)

const anAct = fc.oneof(
  fc.record({ do: fc.constant('place'), copy: fc.boolean(), item: anItem, patron: aPatron, branch: aBranch }),
  fc.record({ do: fc.constant('cancel'), any }),
  fc.record({ do: fc.constant('out'), item: anItem, patron: aPatron, branch: aBranch }),
  fc.record({ do: fc.constant('in'), item: anItem, branch: aBranch }),
  fc.record({ do: fc.constant('in'), item: anItem, branch: aBranch }),
  fc.record({ do: fc.constant('renew'), any }),
  fc.record({ do: fc.constant('expire'), days: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ do: fc.constant('move'), any, to: fc.integer({ min: 1, max: 4 }) }),
)
type Act = {
  readonly do: string
  readonly copy?: boolean
  readonly item?: number
  readonly patron?: number
  readonly branch?: string
  readonly any?: number
  readonly days?: number
  readonly to?: number
}

describe('Whatever happens at the desk', function () {
  this.timeout(240_000)
  const library = useLibrary()

  /** Two titles, the first with two copies; another library's item; nobody has or wants anything yet. */
  async function furnish() {
    const [one, two, three] = [await library.bib(), await library.bib(), await library.bib()]
    const items = [await library.item(one), await library.item(one, { branch: 'riverside' }), await library.item(two)]
    const patrons = await Promise.all(Array.from({ length: manyPatrons }, () => library.patron()))
    const lineId = `line of ${three}`
    const { item } = await library.tx((tx) =>
      addIllItem(tx, settings, {
        ...{ bibId: three, accessionNo: 'next', lineId, requestId: 'r', patronId: patrons[0]!, pickupBranch: 'main' },
        ...{ by, now: library.now },
      }),
    )
    return { bibs: [one, two, three], items: [...items, item], patrons }
  }
  type World = Awaited<ReturnType<typeof furnish>>

  interface Wish {
    readonly id: string
    readonly bib: number
    readonly item: number | null
    readonly patron: string
    readonly state: string
    readonly allocated: number | null
    readonly position: number
  }
  const wishes = async ({ bibs }: World): Promise<Wish[]> =>
    (
      await sql<Wish>`select id, bib_id as bib, item_id as item, patron_id as patron, state,
        allocated_item as allocated, position from reservations where bib_id = any(${bibs}::bigint[])
        order by position, id`.execute(library.db)
    ).rows
  const loans = async ({ items }: World) =>
    (
      await sql<{ id: string; item: number; patron: string }>`select id, item_id as item, patron_id as patron from loans
        where returned_at is null and item_id = any(${items.map(({ id }) => id)}::bigint[]) order by id`.execute(
        library.db,
      )
    ).rows

  /** Does it; what cannot be done is refused, and nothing is thrown. */
  async function perform(world: World, act: Act): Promise<void> {
    const item = world.items[act.item ?? 0]!
    const patron = world.patrons[act.patron ?? 0]!
    const { now } = library
    const one = <T>(of: readonly T[]) => of[(act.any ?? 0) % Math.max(1, of.length)]
    switch (act.do) {
      case 'place': {
        const wanted = act.copy ? { itemId: item.id } : { bibId: item.bibId }
        const place = { ...wanted, patronId: patron, pickupBranch: act.branch!, by, now }
        await library.tx((tx) => placeReservation(tx, settings, place))
        break
      }
      case 'cancel': {
        const wish = one(await wishes(world))
        if (wish) await library.tx((tx) => cancelReservation(tx, { id: wish.id, by, now }))
        break
      }
      case 'out':
        await library.out(item.id, patron, act.branch)
        break
      case 'in':
        await library.in(item, act.branch)
        break
      case 'renew': {
        const loan = one(await loans(world))
        if (loan) await library.renew(loan.id)
        break
      }
      case 'expire':
        library.pass(act.days!)
        await expirePickups(library.database, settings, library.now)
        break
      default: {
        const wish = one(await wishes(world))
        if (wish) await library.tx((tx) => moveReservation(tx, { id: wish.id, to: act.to!, by, now }))
      }
    }
  }

  /** What holds after every act. */
  async function hold(world: World): Promise<void> {
    const [open, all] = [await loans(world), await wishes(world)]
    const given = all.filter(({ state }) => state === 'transit' || state === 'ready')
    const queued = all.filter(({ state }) => state === 'waiting')
    const unique = (of: readonly unknown[]) => expect(new Set(of).size).to.equal(of.length)
    unique(open.map(({ item }) => item))
    unique(given.map(({ allocated }) => allocated))
    unique(queued.map(({ bib, item, position }) => `${bib} ${item} ${position}`))
    unique([...given, ...queued].map(({ patron, bib, item }) => `${patron} ${bib} ${item}`))
    for (const { id } of world.items) {
      const { circulation } = await library.look(id)
      const lent = open.some(({ item }) => item === id)
      const found = given.find(({ allocated }) => allocated === id)
      expect([id, circulation === 'on-loan']).to.deep.equal([id, lent])
      if (found)
        expect([id, circulation, lent]).to.deep.equal([
          id,
          found.state === 'ready' ? 'pickup-shelf' : 'in-transit',
          false,
        ])
    }
  }

  const queueOf = (all: readonly Wish[], { bib, item }: Pick<Wish, 'bib' | 'item'>) =>
    all.filter((one) => one.state === 'waiting' && one.bib === bib && one.item === item).map(({ id }) => id)

  /** Who was found a copy was the first in the queue, copies before titles; and nobody else changed places. */
  function orderKept(before: readonly Wish[], after: readonly Wish[], act: Act): void {
    for (const wish of before) {
      const now = after.find(({ id }) => id === wish.id)
      if (wish.state === 'waiting' && (now?.state === 'transit' || now?.state === 'ready')) {
        expect(queueOf(before, wish)[0]).to.equal(wish.id)
        if (wish.item === null) expect(queueOf(before, { bib: wish.bib, item: now.allocated })).to.deep.equal([])
      }
      const [was, is] = [queueOf(before, wish), queueOf(after, wish)]
      if (act.do !== 'move')
        expect(is.filter((id) => was.includes(id))).to.deep.equal(was.filter((id) => is.includes(id)))
      else expect(is).to.have.members(was)
    }
  }

  it('no item is lent twice or found for two, and queues keep their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 5, maxLength: 40 }), async (acts) => {
        const world = await furnish()
        for (const act of acts) {
          const before = await wishes(world)
          await perform(world, act)
          await hold(world)
          orderKept(before, await wishes(world), act)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('that holds of many desks at once', async () => {
    let world = await furnish()
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 8, maxLength: 16 }), async (acts) => {
        world = await furnish()
        for (let n = 0; n < 3; n++) {
          await Promise.all(acts.map((act) => perform(world, act)))
          await hold(world)
        }
      }),
      { numRuns: 12 },
    )
  })
})
