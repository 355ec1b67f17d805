import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Problem } from '../../problems.ts'
import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../db/index.ts'
import type { Log } from '../log.ts'
import { createBell } from './bell.ts'
import { listen } from './listener.ts'
import { type Claim, claim, fail, finish, hold, type Lease, release, renew } from './queue.ts'

/** What a handler gets besides the payload. */
export interface JobContext {
  readonly id: number
  readonly key: string | null
  /** 1 the first time. */
  readonly attempts: number
  /** Aborts when the job is no longer ours, or the worker has to end: stop soon, and throw. */
  readonly signal: AbortSignal
  readonly log: Log
  /** Makes sure that the job is ours until the transaction ends. @throws Problem job-lost */
  hold(tx: Tx): Promise<void>
  /** Ends the job as part of the transaction, so that both are done or neither. @throws Problem job-lost */
  finish(tx: Tx): Promise<void>
}

/** Carries out one kind of job. It may run more often than once: its effects need a key, or `finish`. */
export interface Handler {
  /** What it throws is kept with the job, which is tried again later; at once no more after Problem job-hopeless. */
  run(payload: unknown, context: JobContext): Promise<void>
  /** How often it is tried before it is given up; 10 if not said. */
  readonly attempts?: number
}

export type Handlers = Readonly<Record<string, Handler>>

/** Times are milliseconds. */
export interface WorkerOptions {
  readonly database: Database
  readonly handlers: Handlers
  readonly clock: Clock
  readonly log: Log
  /** Its name in the table; made up unless given. No two may have the same. */
  readonly id?: string
  /** Jobs at once. */
  readonly concurrency?: number
  /** How often it looks by itself; it is woken for work that is due at once. */
  readonly poll?: number
  /** How long others leave a job alone when its worker does not say a word. */
  readonly lease?: number
  /** How long the second attempt waits for; each further one twice as long, up to an hour. */
  readonly backOff?: number
}

export interface Worker {
  /** Looks for work now. */
  wake(): void
  /** Takes no more jobs, lets those that run end for so long, aborts the rest and lets go of them. */
  close(grace?: number): Promise<void>
}

interface Running {
  readonly claim: Claim
  readonly abort: AbortController
  /** By `performance.now()`: when the lease ends if nothing renews it. */
  until: number
  readonly settled: Promise<void>
}

const usualAttempts = 10
const longestPause = 3_600_000
/** How long a handler may take to heed its signal when we close. */
const lastWait = 5000

/** Starts carrying out jobs of the kinds there are handlers for. Several workers, in several processes, share the table. */
export function createWorker(options: WorkerOptions): Worker {
  const { database, handlers, clock, log, concurrency = 4, poll = 2000, backOff = 2000 } = options
  const lease: Lease = {
    by: options.id ?? `${hostname()}:${process.pid}:${randomUUID()}`,
    lasts: options.lease ?? 20_000,
  }
  const { db } = database
  const kinds = Object.keys(handlers)
  const running = new Map<number, Running>()
  const bell = createBell()
  const wake = () => bell.ring()
  let closing = false

  const listener = listen(database, wake, log)
  const heartbeat = setInterval(() => void beat(), lease.lasts / 3).unref()
  const looking = look()

  async function look(): Promise<void> {
    while (!closing) {
      const free = concurrency - running.size
      const claims = free > 0 ? await claim(db, lease, kinds, free, new Date(clock.now())).catch(unavailable) : []
      for (const one of claims) begin(one)
      // With our hands full, the next job to end wakes us.
      await bell.wait(poll)
    }
  }

  function unavailable(error: unknown): Claim[] {
    log.warn({ err: error }, 'jobs cannot be read')
    return []
  }

  function begin(one: Claim): void {
    const abort = new AbortController()
    const settled = carryOut(one, abort.signal)
      // What cannot be written down is tried again when the lease is over.
      .catch((error) => log.warn({ err: error, job: one.id, kind: one.kind }, 'the end of a job was not written down'))
      .finally(() => {
        // It may be ours again already: others saw its end before we were told of it.
        if (running.get(one.id)?.claim === one) running.delete(one.id)
        wake()
      })
    running.set(one.id, { claim: one, abort, until: performance.now() + lease.lasts, settled })
  }

  async function carryOut(one: Claim, signal: AbortSignal): Promise<void> {
    const { id, key, kind, attempts } = one
    const handler = handlers[kind]!
    const limit = handler.attempts ?? usualAttempts
    let finished = false
    try {
      // One that takes its process down with it never gets to write down why.
      if (attempts > limit) throw new Problem('job-hopeless', { detail: 'its worker ended without a word, every time' })
      await handler.run(one.payload, {
        ...{ id, key, attempts, signal, log: log.child({ job: id, kind }) },
        hold: (tx) => hold(tx, lease, one),
        finish: async (tx) => {
          await finish(tx, lease, one)
          finished = true
        },
      })
      if (!finished) await finish(db, lease, one)
    } catch (error) {
      if (signal.aborted || (error instanceof Problem && error.code === 'job-lost')) return release(db, lease, one)
      const hopeless = attempts >= limit || (error instanceof Problem && error.code === 'job-hopeless')
      log[hopeless ? 'error' : 'warn'](
        { err: error, job: id, kind, attempts },
        hopeless ? 'job given up' : 'job failed',
      )
      const now = clock.now()
      const reason = error instanceof Error ? error.message : String(error)
      await fail(
        db,
        lease,
        one,
        reason,
        hopeless ? { failedAt: new Date(now) } : { runAt: new Date(now + pause(attempts)) },
      )
    }
  }

  /** Twice as long each time, and up to half of it more, so that what failed together is not tried together. */
  const pause = (attempts: number) => Math.min(backOff * 2 ** (attempts - 1), longestPause) * (1 + Math.random() / 2)

  async function beat(): Promise<void> {
    const held = [...running.values()]
    if (held.length === 0) return
    const asked = performance.now()
    const ours = await renew(
      db,
      lease,
      held.map(({ claim }) => claim),
    ).catch(() => undefined)
    for (const one of held) {
      if (ours?.has(one.claim.id)) one.until = asked + lease.lasts
      // Without an answer it may be anybody's as soon as the lease is over.
      else if (running.has(one.claim.id) && (ours || one.until < performance.now()))
        one.abort.abort(new Problem('job-lost', { id: one.claim.id }))
    }
  }

  return {
    wake,
    async close(grace = 10_000) {
      closing = true
      wake()
      listener.close()
      await looking
      const all = [...running.values()]
      if (!(await within(grace, all))) for (const { abort } of all) abort.abort(new Problem('shutting-down'))
      await within(lastWait, all)
      clearInterval(heartbeat)
    },
  }
}

/** Whether all settle in that time. */
async function within(milliseconds: number, all: readonly Running[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  try {
    return await Promise.race([Promise.all(all.map(({ settled }) => settled)).then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
