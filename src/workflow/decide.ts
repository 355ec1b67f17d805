import {
  type ActorKind,
  type Definition,
  type Fields,
  type FieldValue,
  type Given,
  type Length,
  type Rule,
  readCondition,
  rulesFor,
} from './definition.ts'

/** Who causes an event. `id` is the account's, or how a partner is known. */
export interface EventActor {
  readonly kind: ActorKind
  readonly id?: string
  readonly name: string
}

/** Where an instance stands. */
export interface Standing {
  readonly state: string
  readonly data: Fields
}

/** What happens to it. The form has been parsed by the event's schema; none where one is still to be filled in. */
export interface Happening {
  readonly event: string
  readonly actor: EventActor
  readonly at: Date
  readonly form?: Readonly<Record<string, unknown>>
}

/** What a guard may look at. */
export interface GuardContext<D extends Fields = Fields, Facts = unknown> {
  readonly state: string
  readonly data: D
  /** What the domain knows besides, at this moment. */
  readonly facts: Facts
  readonly actor: EventActor
  readonly at: Date
  readonly form?: Readonly<Record<string, unknown>>
}

export type Guard = (context: GuardContext) => boolean

/** What a decision rests on besides the machine: everything comes in as an argument. */
export interface Grounds {
  readonly facts: unknown
  readonly guards: Readonly<Record<string, Guard>>
  /** The time that is so much later, on the calendar that matters to this instance. */
  readonly later: (from: Date, length: Length) => Date
  /** By name. A field is left alone whose value nobody works out, as in a simulation. */
  readonly values?: Readonly<Record<string, Worked>>
}

/** Works out a field's value from what a guard may look at, and nothing else. */
export type Worked = (context: GuardContext) => FieldValue

export interface Move {
  readonly kind: 'move'
  readonly to: string
  /** The fields that change, with their new values. */
  readonly patch: Fields
  readonly effects: readonly string[]
  /** Legal where it is said, and offered to nobody: it was done already. */
  readonly unoffered?: true
}

export type Decision =
  | Move
  /** The event means nothing in this state. */
  | { readonly kind: 'illegal' }
  /** Not for this kind of actor. */
  | { readonly kind: 'forbidden' }
  /** It would be legal, but for these reasons: sentences. */
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }

/** Decides what an event does: the same arguments always give the same answer, and nothing is changed. */
export function decide(definition: Definition, standing: Standing, happening: Happening, grounds: Grounds): Decision {
  const { kind } = happening.actor
  if (definition.events[happening.event]?.by.includes(kind) === false) return { kind: 'forbidden' }
  const rules = rulesFor(definition, standing.state, happening.event, kind)
  if (rules.length === 0) return { kind: 'illegal' }
  const { state, data } = standing
  const context = { state, data, ...happening, facts: grounds.facts }
  let fewest: readonly string[] | undefined
  for (const rule of rules) {
    const reasons = obstacles(definition, rule, context, grounds.guards)
    if (reasons.length === 0) return move(definition, standing, rule, happening, grounds)
    // Of alternatives that all fail, the one that came closest tells why.
    if (!fewest || reasons.length < fewest.length) fewest = reasons
  }
  return { kind: 'refused', reasons: fewest! }
}

/** Why a rule does not match. Without a form, what only a form can tell is no obstacle. */
function obstacles(
  { guards: specs }: Definition,
  { when = [] }: Rule,
  context: GuardContext,
  guards: Readonly<Record<string, Guard>>,
): string[] {
  return when.flatMap((condition) => {
    const { guard, holds } = readCondition(condition)
    const spec = specs[guard]!
    if (spec.asksForm && !context.form) return []
    if (guards[guard]!(context) === holds) return []
    return [holds ? spec.otherwise : spec.although!]
  })
}

function move(definition: Definition, standing: Standing, rule: Rule, happening: Happening, grounds: Grounds): Move {
  const patch: Record<string, FieldValue> = {}
  for (const [field, given] of Object.entries(rule.set ?? {})) {
    const value = evaluate(definition, given!, standing, field, happening, grounds)
    if (value !== undefined && value !== standing.data[field]) patch[field] = value
  }
  return {
    kind: 'move',
    to: rule.to ?? standing.state,
    patch,
    effects: rule.do ?? [],
    ...(rule.unoffered && { unoffered: true }),
  }
}

function evaluate(
  { lengths }: Definition,
  given: Given,
  { state, data }: Standing,
  field: string,
  happening: Happening,
  grounds: Grounds,
): FieldValue | undefined {
  const { at, actor, form = {} } = happening
  if (given === null || typeof given !== 'object') return given
  if ('form' in given) return form[given.form] as FieldValue | undefined
  if ('now' in given) return at.toISOString()
  if ('actor' in given) return actor[given.actor] ?? null
  if ('add' in given) return Number(data[field] ?? 0) + given.add
  if ('only' in given) return actor.kind === given.only ? given.value : undefined
  if ('worked' in given) return grounds.values?.[given.worked]?.({ state, data, ...happening, facts: grounds.facts })
  const from = given.from === undefined ? at : dayIn(form[given.from])
  return from && grounds.later(from, lengths[given.after]!).toISOString()
}

/** Noon of a day a form gives: the same day in nearly every time zone. */
const dayIn = (day: unknown): Date | undefined => (typeof day === 'string' ? new Date(`${day}T12:00:00Z`) : undefined)

/** A timer that runs for an instance. */
export interface Timer {
  readonly field: string
  readonly event: string
  readonly at: Date
}

/** The timers that run while an instance stands so: follows from state and fields alone. */
export function timersOf(definition: Definition, { state, data }: Standing): Timer[] {
  return Object.entries(definition.states[state]?.timers ?? {}).flatMap(([field, event]) => {
    const at = data[field]
    return event && typeof at === 'string' ? [{ field, event, at: new Date(at) }] : []
  })
}
