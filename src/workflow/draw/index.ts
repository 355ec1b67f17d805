import type { Definition } from '../definition.ts'
import { dotOf } from './dot.ts'

export { mermaidOf } from './mermaid.ts'
export { type Way, waysOf } from './ways.ts'

/** A machine as a drawing. The program that lays it out is large: it is loaded when the first drawing is made. */
export async function svgOf(definition: Definition): Promise<string> {
  const { instance } = await import('@viz-js/viz')
  const viz = await instance()
  return viz.renderString(dotOf(definition), { format: 'svg', engine: 'dot' })
}
