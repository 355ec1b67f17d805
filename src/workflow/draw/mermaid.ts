import type { Definition } from '../definition.ts'
import { eventLabel, stateLabel } from '../labels.ts'
import { waysOf } from './ways.ts'

/** A machine as a state diagram in Mermaid's language. */
export function mermaidOf(definition: Definition): string {
  const names = Object.keys(definition.states)
  // Names may have characters that Mermaid does not take.
  const idOf = (state: string) => `s${names.indexOf(state)}`
  const states = names.map((state) => `  state "${escaped(stateLabel(definition, { state })!)}" as ${idOf(state)}`)
  const ways = waysOf(definition).map(({ from, to, events }) => {
    const label = events.map((event) => escaped(eventLabel(definition, event)!)).join('<br/>')
    return `  ${idOf(from)} --> ${idOf(to)}: ${label}`
  })
  const ends = names.filter((state) => definition.states[state]!.final).map((state) => `  ${idOf(state)} --> [*]`)
  return ['stateDiagram-v2', ...states, `  [*] --> ${idOf(definition.initial)}`, ...ways, ...ends, ''].join('\n')
}

const escaped = (text: string) => text.replace(/[#;:"<>]/g, (char) => `#${char.charCodeAt(0)};`)
