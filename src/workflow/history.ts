import { z } from 'zod'
import type { EventActor, Standing } from './decide.ts'
import { type Definition, type Fields, isQuiet, reserved } from './definition.ts'
import { eventAfter, type Step, stepFrom } from './migrate.ts'

/** One line of an instance's history: never changed, never removed. */
export interface HistoryEvent {
  /** Which of the instance's events it is, from 1; the instance's version after it. */
  readonly version: number
  readonly event: string
  readonly actor: EventActor
  /** By which door: `page`, `api`, `job`, the name of a protocol. */
  readonly via: string
  readonly at: Date
  /** What was said with it. */
  readonly form: Readonly<Record<string, unknown>>
  /** Null at the start. */
  readonly from: string | null
  readonly to: string
  /** The fields it changed: new values, and what they were; of a migration, all fields there are and were. */
  readonly patch: Fields
  readonly before: Fields
  readonly effects: readonly string[]
  /** Of an `undo`: the version of the event it took back. */
  readonly undoes: number | null
}

/** A line as it is stored: with the last event that was not quiet, after it. */
export type StoredEvent = HistoryEvent & { readonly mark: string }

/** What an instance is, as its history tells. */
export interface Folded extends Standing {
  /** Of the machine. */
  readonly definitionVersion: number
  readonly version: number
  /** The last event that was not quiet. */
  readonly lastEvent: string
}

const StepForm = z.object({ from: z.number(), to: z.number() })

/**
 * Works out from its history how an instance stands. Equal to the stored row, always. An instance that has come from an
 * older version needs that one's definition too, and those between.
 * @throws RangeError on a gap, or for a version that is not given
 */
export function fold(newest: Definition, events: readonly HistoryEvent[], older: readonly Definition[] = []): Folded {
  const { told: _, ...folded } = walk(newest, events, older)
  return folded
}

/**
 * The last event that counts, once an instance with this history takes a step: what the newer version calls it, and what
 * counts there.
 */
export function lastEventAfter(
  step: Step,
  events: readonly HistoryEvent[],
  definitions: readonly Definition[],
): string {
  const { told } = walk(step.into, events, definitions)
  return marksOf(told.map((one) => toldAfter(step, one))).at(-1) ?? reserved.start
}

/** What a line says about how things stand: the event that counts from there on, none, or that it took a line back. */
interface Told {
  readonly counts?: string
  readonly undoes: number | null
}

function walk(newest: Definition, events: readonly HistoryEvent[], older: readonly Definition[]) {
  const definitionOf = (version: number): Definition => {
    const found = [newest, ...older].find((one) => one.name === newest.name && one.version === version)
    if (!found) throw new RangeError(`no version ${version} of ${newest.name}`)
    return found
  }
  const steps = events.filter(({ event }) => event === reserved.migrate).map(({ form }) => StepForm.parse(form))
  let definition = definitionOf(steps[0]?.from ?? newest.version)
  let told: readonly Told[] = []
  let folded: Omit<Folded, 'definitionVersion' | 'lastEvent'> = { state: definition.initial, data: {}, version: 0 }
  for (const event of events) {
    if (event.version !== folded.version + 1) throw new RangeError(`version ${event.version} after ${folded.version}`)
    const migration = event.event === reserved.migrate ? steps.shift()! : undefined
    if (migration) {
      definition = definitionOf(migration.to)
      const step = stepFrom([definition], definition.name, migration.from)!
      told = told.map((one) => toldAfter(step, one))
    }
    const counts = migration || event.undoes !== null || isQuiet(definition, event.event) ? undefined : event.event
    told = [...told, { ...(counts !== undefined && { counts }), undoes: event.undoes }]
    folded = {
      state: event.to,
      data: migration ? event.patch : { ...folded.data, ...event.patch },
      version: event.version,
    }
  }
  const lastEvent: string = marksOf(told).at(-1) ?? reserved.start
  return { ...folded, lastEvent, definitionVersion: definition.version, told }
}

/** What a line says by a newer version: what counted may be called otherwise there, or count no more. */
function toldAfter(step: Step, { counts, undoes }: Told): Told {
  const named = counts === undefined ? undefined : eventAfter(step, counts)
  return named === undefined || isQuiet(step.into, named) ? { undoes } : { counts: named, undoes }
}

/** The last event that counts after each line: a quiet one leaves it, an undo brings back what it was before. */
function marksOf(told: readonly Told[]): string[] {
  const marks: string[] = []
  for (const { counts, undoes } of told)
    marks.push((undoes === null ? (counts ?? marks.at(-1)) : marks[undoes - 2]) ?? reserved.start)
  return marks
}
