import type { Move, Standing } from './decide.ts'
import { type Definition, type Fields, isQuiet, type Migration } from './definition.ts'

/** A step from one version of a machine to a newer one. */
export interface Step {
  readonly migration: Migration
  readonly into: Definition
}

/** The step that leads furthest from a version; undefined where none does. */
export function stepFrom(definitions: readonly Definition[], name: string, version: number): Step | undefined {
  return definitions
    .filter((one) => one.name === name)
    .flatMap((into) => (into.migrations ?? []).map((migration): Step => ({ migration, into })))
    .filter(({ migration }) => migration.from === version)
    .sort((one, other) => other.migration.to - one.migration.to)[0]
}

/** What a step makes of an instance: its `patch` is all fields there are afterwards. @throws ZodError when they are wrong */
export function migrated({ migration, into }: Step, { state, data }: Standing): Move {
  const patch = into.data.parse(migration.data ? migration.data(data) : data)
  return { kind: 'move', to: migration.states?.[state] ?? state, patch, effects: [] }
}

/** What the last event that counts is called afterwards. */
export const eventAfter = ({ migration }: Step, event: string): string => migration.events?.[event] ?? event

/** What is wrong with the steps between versions of machines, as sentences; none if they are sound. */
export function migrationFaults(definitions: readonly Definition[]): string[] {
  return definitions.flatMap((into) =>
    (into.migrations ?? []).flatMap((migration) => {
      const at = `${into.name} ${into.version}, migration from ${migration.from}`
      const old = definitions.find(({ name, version }) => name === into.name && version === migration.from)
      if (migration.to !== into.version || migration.from >= migration.to)
        return [`${at}: it has to lead to ${into.version}, from a version before`]
      if (!old) return [`${at}: there is no such version`]
      return stepFaults({ migration, into }, old).map((fault) => `${at}: ${fault}`)
    }),
  )
}

function stepFaults(step: Step, old: Definition): string[] {
  const { migration, into } = step
  const found: string[] = []
  for (const state of Object.keys(old.states)) {
    const to = migration.states?.[state] ?? state
    if (!(to in into.states)) found.push(`the state ${state} becomes ${to}, which there is not`)
  }
  for (const state of Object.keys(migration.states ?? {}))
    if (!(state in old.states)) found.push(`there was no state ${state}`)
  for (const [event, to] of Object.entries(migration.events ?? {}))
    if (!(event in old.events) || !(to in into.events)) found.push(`the event ${event} does not become ${to}`)
  for (const event of Object.keys(old.events)) {
    const to = eventAfter(step, event)
    if (!isQuiet(old, event) && !(to in into.events)) found.push(`the event ${event} becomes ${to}, which there is not`)
  }
  const start: Fields = old.start
  const parsed = into.data.safeParse(migration.data ? migration.data(start) : start)
  if (!parsed.success) found.push(`what it makes of the fields is not what they should be: ${parsed.error.message}`)
  return found
}
