import { decide, type Grounds } from './decide.ts'
import { type Definition, localPrefix, rulesFor } from './definition.ts'
import type { Policy, Who } from './policy/index.ts'
import type { Instance } from './store.ts'

/** Something that somebody might do now. */
export interface Action {
  readonly event: string
  readonly label: string
  readonly group: string
  readonly order: number
  /** What it asks for, as a zod object; undefined for nothing. */
  readonly form: Definition['events'][string]['form']
  /** What its form says until somebody says otherwise: text by field. */
  readonly notes: Readonly<Record<string, string>>
  readonly permission: string | undefined
  /** What is most likely next. */
  readonly primary: boolean
  /** The house's own: it alerts people, and nothing else. */
  readonly local: boolean
  /** Why it is not possible now; empty when it is. */
  readonly obstacles: readonly string[]
}

/**
 * What this actor may choose from while the instance stands so, in the order of the menu. Left out is what is illegal,
 * what local policy hides, and local actions that nobody granted.
 */
export function actionsOf(
  definition: Definition,
  instance: Instance,
  actor: Who,
  at: Date,
  grounds: Grounds,
  policy: Policy,
): Action[] {
  const { primary } = definition.states[instance.state]!
  const menu = policy.menu(definition.name, instance.state, actor)
  // Those that come first do so in the order they are named in; then all others in their own.
  const place = ({ event, order }: Action) => [menu.place(event) ?? Number.MAX_SAFE_INTEGER, order] as const
  return Object.entries(definition.events)
    .filter(
      ([event, { by, group }]) =>
        group &&
        by.includes(actor.kind) &&
        rulesFor(definition, instance.state, event, actor.kind).some((rule) => !rule.unoffered) &&
        menu.offers(event),
    )
    .flatMap(([event, spec]): Action | readonly never[] => {
      const decision = decide(definition, instance, { event, actor, at }, grounds)
      if (decision.kind === 'move' && decision.unoffered) return []
      return {
        event,
        label: actor.kind === 'patron' ? (spec.patron ?? spec.label) : (menu.label(event) ?? spec.label),
        group: spec.group!,
        order: spec.order ?? Number.MAX_SAFE_INTEGER,
        form: spec.form,
        notes: policy.notes(definition.name, event),
        permission: spec.permission,
        primary: event === primary,
        local: event.startsWith(localPrefix),
        obstacles: decision.kind === 'refused' ? decision.reasons : [],
      }
    })
    .sort((one, other) => {
      const [a, b] = [place(one), place(other)]
      return a[0] - b[0] || a[1] - b[1]
    })
}
