import type { Definition, Words } from './definition.ts'

/** Who reads a label. Patrons have words of their own, and for some things none. */
export type Audience = 'staff' | 'patron'

/** What a state is called, where the last event may give it other words; undefined where patrons do not see it. */
export function stateLabel(
  { states }: Definition,
  { state, lastEvent }: { readonly state: string; readonly lastEvent?: string },
  audience: Audience = 'staff',
): string | undefined {
  const spec = states[state]
  if (!spec) return state
  const now = lastEvent === undefined ? undefined : spec.after?.[lastEvent]
  return audience === 'staff' ? (now ?? spec).label : (now?.patron ?? spec.patron)
}

/** What an event is called; local actions that are gone by their code. Undefined where patrons do not see it. */
export function eventLabel({ events }: Definition, event: string, audience: Audience = 'staff'): string | undefined {
  const words: Words | undefined = events[event]
  if (!words) return audience === 'staff' ? (engineWords[event] ?? event) : undefined
  return audience === 'staff' ? words.label : words.patron
}

const engineWords: Readonly<Record<string, string>> = { start: 'Begun', undo: 'Undone', migrate: 'Workflow renewed' }
