import { z } from 'zod'
import { type Decision, decide, type Guard, type Standing, type Timer, timersOf } from './decide.ts'
import { type ActorKind, type Definition, isQuiet, type Length, reserved } from './definition.ts'

const actorKind = z.enum(['staff', 'patron', 'partner', 'clock', 'system'])
const Span = z.union([z.strictObject({ days: z.number() }), z.strictObject({ openDays: z.number() })])

const Step = z.preprocess(
  (said) => (typeof said === 'string' ? { event: said } : said),
  z.strictObject({
    event: z.string(),
    /** Whoever may cause it, if not given. */
    by: actorKind.optional(),
    form: z.record(z.string(), z.unknown()).optional(),
    /** Guards that do not hold; all others do. */
    not: z.array(z.string()).default([]),
    /** How much later than the step before. */
    after: Span.optional(),
  }),
)

/** What a simulation is told: events by name, or with what belongs to them; where it begins, if not in a new instance. */
export const Scenario = z.preprocess(
  (said) => (Array.isArray(said) ? { steps: said } : said),
  z.strictObject({
    state: z.string().optional(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    steps: z.array(Step),
  }),
)
export type Scenario = z.output<typeof Scenario>

/** What one step of a simulation came to. */
export interface Simulated {
  readonly event: string
  readonly by: ActorKind
  readonly at: Date
  readonly from: string
  /** Why the form is not what it should be: then nothing was decided. */
  readonly formFault?: string
  readonly decision?: Decision
  /** Guards that were asked, with what was said. */
  readonly guards: Readonly<Record<string, boolean>>
  /** After it, as before it where it was refused. */
  readonly standing: Standing
  readonly lastEvent: string
  readonly timers: readonly Timer[]
}

/** Walks through events as they would be decided; what is refused leaves everything as it is, and the walk goes on. */
export function simulate(
  definition: Definition,
  scenario: Scenario,
  begins: Date,
  later: (from: Date, length: Length) => Date,
): Simulated[] {
  let standing: Standing = {
    state: scenario.state ?? definition.initial,
    data: { ...definition.start, ...scenario.data },
  }
  let lastEvent: string = reserved.start
  let at = begins
  return scenario.steps.map(({ event, by: said, form: given, not, after }) => {
    if (after) at = later(at, after)
    const spec = definition.events[event]
    const by = said ?? spec?.by[0] ?? 'staff'
    const from = standing.state
    const guards: Record<string, boolean> = {}
    const parsed = spec?.form?.safeParse(given ?? {})
    const tell = (more: Partial<Simulated>): Simulated => ({
      ...{ event, by, at, from, guards, standing, lastEvent, timers: timersOf(definition, standing) },
      ...more,
    })
    if (parsed && !parsed.success) {
      const [issue] = parsed.error.issues
      return tell({ formFault: `${issue!.path.join('.') || 'form'}: ${issue!.message}` })
    }
    const guard = (name: string): Guard => {
      guards[name] = !not.includes(name)
      return () => guards[name]!
    }
    const happening = { event, actor: { kind: by, name: 'Simulation' }, at, form: parsed?.data ?? {} }
    const decision = decide(definition, standing, happening, {
      facts: undefined,
      guards: new Proxy({}, { get: (_, name) => guard(String(name)) }),
      later,
    })
    if (decision.kind === 'move') {
      standing = { state: decision.to, data: { ...standing.data, ...decision.patch } }
      if (!isQuiet(definition, event)) lastEvent = event
    }
    return tell({ decision })
  })
}
