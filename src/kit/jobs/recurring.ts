import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../db/index.ts'
import { enqueue } from './queue.ts'
import type { Handlers, JobContext } from './worker.ts'

interface Recurring {
  readonly kind: string
  /** Milliseconds from one end to the next beginning. */
  readonly every: number
  run(now: number, job: JobContext): Promise<void>
}

/** Lets something be done again and again from now on; once is enough, more does no harm. */
export const beginRecurring = async (tx: Tx, kind: string): Promise<void> =>
  void (await enqueue(tx, kind, {}, { key: kind }))

/** What is done again and again, however often it fails. */
export const recurring = ({ tx }: Database, clock: Clock, { kind, every, run }: Recurring): Handlers => ({
  [kind]: {
    attempts: Number.MAX_SAFE_INTEGER,
    run: async (_payload, job) => {
      await run(clock.now(), job)
      await tx(async (within) => {
        await job.finish(within)
        await enqueue(within, kind, {}, { key: kind, runAt: new Date(clock.now() + every) })
      })
    },
  },
})
