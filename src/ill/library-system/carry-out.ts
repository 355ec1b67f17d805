import { z } from 'zod'
import type { Calendar } from '../../kit/calendar/index.ts'
import { type Database, storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import type { Clock } from '../../kit/index.ts'
import { enqueue, type Handlers, type JobContext } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import { type Call, type CallAnswer, callJob, callKey, callsAbout, nextCall } from './calls.ts'
import { followDone } from './follow.ts'
import { type Judged, judge, judgeLookUp } from './judge.ts'
import type { Ncip } from './ncip.ts'
import { initiationOf, lookUpOf } from './say.ts'
import { stepOf } from './steps.ts'
import { subjectOf } from './subject.ts'

export interface CallOptions {
  readonly database: Database
  readonly engine: Engine
  readonly clock: Clock
  readonly ncip: Ncip
  /** The days on which we work. */
  calendar(tx: Tx): Promise<Calendar>
}

const Payload = z.object({ instance: z.number() })

/**
 * Asks a library's system for what waits: about one line or request a call after the other. Each attempt is written down
 * before it is sent. What may have been done without our hearing of it is looked up before it is asked for again.
 */
export function callHandlers(options: CallOptions): Handlers {
  const { database, clock } = options
  const next = async (tx: Tx, instance: number) => nextCall(await callsAbout(tx, [instance]), new Date(clock.now()))
  return {
    [callJob]: {
      attempts: Number.MAX_SAFE_INTEGER,
      run: async (payload, job) => {
        const { instance } = Payload.parse(payload)
        for (;;) {
          job.signal.throwIfAborted()
          const found = await next(database.db, instance)
          if (!found || 'at' in found) break
          await attempt(options, found.call, job)
        }
        await database.tx(async (tx) => {
          // Gone first: whoever adds a call meanwhile is waited for, and seen below.
          await job.finish(tx)
          const found = await next(tx, instance)
          if (!found) return
          const runAt = 'at' in found ? found.at : new Date(clock.now())
          await enqueue(tx, callJob, { instance }, { key: callKey(instance), runAt })
        })
      },
    },
  }
}

async function attempt(options: CallOptions, waiting: Call, job: JobContext): Promise<void> {
  const { database, engine, clock } = options
  const now = new Date(clock.now())
  // From here on it may have been done.
  const begun = await database.tx(async (tx) => {
    await job.hold(tx)
    return await tx
      .updateTable('circulation_calls')
      .set({ attempts: waiting.attempts + 1, tried_at: now, doubtful: true })
      .where('id', '=', waiting.id)
      .where('state', '=', 'waiting')
      .returning('id')
      .executeTakeFirst()
  })
  if (!begun) return
  const judged = await asked(options, waiting, job.signal)
  await database.tx(async (tx) => {
    // The instance before the job, as whoever acts holds them.
    if (waiting.follow) await engine.hold(tx, waiting.instanceId)
    await job.hold(tx)
    await settle(options, tx, waiting, judged)
  })
}

async function asked(
  { database: { db }, ncip, clock, calendar }: CallOptions,
  call: Call,
  signal: AbortSignal,
): Promise<Judged> {
  try {
    const { settings } = ncip
    const { timeZone } = await calendar(db)
    const subject = await subjectOf(db, call, { settings, timeZone, now: new Date(clock.now()) })
    const initiation = initiationOf(call, subject, settings)
    const repeated = call.doubtful
    const lookUp = repeated ? lookUpOf(call, subject) : undefined
    const known = lookUp && judgeLookUp(await ncip.ask(lookUp, signal), call, subject)
    return known ?? judge(await ncip.ask(initiation, signal), call, subject, repeated)
  } catch (error) {
    // Something it needs is missing here; whatever else fails is no answer of the system's.
    if (error instanceof Problem && (error.code === 'bad-input' || error.code === 'request-gone'))
      return { kind: 'failed', detail: error.message, doubtful: call.doubtful }
    throw error
  }
}

const hour = 3_600_000
const [shortestPause, longestPause] = [10_000, hour / 2]

/** Each pause is as long as it has been tried already; milliseconds. */
const pauseAfter = (sinceQueued: number): number => Math.min(Math.max(sinceQueued, shortestPause), longestPause)

async function settle(options: CallOptions, tx: Tx, call: Call, judged: Judged): Promise<void> {
  const { clock, ncip } = options
  const now = new Date(clock.now())
  if (judged.kind === 'done') {
    if (await settleDone(tx, call, judged.answer, now)) await followDone(options, tx, call, now)
    return
  }
  const since = now.getTime() - call.queuedAt.getTime()
  const again = judged.kind === 'again' && since < ncip.settings.giveUpAfterHours * hour
  await change(tx, call, {
    ...{ state: again ? 'waiting' : 'failed', error: storableText(judged.detail) },
    doubtful: judged.doubtful,
    due_at: again ? new Date(now.getTime() + pauseAfter(since)) : null,
  })
}

/** One that gave no date due where that is to be told on waits for somebody who enters it. */
async function settleDone(tx: Tx, call: Call, answer: CallAnswer, now: Date): Promise<boolean> {
  const stored = { answer: storableJson(answer), due_at: null }
  const dueOn = answer.dueOn ?? call.dueOn
  if (call.follow && stepOf(call.step).service === 'CheckOutItem' && dueOn === null) {
    const error = 'it is checked out there, but the system gave no date due: enter that with Done by hand'
    await change(tx, call, { ...stored, state: 'failed', error })
    return false
  }
  return await change(tx, call, { ...stored, state: 'done', error: null, settled_at: now })
}

type Change = Partial<{
  readonly state: Call['state']
  readonly due_at: Date | null
  readonly settled_at: Date
  readonly error: string | null
  readonly doubtful: boolean
  readonly answer: string
}>

/** Of what still waits; one that was settled meanwhile stays so. Gives whether it was changed. */
async function change(tx: Tx, { id }: Call, values: Change): Promise<boolean> {
  const row = await tx
    .updateTable('circulation_calls')
    .set(values)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
