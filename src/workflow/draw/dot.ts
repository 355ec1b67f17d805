import type { Definition } from '../definition.ts'
import { eventLabel, stateLabel } from '../labels.ts'
import { waysOf } from './ways.ts'

const ink = '#1f2933'
const quiet = '#5b6673'
/** The first of them tells the widths that the drawing is laid out by. */
const font = 'Helvetica,Arial,sans-serif'

/** A machine as a graph in Graphviz's language: final states have two borders, what nobody does is dashed. */
export function dotOf(definition: Definition): string {
  const { name, initial, states } = definition
  const nodes = Object.entries(states).map(
    ([state, { final }]) =>
      `  ${quoted(state)} [label=${quoted(stateLabel(definition, { state })!)}${final ? ', peripheries=2' : ''}]`,
  )
  const edges = waysOf(definition).map(({ from, to, events, byItself }) => {
    // A blank before it, or it touches the line.
    const label = events.map((event) => ` ${eventLabel(definition, event)}`).join('\n')
    const style = byItself ? `, style=dashed, color=${quoted(quiet)}, fontcolor=${quoted(quiet)}` : ''
    return `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}${style}]`
  })
  return [
    `digraph ${quoted(name)} {`,
    '  rankdir=TB; nodesep=0.4; ranksep=0.6; bgcolor=transparent',
    `  node [shape=box, margin="0.16,0.08", style="rounded,filled", fillcolor="#ffffff", color=${quoted(ink)}, fontcolor=${quoted(ink)}, fontname="${font}", fontsize=12]`,
    `  edge [color=${quoted(ink)}, fontcolor=${quoted(ink)}, fontname="${font}", fontsize=10]`,
    `  "" [shape=circle, width=0.15, label="", fillcolor=${quoted(ink)}]`,
    ...nodes,
    `  "" -> ${quoted(initial)}`,
    ...edges,
    '}',
    '',
  ].join('\n')
}

const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`
