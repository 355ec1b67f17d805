import type { Definition } from '../definition.ts'
import { everyRule } from '../faults.ts'

/** From one state to another: by which events. */
export interface Way {
  readonly from: string
  readonly to: string
  readonly events: readonly string[]
  /** Nobody does it: a timer runs out, or another library says so. */
  readonly byItself: boolean
}

/** The ways between states; events that leave a state as it is are none. */
export function waysOf(definition: Definition): Way[] {
  const ways = new Map<string, { from: string; to: string; events: Set<string>; byItself: boolean }>()
  for (const { state, event, rule } of everyRule(definition)) {
    const to = rule.to ?? state
    if (to === state) continue
    const by = rule.by ?? definition.events[event]!.by
    const byItself = !by.some((kind) => kind === 'staff' || kind === 'patron')
    const key = JSON.stringify([state, to, byItself])
    const way = ways.get(key) ?? { from: state, to, events: new Set(), byItself }
    way.events.add(event)
    ways.set(key, way)
  }
  return [...ways.values()].map((way) => ({ ...way, events: [...way.events] }))
}
