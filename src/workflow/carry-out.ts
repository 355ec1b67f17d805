import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import { type EventActor, type Move, type Timer, timersOf } from './decide.ts'
import type { Engine, Outcome } from './engine.ts'
import type { StoredEvent } from './history.ts'
import { eventLabel } from './labels.ts'
import type { EffectContext, Machine } from './machine.ts'
import { append, type Effect, type Instance, readHistory } from './store.ts'

/** What a line of history is made from, besides the move. */
export interface Line {
  readonly event: string
  readonly actor: EventActor
  readonly via: string
  readonly at: Date
  readonly form: Readonly<Record<string, unknown>>
  readonly key?: string | undefined
  readonly undoes?: number
  /** Of a migration: the machine it leads to. The move's patch is then all fields. */
  readonly into?: Machine
  /** The last event that counts, after this one. */
  readonly lastEvent: string
}

/**
 * Stores a move with the line of history and the jobs that go with it, and runs the effects that belong in the
 * transaction. Undefined, with nothing done, when somebody was quicker.
 */
export async function carryOut(
  engine: Engine,
  tx: Tx,
  machine: Machine,
  instance: Instance,
  move: Move,
  line: Line,
): Promise<Outcome | undefined> {
  const { definition } = line.into ?? machine
  const data = line.into ? move.patch : { ...instance.data, ...move.patch }
  const next: Instance = {
    ...instance,
    definitionVersion: definition.version,
    state: move.to,
    version: instance.version + 1,
    lastEvent: line.lastEvent,
    data,
    changedAt: line.at,
  }
  const touched = Object.keys(line.into ? instance.data : move.patch)
  const event: StoredEvent = {
    version: next.version,
    event: line.event,
    actor: line.actor,
    via: line.via,
    at: line.at,
    form: line.form,
    from: instance.state,
    to: move.to,
    patch: move.patch,
    before: Object.fromEntries(touched.map((field) => [field, instance.data[field] ?? null])),
    effects: move.effects,
    undoes: line.undoes ?? null,
    mark: next.lastEvent,
  }
  const running = timersOf(definition, next)
  const was = timersOf(machine.definition, instance)
  // An undo leads back to where things stood, and a migration changes names: nothing begins anew.
  const enters = move.to !== instance.state && line.undoes === undefined && !line.into
  const context = { instance: next, event, actor: line.actor, engine }
  const stored = await append(tx, next, {
    event,
    key: line.key,
    jobs: await later(tx, machine, line.undoes === undefined ? move.effects : [], context),
    automatic: enters ? engine.policy.automatic(definition.name, move.to).map((one) => one.event) : [],
    timers: running.filter((timer) => !was.some((one) => isSame(one, timer))),
    followed: engine.followed,
    stopped: was.filter((one) => !running.some(({ field }) => field === one.field)).map(({ field }) => field),
  })
  if (!stored) return undefined
  if (line.undoes === undefined) await within(tx, machine, context)
  return { instance: next, event, repeated: false }
}

const isSame = (one: Timer, other: Timer) =>
  one.field === other.field && one.event === other.event && one.at.getTime() === other.at.getTime()

/** The effects that jobs carry out, with what is made ready for them now. */
async function later(
  tx: Tx,
  { definition, effects: handlers }: Machine,
  effects: readonly string[],
  context: EffectContext,
): Promise<readonly Effect[]> {
  const jobs: Effect[] = []
  for (const effect of effects)
    if (definition.effects[effect]!.runs === 'after')
      jobs.push({ effect, prepared: await handlers[effect]!.prepare?.(tx, context) })
  return jobs
}

/** Runs the effects that belong in the event's transaction, in their order. */
async function within(tx: Tx, machine: Machine, context: EffectContext): Promise<void> {
  for (const effect of context.event.effects)
    if (machine.definition.effects[effect]!.runs === 'within') await machine.effects[effect]!.run(tx, context)
}

/** Tells whoever came too late what happened since they looked. */
export async function stale(tx: Tx, { definition }: Machine, { id }: Instance, seen: number): Promise<Problem> {
  const since = await readHistory(tx, id, seen)
  const changed = since.map(({ event, actor }) => `${eventLabel(definition, event)} (${actor.name})`).join(', ')
  return new Problem('workflow-stale', { id, changed: changed || 'it is at another version' })
}
