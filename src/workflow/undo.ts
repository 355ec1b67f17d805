import type { Tx } from '../kit/db/index.ts'
import type { EventActor } from './decide.ts'
import { reserved } from './definition.ts'
import type { StoredEvent } from './history.ts'
import type { Machine } from './machine.ts'
import { type EffectJob, effectKey, type Instance, keysWaiting, withdraw } from './store.ts'

/** What Undo would take back. */
export interface Undoable {
  /** The event's, as staff call it. */
  readonly label: string
  /** Why it can't be taken back; undefined when it can. */
  readonly obstacle: string | undefined
}

/** Who would take something back, and when. */
export interface Undoing {
  readonly actor: EventActor
  readonly supervisor: boolean
  readonly now: number
  /** How long after an event it can be taken back; always if not given. */
  readonly days: number | undefined
}

/** An instance with its machine, and the last line of its history. */
export interface Ended {
  readonly machine: Machine
  readonly instance: Instance
  readonly last: StoredEvent | undefined
}

/** What Undo would do now with each of some instances, by their ids; left out where there is nothing. Changes nothing. */
export async function undoablesOf(
  tx: Tx,
  all: readonly Ended[],
  undoing: Undoing,
): Promise<ReadonlyMap<number, Undoable>> {
  const waiting = await keysWaiting(
    tx,
    all.flatMap(({ machine: { definition }, instance: { id }, last }) =>
      (last?.effects ?? [])
        .filter((effect) => definition.effects[effect]?.runs === 'after')
        .map((effect) => ({ instance: id, version: last!.version, effect })),
    ),
  )
  const answer = new Map<number, Undoable>()
  for (const { machine, instance, last } of all) {
    const label = last && machine.definition.events[last.event]?.label
    if (label === undefined || last!.from === null) continue
    const waits = async (job: EffectJob) => waiting.has(effectKey(job))
    answer.set(instance.id, { label, obstacle: await obstacleTo(machine, instance, last!, undoing, waits) })
  }
  return answer
}

/** Why an event can't be taken back; withdraws the jobs that have not begun on the way. */
export const undoObstacle = (
  tx: Tx,
  machine: Machine,
  instance: Instance,
  last: StoredEvent,
  undoing: Undoing,
): Promise<string | undefined> => obstacleTo(machine, instance, last, undoing, (job) => withdraw(tx, job))

async function obstacleTo(
  machine: Machine,
  { id }: Instance,
  last: StoredEvent,
  { actor, supervisor, now, days }: Undoing,
  isCaught: (job: EffectJob) => Promise<boolean>,
): Promise<string | undefined> {
  const { definition, effects } = machine
  const spec = definition.events[last.event]
  if (last.event === reserved.migrate) return 'it has come to a newer version of its workflow since'
  if (!spec || last.from === null) return 'there is nothing to undo'
  if (!supervisor && (last.actor.id === undefined || last.actor.id !== actor.id))
    return `it was done by ${last.actor.name}`
  if (days !== undefined && now - last.at.getTime() > days * 86_400_000) return `it was done more than ${days} days ago`
  if (spec.irreversible) return `"${spec.label}" cannot be taken back`
  for (const effect of last.effects) {
    const { runs, irreversible, label } = definition.effects[effect]!
    if (runs === 'within' ? irreversible || !effects[effect]!.undo : false) return `${label} cannot be taken back`
    if (runs === 'after' && !(await isCaught({ instance: id, version: last.version, effect })) && irreversible)
      return `${label} has happened already`
  }
  return undefined
}
