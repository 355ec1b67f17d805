import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { z } from 'zod'
import {
  type Definition,
  decide,
  type Fields,
  type FieldValue,
  type Folded,
  fold,
  type Guard,
  type HistoryEvent,
  type Length,
  type Machine,
  migrated,
  type StoredEvent,
  stepFrom,
  type Worked,
} from '../../src/workflow/index.ts'

const folder = new URL('../fixtures/workflow/', import.meta.url)

const Scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
const Lasting = z.union([z.strictObject({ days: z.number() }), z.strictObject({ openDays: z.number() })])

/** A line of a history, with what the decision rested on besides: what guards said, and what a calendar did. */
const Recorded = z.strictObject({
  version: z.number(),
  event: z.string(),
  actor: z.strictObject({
    kind: z.enum(['staff', 'patron', 'partner', 'clock', 'system']),
    id: z.string().optional(),
    name: z.string(),
  }),
  via: z.string(),
  at: z.iso.datetime(),
  form: z.record(z.string(), z.unknown()),
  from: z.string().nullable(),
  to: z.string(),
  patch: Scalars,
  before: Scalars,
  effects: z.array(z.string()),
  undoes: z.number().nullable(),
  mark: z.string(),
  guards: z.record(z.string(), z.boolean()).optional(),
  later: z.array(z.strictObject({ length: Lasting, is: z.iso.datetime() })).optional(),
  values: Scalars.optional(),
})
type Recorded = z.output<typeof Recorded>

const RecordedHistory = z.strictObject({
  about: z.string(),
  machine: z.string(),
  /** Of the machine, when it began. */
  version: z.number(),
  lines: z.array(Recorded).min(1),
  stands: z.strictObject({
    state: z.string(),
    data: Scalars,
    version: z.number(),
    lastEvent: z.string(),
    definitionVersion: z.number(),
  }),
})
export type RecordedHistory = z.output<typeof RecordedHistory>

/** Every recorded history of some machines, by the name of its file: a folder for each version of a definition. */
export function recordedHistories(machines: readonly string[]): readonly (readonly [string, RecordedHistory])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .map((name) => [name, readRecorded(readFileSync(new URL(name, folder), 'utf8'))] as const)
    .filter(([, { machine }]) => machines.includes(machine))
}

/** A file has what a history is about and how it ends in its first line, then a line for each event. */
function readRecorded(text: string): RecordedHistory {
  const [head, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  return RecordedHistory.parse({ ...head, lines })
}

/** Whether there are histories that began by a version of a machine, or the one of a name. */
export const isRecorded = (machine: { readonly name: string; readonly version: number }, name?: string): boolean =>
  existsSync(new URL(`${machine.name}-${machine.version}/${name === undefined ? '' : `${name}.ndjson`}`, folder))

/** Writes a history into the folder of the version it began by. */
export function writeRecorded(name: string, { lines, ...head }: RecordedHistory): void {
  const its = new URL(`${head.machine}-${head.version}/`, folder)
  mkdirSync(its, { recursive: true })
  writeFileSync(new URL(`${name}.ndjson`, its), [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** Decides every recorded line anew: each has to come out as it did when it was recorded. */
export function replay(definitions: readonly Definition[], { machine, version, lines, stands }: RecordedHistory): void {
  const versions = definitions.filter(({ name }) => name === machine)
  let definition = versions.find((one) => one.version === version)!
  expect(definition, `${machine} ${version}`).not.to.equal(undefined)
  const history: HistoryEvent[] = []
  for (const line of lines) {
    const at = `line ${line.version}, ${line.event}`
    const older = versions.filter((one) => one !== definition)
    const standing = fold(definition, history, older)
    if (line.event === 'start')
      expect([line.to, line.patch], at).to.deep.equal([definition.initial, definition.data.parse(line.patch)])
    else if (line.event === 'undo') expectUndone(line, history, standing, at)
    else if (line.event === 'migrate') {
      const step = stepFrom(versions, machine, definition.version)!
      expect(migrated(step, standing), at).to.deep.include({ to: line.to, patch: line.patch })
      expect(line.before, at).to.deep.equal(standing.data)
      definition = step.into
    } else {
      const decision = decide(definition, standing, { ...line, at: new Date(line.at) }, groundsOf(line, at))
      const { to, patch, effects } = line
      // Whether it would have been offered is no part of what was decided.
      expect(decision, at).to.deep.include({ kind: 'move', to, patch, effects })
    }
    history.push({ ...line, at: new Date(line.at) })
  }
  expect(fold(definition, history, versions)).to.deep.equal(stands)
}

function expectUndone(line: Recorded, history: readonly HistoryEvent[], standing: Folded, at: string): void {
  const undone = history[line.undoes! - 1]!
  expect([line.to, line.patch], at).to.deep.equal([undone.from, undone.before])
  expect(standing.version, at).to.equal(undone.version)
}

/** What the decision rested on then: a guard or length it did not ask for makes it another decision. */
function groundsOf({ guards = {}, later = [], values = {} }: Recorded, at: string) {
  const said =
    (name: string): Guard =>
    () => {
      const holds = guards[name]
      if (holds === undefined) throw new Error(`${at}: the guard ${name} was not asked then`)
      return holds
    }
  return {
    facts: undefined,
    guards: new Proxy({} as Readonly<Record<string, Guard>>, { get: (_, name) => said(String(name)) }),
    later(_: Date, length: Length) {
      const known = later.find((one) => JSON.stringify(one.length) === JSON.stringify(length))
      if (!known) throw new Error(`${at}: nothing was to be ${JSON.stringify(length)} later then`)
      return new Date(known.is)
    },
    values: new Proxy({} as Readonly<Record<string, Worked>>, {
      get: (_, name) => () => {
        const value = values[String(name)]
        if (value === undefined) throw new Error(`${at}: the value ${String(name)} was not worked out then`)
        return value
      },
    }),
  }
}

export interface Recorder {
  /** The machine, overheard. */
  readonly machine: Machine
  /** What guards and calendar have said, and what was worked out, since this was asked last. */
  heard(): Pick<Recorded, 'guards' | 'later' | 'values'>
}

/** Listens to what a machine's guards and its calendar say. */
export function overhear(machine: Machine): Recorder {
  let guards: Record<string, boolean> = {}
  let later: { length: Length; is: string }[] = []
  let values: Record<string, FieldValue> = {}
  const listened = Object.entries(machine.guards).map(([name, guard]): [string, Guard] => [
    name,
    (context) => {
      guards[name] = guard(context)
      return guards[name]
    },
  ])
  const worked = Object.entries(machine.values ?? {}).map(([name, work]): [string, Worked] => [
    name,
    (context) => {
      values[name] = work(context)
      return values[name]
    },
  ])
  return {
    machine: {
      ...machine,
      guards: Object.fromEntries(listened),
      values: Object.fromEntries(worked),
      later(from, length, facts) {
        const is = machine.later(from, length, facts)
        later.push({ length, is: is.toISOString() })
        return is
      },
    },
    heard() {
      const all = {
        ...(Object.keys(guards).length > 0 && { guards }),
        ...(later.length > 0 && { later }),
        ...(Object.keys(values).length > 0 && { values }),
      }
      guards = {}
      later = []
      values = {}
      return all
    },
  }
}

/** A history with what was heard at each line, as it is kept in a file. */
export function recorded(
  about: string,
  definition: { readonly name: string; readonly version: number },
  history: readonly StoredEvent[],
  heard: readonly Pick<Recorded, 'guards' | 'later' | 'values'>[],
  stands: Folded & { readonly data: Fields },
): RecordedHistory {
  const { state, data, version, lastEvent, definitionVersion } = stands
  return {
    about,
    machine: definition.name,
    version: definition.version,
    lines: history.map((event, index) => ({
      ...event,
      effects: [...event.effects],
      at: event.at.toISOString(),
      ...heard[index],
    })),
    stands: { state, data, version, lastEvent, definitionVersion },
  }
}
