import { z } from 'zod'
import type { Database } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import { enqueue, type Handlers } from '../kit/jobs/index.ts'
import { Problem, type ProblemCode } from '../problems.ts'
import { timersOf } from './decide.ts'
import type { Engine } from './engine.ts'
import { migratingHandler } from './migrate-all.ts'
import { jobKinds, lockInstance, readHistory } from './store.ts'

const EffectPayload = z.object({
  instance: z.number(),
  version: z.number(),
  effect: z.string(),
  prepared: z.json().optional(),
})
const TimerPayload = z.object({ instance: z.number(), field: z.string() })

const AutomaticPayload = z.object({ instance: z.number(), version: z.number(), event: z.string() })

/** What each event leaves of an engine that is followed: `instance` and `version`. */
export const followedJob = jobKinds.followed

/** What local policy makes happen by itself: of an `instance`. */
export const automaticJob = jobKinds.automatic
/** Milliseconds after which what has to wait looks again whether it has to. */
const waitsFor = 3_600_000

const clockwork = { kind: 'clock', name: 'Timer' } as const
const byItself = { kind: 'system', name: 'Automatic action' } as const

const notNow: ReadonlySet<string> = new Set<ProblemCode>(['workflow-refused', 'workflow-illegal'])

/** The handlers of the engine's jobs: effects that run after their event, timers, and what local policy makes happen. */
export function workflowHandlers(database: Database, engine: Engine, clock: Clock): Handlers {
  return {
    [jobKinds.effect]: {
      async run(payload, job) {
        const { instance: id, version, effect, prepared } = EffectPayload.parse(payload)
        await database.tx(async (tx) => {
          const instance = await engine.read(tx, id)
          const [event] = await readHistory(tx, id, version - 1)
          const machine = engine.machine(instance.definition, instance.definitionVersion)
          await machine.effects[effect]!.run(tx, {
            ...{ instance, event: event!, actor: event!.actor, engine },
            ...(prepared !== undefined && { prepared }),
          })
          await job.finish(tx)
        })
      },
    },
    [jobKinds.timer]: {
      async run(payload, job) {
        const { instance: id, field } = TimerPayload.parse(payload)
        await database.tx(async (tx) => {
          // The instance before the job, as whoever acts holds them. The event may set the timer anew: the job has to be
          // gone by then.
          const instance = await lockInstance(tx, id)
          await job.finish(tx)
          if (!instance) return
          const { definition } = engine.machine(instance.definition, instance.definitionVersion)
          const timer = timersOf(definition, instance).find((one) => one.field === field)
          // Whoever stopped or moved the timer was quicker; a moved one has a job of its own.
          if (!timer || timer.at.getTime() > clock.now()) return
          await engine.act(tx, id, timer.event, { actor: clockwork, via: 'timer' })
        })
      },
    },
    [jobKinds.migrate]: migratingHandler(database, engine, clock),
    [jobKinds.automatic]: {
      async run(payload, job) {
        const { instance: id, version, event } = AutomaticPayload.parse(payload)
        try {
          await database.tx(async (tx) => {
            await job.finish(tx)
            const instance = await lockInstance(tx, id)
            const since = await readHistory(tx, id, version)
            // It left the state meanwhile: an entry after that has a job of its own.
            if (!instance || since.some(({ from, to }) => from !== to)) return
            const rules = engine.policy.automatic(instance.definition, instance.state)
            const rule = rules.find((one) => one.event === event)
            if (!rule) return
            const machine = engine.machine(instance.definition, instance.definitionVersion)
            if (await machine.waits?.(tx, instance))
              await enqueue(tx, automaticJob, payload, {
                ...(job.key !== null && { key: job.key }),
                runAt: new Date(clock.now() + waitsFor),
              })
            else await engine.act(tx, id, event, { actor: byItself, via: 'policy', form: rule.form })
          })
        } catch (error) {
          if (!(error instanceof Problem && notNow.has(error.code))) throw error
          // Nobody waits for it: what is not possible now is not done, and nothing of it was stored.
          await database.tx((tx) => job.finish(tx))
        }
      },
    },
  }
}
