import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { beginAttempt } from '../../src/zoom/attempt.ts'
import { AssociationLimit, type Failure, TargetFailure } from '../../src/zoom/index.ts'
import { type Member, Pool } from '../../src/zoom/pool.ts'
import { until } from '../until.ts'

class Thing implements Member {
  alive = true
  busy = false
  closed = 0
  onChange: (() => void) | undefined
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  async close() {
    this.closed++
    this.die()
  }
  die() {
    if (!this.alive) return
    this.alive = false
    this.onChange?.()
  }
}

function poolOf(associations: number, { idle = 60_000, queue = 60 } = {}, limit?: AssociationLimit) {
  const made: Thing[] = []
  const pool = new Pool<Thing>({ associations, idle, queue }, limit)
  const open = async () => {
    const thing = new Thing(String(made.length))
    made.push(thing)
    return thing
  }
  const borrow = async (wanted?: Thing) => {
    const { member } = await pool.borrow(beginAttempt(1000), open, wanted)
    return member
  }
  return { pool, made, open, borrow }
}

const failureOf = (promise: Promise<unknown>): Promise<Failure> =>
  promise.then(
    () => Promise.reject(new Error('it went well')),
    (error: unknown) => {
      if (error instanceof TargetFailure) return error.failure
      throw error
    },
  )

describe('The pool', () => {
  it('lends each member to one at a time and opens no more than allowed', async () => {
    const { pool, made, borrow } = poolOf(2)
    const [a, b] = [await borrow(), await borrow()]
    const third = borrow()
    expect(pool.counts).to.deep.equal({ open: 2, busy: 2, waiting: 1 })
    pool.giveBack(b)
    expect(await third).to.equal(b)
    pool.giveBack(a)
    pool.giveBack(b)
    expect(pool.counts).to.deep.equal({ open: 2, busy: 0, waiting: 0 })
    expect(made).to.have.length(2)
  })

  it('serves those who wait in the order they came', async () => {
    const { pool, borrow } = poolOf(1)
    const thing = await borrow()
    const order: number[] = []
    const waiting = [1, 2, 3].map(async (n) => {
      const got = await borrow()
      order.push(n)
      pool.giveBack(got)
    })
    pool.giveBack(thing)
    await Promise.all(waiting)
    expect(order).to.deep.equal([1, 2, 3])
  })

  it('says busy when nothing comes free in time', async () => {
    const { pool, borrow } = poolOf(1, { queue: 20 })
    const thing = await borrow()
    expect(await failureOf(borrow())).to.deep.equal({
      kind: 'busy',
      limit: 'connections',
      detail: 'No connection to it came free within 20 ms',
    })
    expect(pool.counts.waiting).to.equal(0)
    pool.giveBack(thing)
  })

  it('leaves the line when the caller cancels', async () => {
    const { pool, borrow, open } = poolOf(1)
    await borrow()
    const stop = new AbortController()
    const waiting = failureOf((async () => await pool.borrow(beginAttempt(1000, { signal: stop.signal }), open))())
    stop.abort()
    expect(await waiting).to.deep.equal({ kind: 'cancelled' })
    expect(pool.counts.waiting).to.equal(0)
  })

  it('lends the member that is wanted, waiting for it if need be, and any other once it is dead', async () => {
    const { pool, borrow } = poolOf(2)
    const [a, b] = [await borrow(), await borrow()]
    const wantsA = borrow(a)
    pool.giveBack(b)
    expect(pool.counts.waiting).to.equal(1)
    pool.giveBack(a)
    expect(await wantsA).to.equal(a)
    const again = borrow(a)
    a.die()
    pool.giveBack(a)
    expect(await again).to.equal(b)
  })

  it('lends another member rather than fail who waited for one in vain', async () => {
    const { pool, borrow } = poolOf(2, { queue: 20 })
    const [a, b] = [await borrow(), await borrow()]
    pool.giveBack(b)
    expect(await borrow(a)).to.equal(b)
  })

  it('opens another for those who wait when one dies', async () => {
    const { pool, borrow, made } = poolOf(1)
    const thing = await borrow()
    const waiting = borrow()
    thing.die()
    pool.giveBack(thing)
    expect(await waiting).to.equal(made[1])
  })

  it('lets the next one try when opening fails', async () => {
    const { pool, borrow } = poolOf(1)
    const failing = failureOf(
      (async () =>
        await pool.borrow(beginAttempt(1000), async () => {
          await sleep(5)
          throw new TargetFailure({ kind: 'refused', detail: '' })
        }))(),
    )
    const next = borrow()
    expect(await failing).to.have.property('kind', 'refused')
    expect((await next).alive).to.equal(true)
  })

  it('waits for a member it has when the target allows no further session', async () => {
    const { pool, borrow } = poolOf(4)
    const first = await borrow()
    const second = (async () =>
      await pool.borrow(beginAttempt(1000), async () => {
        throw new TargetFailure({ kind: 'too-many-sessions', diagnostics: [] })
      }))()
    await sleep(5)
    expect(pool.counts.waiting).to.equal(1)
    pool.giveBack(first)
    expect((await second).member).to.equal(first)
  })

  it('keeps a member out of the line until its last answer has come', async () => {
    const { pool, borrow } = poolOf(1)
    const thing = await borrow()
    thing.busy = true
    pool.giveBack(thing)
    const waiting = borrow()
    expect(pool.counts).to.deep.equal({ open: 1, busy: 1, waiting: 1 })
    thing.busy = false
    thing.onChange?.()
    expect(await waiting).to.equal(thing)
  })

  it('closes what has been idle for long, and nothing else', async () => {
    const { pool, borrow } = poolOf(3, { idle: 20 })
    const [a, b, c] = [await borrow(), await borrow(), await borrow()]
    pool.giveBack(a)
    pool.giveBack(b)
    await until(() => a.closed + b.closed === 2)
    expect([a.closed, b.closed, c.closed]).to.deep.equal([1, 1, 0])
    expect(pool.counts).to.deep.equal({ open: 1, busy: 1, waiting: 0 })
    await pool.close()
  })

  it('forgets a member that dies while idle', async () => {
    const { pool, borrow } = poolOf(1)
    const thing = await borrow()
    pool.giveBack(thing)
    thing.die()
    expect(pool.counts.open).to.equal(0)
    expect(await borrow()).to.not.equal(thing)
  })

  it('closes everything at the end and lends nothing more', async () => {
    const { pool, borrow } = poolOf(2)
    const [a, b] = [await borrow(), await borrow()]
    const waiting = failureOf(borrow())
    await pool.close()
    expect([a.closed, b.closed]).to.deep.equal([1, 1])
    expect(await waiting).to.deep.equal({ kind: 'cancelled' })
    expect(await failureOf(borrow())).to.deep.equal({ kind: 'cancelled' })
  })
})

describe('Pools that share a limit', () => {
  it('have no more members together than it says', async () => {
    const limit = new AssociationLimit(2)
    const [one, two] = [poolOf(4, { queue: 20 }, limit), poolOf(4, { queue: 20 }, limit)]
    await one.borrow()
    const second = await two.borrow()
    expect(await failureOf(one.borrow())).to.include({ kind: 'busy' })
    const waiting = one.borrow()
    second.die()
    two.pool.giveBack(second)
    expect((await waiting).alive).to.equal(true)
    expect([one.pool.counts.open, two.pool.counts.open]).to.deep.equal([2, 0])
  })

  it('give up what they do not use for one that needs it', async () => {
    const limit = new AssociationLimit(1)
    const [one, two] = [poolOf(4, {}, limit), poolOf(4, {}, limit)]
    const first = await one.borrow()
    one.pool.giveBack(first)
    expect((await two.borrow()).alive).to.equal(true)
    expect([first.closed, one.pool.counts.open]).to.deep.equal([1, 0])
  })

  it('give up what comes back to them while another waits', async () => {
    const limit = new AssociationLimit(1)
    const [one, two] = [poolOf(4, {}, limit), poolOf(4, {}, limit)]
    const first = await one.borrow()
    const waiting = two.borrow()
    one.pool.giveBack(first)
    expect((await waiting).alive).to.equal(true)
    expect(first.closed).to.equal(1)
  })

  it('keep no room for a member that could not be opened', async () => {
    const limit = new AssociationLimit(1)
    const [one, two] = [poolOf(4, {}, limit), poolOf(4, {}, limit)]
    const refused = new TargetFailure({ kind: 'refused', detail: '' })
    await failureOf((async () => await one.pool.borrow(beginAttempt(100), () => Promise.reject(refused)))())
    expect((await two.borrow()).alive).to.equal(true)
  })
})
