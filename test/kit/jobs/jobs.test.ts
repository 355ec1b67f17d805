import { once } from 'node:events'
import { expect } from 'chai'
import { sql } from 'kysely'
import type { Clock } from '../../../src/kit/clock.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import {
  countGivenUp,
  createWorker,
  discard,
  enqueue,
  givenUp,
  type Handler,
  retry,
  type WorkerOptions,
} from '../../../src/kit/jobs/index.ts'
import { Problem } from '../../../src/problems.ts'
import { useDatabase } from '../../database.ts'

const log = createLog('silent')

describe('A job', () => {
  const data = useDatabase()
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()))
    await data.database.db.deleteFrom('jobs').execute()
  })

  /** A worker with one kind of job. It polls only now and then: what must come soon must have woken it. */
  const work = (run: Handler['run'], more: Partial<WorkerOptions> & { attempts?: number } = {}) => {
    const { attempts, ...options } = more
    const handler = attempts === undefined ? { run } : { run, attempts }
    const worker = createWorker({
      database: data.database,
      handlers: { test: handler },
      clock: systemClock,
      log,
      poll: 20_000,
      ...options,
    })
    closing.push(() => worker.close(0))
    return worker
  }
  const add = (payload: unknown = {}, options = {}) => enqueue(data.database.db, 'test', payload, options)
  const jobs = () => data.database.db.selectFrom('jobs').selectAll().orderBy('id').execute()
  /** Waits until the table says so. */
  const until = async (wanted: (rows: Awaited<ReturnType<typeof jobs>>) => boolean) => {
    for (;;) {
      const rows = await jobs()
      if (wanted(rows)) return rows
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  /** Collects what handlers are given, and waits for so many. */
  const collector = () => {
    const seen: unknown[] = []
    let added = () => {}
    return {
      seen,
      take: async (payload: unknown) => {
        seen.push(payload)
        added()
      },
      has: async (count: number) => {
        while (seen.length < count)
          await new Promise<void>((resolve) => {
            added = resolve
          })
      },
    }
  }

  it('is carried out with its payload, and gone afterwards', async () => {
    const { seen, take, has } = collector()
    work(take)
    await add({ list: [1, 'two', null] })
    await add([1, 2])
    await has(2)
    expect(seen).to.deep.include.members([{ list: [1, 'two', null] }, [1, 2]])
    await until((rows) => rows.length === 0)
  })

  it('is there when its transaction commits, and only then', async () => {
    const { seen, take, has } = collector()
    work(take)
    await data.database
      .tx(async (tx) => {
        await enqueue(tx, 'test', 'undone')
        throw new Error('no')
      })
      .catch(() => undefined)
    await data.database.tx((tx) => enqueue(tx, 'test', 'done'))
    await has(1)
    expect(seen).to.deep.equal(['done'])
  })

  it('is listed with its reason once it was given up, and can be removed then', async () => {
    const { db } = data.database
    await add({ n: 1 }, { key: 'k' })
    expect(await givenUp(db, { most: 10 })).to.deep.equal([])
    const [waiting] = await jobs()
    expect(await discard(db, waiting!.id)).to.equal(undefined)
    work(
      async () => {
        throw new Error('the disk is full')
      },
      { attempts: 1 },
    )
    await until(([job]) => job?.failed_at != null)
    const [one] = await givenUp(db, { most: 10 })
    expect(one).to.deep.include({ kind: 'test', key: 'k', payload: { n: 1 }, attempts: 1, error: 'the disk is full' })
    expect([await countGivenUp(db), await countGivenUp(db, { without: ['test'] })]).to.deep.equal([1, 0])
    expect(await givenUp(db, { without: ['test'], most: 10 })).to.deep.equal([])
    expect(await discard(db, one!.id)).to.deep.equal({ kind: 'test', error: 'the disk is full' })
    expect(await jobs()).to.deep.equal([])
  })

  it('is added once for a key', async () => {
    expect(await add('one', { key: 'k' })).to.be.a('number')
    expect(await add('two', { key: 'k' })).to.equal(undefined)
    expect((await jobs()).map(({ payload }) => payload)).to.deep.equal(['one'])
  })

  it('waits until it is due by the clock that was passed in', async () => {
    const { seen, take, has } = collector()
    let now = Date.UTC(2026, 0, 1)
    const clock: Clock = { now: () => now }
    const worker = work(take, { clock })
    await add('later', { runAt: new Date(now + 5 * 86_400_000) })
    await add('now')
    await has(1)
    now += 5 * 86_400_000
    worker.wake()
    await has(2)
    expect(seen).to.deep.equal(['now', 'later'])
  })

  it('is tried again later when it fails, and given up in the end with its reason', async () => {
    let now = Date.UTC(2026, 0, 1)
    const tried: number[] = []
    const worker = work(
      async (_, { attempts }) => {
        tried.push(attempts)
        throw new Error(`failure ${attempts}`)
      },
      { clock: { now: () => now }, attempts: 3, backOff: 1000 },
    )
    const id = await add()
    const [first] = await until(([job]) => job?.last_error === 'failure 1')
    expect(first!.run_at.getTime() - now).to.be.within(1000, 1500)
    now += 1500
    worker.wake()
    const [second] = await until(([job]) => job?.last_error === 'failure 2')
    expect(second!.run_at.getTime() - now).to.be.within(2000, 3000)
    now += 3000
    worker.wake()
    const [last] = await until(([job]) => job?.failed_at !== null)
    expect(last).to.include({ last_error: 'failure 3', locked_by: null })
    expect(last!.failed_at!.getTime()).to.equal(now)

    expect(await retry(data.database.db, id!)).to.equal(true)
    await until(([job]) => job?.attempts === 1 && job.locked_by === null)
    expect(tried).to.deep.equal([1, 2, 3, 1])
    expect(await retry(data.database.db, id!)).to.equal(false)
  })

  it('is given up at once when there is no hope', async () => {
    work(async () => {
      throw new Problem('job-hopeless', { detail: 'the file is gone' })
    })
    await add()
    const [job] = await until(([one]) => one?.failed_at != null)
    expect(job).to.include({ attempts: 1, last_error: 'the file is gone' })
  })

  it('keeps its payload and the reason of its failure whatever characters they hold', async () => {
    const { seen, take } = collector()
    work(
      async (payload) => {
        await take(payload)
        throw new Error('not\0 read: \ud83d')
      },
      { attempts: 1 },
    )
    await add({ text: 'a\0b \ud83d' })
    const [job] = await until(([one]) => one?.failed_at != null)
    expect(job!.last_error).to.equal('not read: \ufffd')
    expect(seen).to.deep.equal([{ text: 'ab \ufffd' }])
  })

  it('is given up when its worker vanishes every time', async () => {
    await add()
    await sql`update jobs set attempts = 3, locked_by = 'gone', locked_until = now() - interval '1 second'`.execute(
      data.database.db,
    )
    work(async () => {}, { attempts: 3 })
    const [job] = await until(([one]) => one?.failed_at != null)
    expect(job!.last_error).to.match(/without a word/)
  })

  it('is done once by many workers', async () => {
    const { seen, take, has } = collector()
    await data.database.tx(async (tx) => {
      for (let i = 0; i < 200; i++) await enqueue(tx, 'test', i)
    })
    for (let i = 0; i < 5; i++) work(take)
    await has(200)
    await until((rows) => rows.length === 0)
    expect([...seen].sort((a, b) => Number(a) - Number(b))).to.deep.equal([...Array(200).keys()])
  })

  it('stays with its worker while that lives, however long it takes', async () => {
    let begun = 0
    let end = () => {}
    const long = async () => {
      begun++
      await new Promise<void>((resolve) => {
        end = resolve
      })
    }
    // Long enough for a machine that stops for a moment to renew it in time.
    const lease = 4000
    for (let i = 0; i < 2; i++) work(long, { lease, poll: 20 })
    await add()
    const [taken] = await until(([job]) => job?.locked_until != null)
    // A lease later it has been renewed, more than once.
    await until(([job]) => job!.locked_until!.getTime() > taken!.locked_until!.getTime() + lease)
    expect(begun).to.equal(1)
    end()
    await until((rows) => rows.length === 0)
  })

  it('passes to another when its worker falls silent, and the first is told', async () => {
    const begun: string[] = []
    let aborted: unknown
    const first = work(
      async (_, { signal }) => {
        begun.push('first')
        await once(signal, 'abort')
        aborted = signal.reason
        throw signal.reason
      },
      { id: 'first', lease: 3000 },
    )
    await add()
    await until(([job]) => job?.locked_by === 'first')
    work(async () => void begun.push('second'), { id: 'second', poll: 5 })
    // The first may give a sign of life meanwhile, which goes unheard.
    const silence = sql`update jobs set locked_until = now() - interval '1 second' where locked_by = 'first'`
    while ((await jobs()).length > 0) await silence.execute(data.database.db)
    await first.close()
    expect(begun).to.deep.equal(['first', 'second'])
    expect(aborted).to.be.instanceOf(Problem).with.property('code', 'job-lost')
  })

  it('cannot be ended, nor held, by a worker that has lost it', async () => {
    const codes: string[] = []
    const code = (error: unknown) => void codes.push((error as Problem).code)
    work(async (_, { hold, finish }) => {
      await sql`update jobs set locked_by = 'another'`.execute(data.database.db)
      await data.database.tx(hold).catch(code)
      await data.database.tx(finish).catch(code)
    })
    await add()
    await until(() => codes.length === 2)
    expect(codes).to.deep.equal(['job-lost', 'job-lost'])
    expect(await jobs()).to.have.lengthOf(1)
  })

  it('ends in the transaction of its effect', async () => {
    work(async (_, { finish }) => {
      await data.database
        .tx(async (tx) => {
          await finish(tx)
          throw new Error('undone')
        })
        .catch(() => undefined)
      expect(await jobs()).to.have.lengthOf(1)
      await data.database.tx(async (tx) => {
        await finish(tx)
        await enqueue(tx, 'effect', 'done')
      })
    })
    await add()
    const [effect] = await until(([one]) => one?.kind === 'effect')
    expect(effect!.payload).to.equal('done')
    expect(await jobs()).to.have.lengthOf(1)
  })

  it('is let go of when its worker is told to stop, without counting the attempt', async () => {
    const worker = work(async (_, { signal }) => {
      await once(signal, 'abort')
      throw signal.reason
    })
    await add()
    await until(([job]) => job?.locked_by != null)
    await worker.close(0)
    expect((await jobs())[0]).to.include({ locked_by: null, attempts: 0, failed_at: null })
  })

  it('is waited for when its worker is told to stop and it ends in time', async () => {
    const { has, take } = collector()
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const worker = work(async (payload) => {
      await take(payload)
      await ended
    })
    await add()
    // Only then is it its worker's: the table says so earlier.
    await has(1)
    const closed = worker.close()
    end()
    await closed
    expect(await jobs()).to.deep.equal([])
  })

  it('survives that its worker loses every connection', async () => {
    const { seen, take, has } = collector()
    const worker = work(take, { poll: 20 })
    await add('before')
    await has(1)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
      .execute(data.database.db)
      .catch(() => undefined)
    // The pool may hand out one that is dead before it has heard of it.
    const again = (): Promise<unknown> => add('after', { key: 'after' }).catch(again)
    await again()
    worker.wake()
    await has(2)
    expect(seen).to.deep.equal(['before', 'after'])
  })
})
