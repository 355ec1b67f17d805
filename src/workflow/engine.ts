import type { Database, Tx } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { type Action, actionsOf } from './actions.ts'
import { carryOut, stale } from './carry-out.ts'
import { decide, type EventActor, type Grounds, type Move, timersOf } from './decide.ts'
import { type Fields, isQuiet, localPrefix, reserved } from './definition.ts'
import { everyRule } from './faults.ts'
import { lastEventAfter, type StoredEvent } from './history.ts'
import { type Alert, fireLocal } from './local.ts'
import type { Machine } from './machine.ts'
import { migrated, migrationFaults, stepFrom } from './migrate.ts'
import { noPolicy, type Policy, type Who } from './policy/index.ts'
import {
  hasEffectsWaiting,
  type Instance,
  insert,
  lockInstance,
  readByKey,
  readHistories,
  readHistory,
  readInstance,
  readInstances,
  readLastEvents,
} from './store.ts'
import { type Undoable, undoablesOf, undoObstacle } from './undo.ts'

/** Who causes an event, and by which door. */
export interface Cause {
  readonly actor: Who
  readonly via: string
  /** The version the actor saw: when it is another by now, nothing is done. */
  readonly expected?: number
  /** What the caller knows this call by: the same again gives what the first one did, and does nothing. */
  readonly key?: string
  /** The form, not parsed yet. */
  readonly form?: unknown
}

export interface Outcome {
  readonly instance: Instance
  readonly event: StoredEvent
  /** The key was known: this was done before. */
  readonly repeated: boolean
}

export interface EngineOptions {
  readonly machines: readonly Machine[]
  readonly clock: Clock
  /** What the house wants otherwise; the machines as they are if not given. */
  readonly policy?: Policy
  /** Tells people of a local action; needed where the policy has such. */
  readonly alert?: Alert
  /** Each event leaves a job of the kind `followedJob`, stored with it, for whoever passes events on. */
  readonly followed?: boolean
  /** For so many days an event can be taken back; always if not given. */
  readonly undoDays?: number
}

/** Runs instances of machines. Everything takes part in the caller's transaction. */
export interface Engine {
  /** In the words of the house. */
  readonly machines: readonly Machine[]
  readonly policy: Policy
  readonly followed: boolean
  /** The newest version of a machine, or the one given. @throws Problem not-found */
  machine(name: string, version?: number): Machine
  /** Begins a new instance in its initial state; `fields` go over the machine's own. */
  start(tx: Tx, name: string, cause: Omit<Cause, 'form' | 'expected' | 'key'>, fields?: Fields): Promise<Instance>
  /**
   * Lets an event happen to an instance: decides, stores state, history and jobs in one statement, and runs the effects
   * that belong in the transaction, which `tx` has to be where the machine has such.
   * @throws Problem workflow-gone, -stale, -hidden, -illegal, -refused, -form; not-allowed for another kind of actor
   */
  act(tx: Tx, id: number, event: string, cause: Cause): Promise<Outcome>
  /**
   * The same in a transaction of its own, or in none where the event and its effects need none: it is one statement then, and
   * whoever comes in between makes it begin again. @throws Problem those of `act`
   */
  perform(database: Database, id: number, event: string, cause: Cause): Promise<Outcome>
  /** Takes back the last event. @throws Problem undo-refused, workflow-gone, -stale */
  undo(tx: Tx, id: number, cause: Omit<Cause, 'form' | 'key'> & { readonly supervisor?: boolean }): Promise<Outcome>
  /** What `undo` would take back of each of the instances, and why it can't; those are left out that have nothing. */
  undoable(tx: Tx, ids: readonly number[], actor: Who, supervisor?: boolean): Promise<ReadonlyMap<number, Undoable>>
  /**
   * Takes an instance one step to a newer version of its machine; undefined where no step leads on, or effects of the
   * old version are still to be carried out. @throws Problem workflow-gone
   */
  migrate(tx: Tx, id: number, cause: Pick<Cause, 'actor' | 'via'>): Promise<Outcome | undefined>
  /** @throws Problem workflow-gone */
  read(tx: Tx, id: number): Promise<Instance>
  /** Keeps others from changing an instance until the transaction ends. Gives its version. @throws Problem workflow-gone */
  hold(tx: Tx, id: number): Promise<number>
  history(tx: Tx, id: number): Promise<readonly StoredEvent[]>
  /** The same of several, by their ids: an empty one of what is not there. */
  histories(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, readonly StoredEvent[]>>
  /** Whether a call with this key has been done. */
  knows(tx: Tx, id: number, key: string): Promise<boolean>
  /** What the actor may do with each of the instances now. */
  actions(tx: Tx, ids: readonly number[], actor: Who): Promise<ReadonlyMap<number, readonly Action[]>>
}

/** How often somebody may be quicker before an instance is locked. */
const patience = 3

/** @throws Problem workflow-unsound when versions of a machine do not fit together, or nobody could be alerted */
export function createEngine({
  machines: given,
  clock,
  policy = noPolicy,
  alert,
  followed = false,
  undoDays,
}: EngineOptions): Engine {
  const machines = given.map((machine) => ({ ...machine, definition: policy.localise(machine.definition) }))
  if (policy.hasLocalActions && !alert)
    throw new Problem('workflow-unsound', { name: 'policy', detail: 'its local actions have no way to alert people' })
  const byName = new Map<string, Machine>()
  for (const machine of machines) {
    const { name, version } = machine.definition
    const newest = byName.get(name)
    if (byName.has(`${name}/${version}`))
      throw new Problem('workflow-unsound', { name, detail: `version ${version} is there twice` })
    byName.set(`${name}/${version}`, machine)
    if (!newest || newest.definition.version < version) byName.set(name, machine)
  }

  const definitions = machines.map(({ definition }) => definition)
  const [fault] = migrationFaults(definitions)
  if (fault) throw new Problem('workflow-unsound', { name: 'migration', detail: fault })

  function machineOf(name: string, version?: number): Machine {
    const found = byName.get(version === undefined ? name : `${name}/${version}`)
    if (!found)
      throw new Problem('not-found', { what: `workflow ${name}${version === undefined ? '' : ` ${version}`}` })
    return found
  }

  const groundsOf = (machine: Machine, facts: unknown): Grounds => ({
    facts,
    guards: machine.guards,
    later: (from, length) => machine.later(from, length, facts),
    ...(machine.values && { values: machine.values }),
  })

  const undoing = (actor: EventActor, supervisor: boolean) => ({ actor, supervisor, now: clock.now(), days: undoDays })

  async function locked(tx: Tx, id: number) {
    const instance = await lockInstance(tx, id)
    if (!instance) throw new Problem('workflow-gone', { id })
    return { instance, machine: machineOf(instance.definition, instance.definitionVersion) }
  }

  async function expectVersion(tx: Tx, instance: Instance, machine: Machine, expected: number | undefined) {
    if (expected !== undefined && expected !== instance.version) throw await stale(tx, machine, instance, expected)
  }

  /** Decides and stores; undefined, with nothing done, where the instance was changed since it was read. */
  async function attempt(tx: Tx, instance: Instance, event: string, cause: Cause): Promise<Outcome | undefined> {
    const { actor: who, via, key, expected, form } = cause
    const machine = machineOf(instance.definition, instance.definitionVersion)
    const repeated = key === undefined ? undefined : await readByKey(tx, instance.id, key)
    if (repeated) return { instance, event: repeated, repeated: true }
    await expectVersion(tx, instance, machine, expected)
    const { definition } = machine
    const label = definition.events[event]?.label ?? event
    if (!policy.menu(definition.name, instance.state, who).offers(event))
      throw new Problem('workflow-hidden', { event: label })
    const actor = doer(who)
    const at = new Date(clock.now())
    const facts = (await machine.facts(tx, [instance])).get(instance.id)
    const parsed = parseForm(machine, event, form)
    const decision = decide(definition, instance, { event, actor, at, form: parsed }, groundsOf(machine, facts))
    if (decision.kind === 'forbidden') throw new Problem('not-allowed', { event })
    if (decision.kind === 'illegal')
      throw new Problem('workflow-illegal', { event: label, state: definition.states[instance.state]!.label })
    if (decision.kind === 'refused')
      throw new Problem('workflow-refused', { event: label, reasons: decision.reasons.join('; ') })
    const lastEvent = isQuiet(definition, event) ? instance.lastEvent : event
    const line = { event, actor, via, at, key, form: parsed, lastEvent }
    const outcome = await carryOut(engine, tx, machine, instance, decision, line)
    const action = policy.localAction(event)
    if (outcome && action) await fireLocal(tx, alert!, policy, action, outcome, who)
    return outcome
  }

  const needTransaction = new Set([
    ...machines.flatMap(({ holds = {} }) => Object.keys(holds)),
    ...definitions.flatMap((definition) =>
      everyRule(definition)
        .filter(({ rule }) => rule.do?.some((effect) => definition.effects[effect]!.runs === 'within'))
        .map(({ event }) => event),
    ),
  ])

  const engine: Engine = {
    machines,
    policy,
    followed,
    machine: machineOf,
    async start(tx, name, { actor: who, via }, fields = {}) {
      const actor = doer(who)
      const machine = machineOf(name)
      const { definition } = machine
      const at = new Date(clock.now())
      const data = definition.data.parse({ ...definition.start, ...fields })
      const event: StoredEvent = {
        ...{ version: 1, event: reserved.start, actor, via, at, form: {}, from: null, to: definition.initial },
        ...{ patch: data, before: {}, effects: [], undoes: null, mark: reserved.start },
      }
      const timers = timersOf(definition, { state: definition.initial, data })
      const automatic = policy.automatic(name, definition.initial).map((one) => one.event)
      const id = await insert(tx, definition, data, { event, jobs: [], automatic, timers, stopped: [], followed })
      return {
        ...{ id, definition: name, definitionVersion: definition.version, state: definition.initial, version: 1, data },
        ...{ lastEvent: reserved.start, createdAt: at, changedAt: at },
      }
    },
    async act(tx, id, event, cause) {
      const { instance, machine } = await locked(tx, id)
      await machine.holds?.[event]?.(tx, instance)
      // Nobody else can change what is locked.
      return (await attempt(tx, instance, event, cause))!
    },
    async perform(database, id, event, cause) {
      if (needTransaction.has(event) || event.startsWith(localPrefix))
        return await database.tx((tx) => engine.act(tx, id, event, cause))
      const done = await database.db.connection().execute(async (connection) => {
        for (let tries = 0; tries < patience; tries++) {
          const outcome = await attempt(connection, await engine.read(connection, id), event, cause)
          if (outcome) return outcome
        }
        return undefined
      })
      // Where everybody acts at once, they take turns.
      return done ?? (await database.tx((tx) => engine.act(tx, id, event, cause)))
    },
    async undo(tx, id, { actor: who, via, expected, supervisor = false }) {
      const actor = doer(who)
      const { instance, machine } = await locked(tx, id)
      await expectVersion(tx, instance, machine, expected)
      const history = await readHistory(tx, id, instance.version - 2)
      const last = history.at(-1)!
      const reason = await undoObstacle(tx, machine, instance, last, undoing(actor, supervisor))
      if (reason) throw new Problem('undo-refused', { reason })
      for (const effect of [...last.effects].reverse())
        await machine.effects[effect]?.undo?.(tx, { instance, event: last, actor, engine })
      const move: Move = { kind: 'move', to: last.from!, patch: last.before, effects: [] }
      const at = new Date(clock.now())
      const line = { event: reserved.undo, actor, via, at, form: {}, undoes: last.version }
      const lastEvent = history.at(-2)?.mark ?? reserved.start
      return (await carryOut(engine, tx, machine, instance, move, { ...line, lastEvent }))!
    },
    async undoable(tx, ids, who, supervisor = false) {
      const instances = [...(await readInstances(tx, ids)).values()]
      const lasts = await readLastEvents(tx, instances)
      const all = instances.map((instance) => ({
        machine: machineOf(instance.definition, instance.definitionVersion),
        instance,
        last: lasts.get(instance.id),
      }))
      return await undoablesOf(tx, all, undoing(doer(who), supervisor))
    },
    async migrate(tx, id, { actor: who, via }) {
      const { instance, machine } = await locked(tx, id)
      const step = stepFrom(definitions, instance.definition, instance.definitionVersion)
      if (!step) return undefined
      const history = await readHistory(tx, id)
      if (await hasEffectsWaiting(tx, id, history)) return undefined
      const { from, to } = step.migration
      const at = new Date(clock.now())
      const line = { event: reserved.migrate, actor: doer(who), via, at, form: { from, to } }
      return carryOut(engine, tx, machine, instance, migrated(step, instance), {
        ...line,
        into: machineOf(instance.definition, to),
        lastEvent: lastEventAfter(step, history, definitions),
      })
    },
    async read(tx, id) {
      const found = await readInstance(tx, id)
      if (!found) throw new Problem('workflow-gone', { id })
      return found
    },
    hold: async (tx, id) => (await locked(tx, id)).instance.version,
    history: (tx, id) => readHistory(tx, id),
    histories: readHistories,
    knows: async (tx, id, key) => (await readByKey(tx, id, key)) !== undefined,
    async actions(tx, ids, actor) {
      const found = [...(await readInstances(tx, ids)).values()]
      const at = new Date(clock.now())
      const answer = new Map<number, readonly Action[]>()
      for (const machine of new Set(found.map((one) => machineOf(one.definition, one.definitionVersion)))) {
        const ours = found.filter((one) => machineOf(one.definition, one.definitionVersion) === machine)
        const facts = await machine.facts(tx, ours)
        for (const one of ours)
          answer.set(
            one.id,
            actionsOf(machine.definition, one, actor, at, groundsOf(machine, facts.get(one.id)), policy),
          )
      }
      return answer
    },
  }
  return engine
}

/** What is stored of whoever acts. */
const doer = ({ kind, id, name }: Who): EventActor => ({ kind, ...(id !== undefined && { id }), name })

/** @throws Problem workflow-form, naming the field */
function parseForm({ definition }: Machine, event: string, form: unknown): Readonly<Record<string, unknown>> {
  const schema = definition.events[event]?.form
  if (!schema) return {}
  const parsed = schema.safeParse(form ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem('workflow-form', { field: issue!.path.join('.') || 'form', detail: issue!.message })
}
