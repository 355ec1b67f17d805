import type { ZodObject, ZodType } from 'zod'

/** Who can cause an event: people of the house, the reader, another library, a timer, or the program by itself. */
export type ActorKind = 'staff' | 'patron' | 'partner' | 'clock' | 'system'

/** What a value of an instance may be: anything that JSON holds and a form can give. Times are ISO 8601 in UTC. */
export type FieldValue = string | number | boolean | null
export type Fields = Readonly<Record<string, FieldValue>>

/** How long a timer runs: calendar days, or days on which the library is open. */
export type Length = { readonly days: number } | { readonly openDays: number }

/**
 * Where a rule takes a field's value from: written as it is, from the event's form (left alone where the form does not
 * give it), the time of the event, who caused it, the event's time (or noon of a day the form gives, so that it is that
 * day wherever the calendar is) plus a named length, the old value plus a number, a value for one kind of actor (left alone
 * for others), or what the domain works out under a name.
 */
export type Given<L extends string = string> =
  | FieldValue
  | { readonly form: string }
  | { readonly now: true }
  | { readonly actor: 'id' | 'name' }
  | { readonly after: L; readonly from?: string }
  | { readonly add: number }
  | { readonly only: ActorKind; readonly value: FieldValue }
  | { readonly worked: string }

export const now = { now: true } as const
export const form = (name: string) => ({ form: name }) as const
export const actor = (part: 'id' | 'name') => ({ actor: part }) as const
export const after = <const L extends string>(length: L) => ({ after: length }) as const
export const afterDay = <const L extends string>(length: L, from: string) => ({ after: length, from }) as const
export const add = (amount: number) => ({ add: amount }) as const
export const only = <const V extends FieldValue>(kind: ActorKind, value: V) => ({ only: kind, value }) as const
export const worked = (name: string) => ({ worked: name }) as const

/** A guard by its name, or that it must not hold. */
export type Condition<G extends string> = G | `!${G}`

/** What an event does in one state. Rules of one state and event are alternatives, of which no two can ever match. */
export interface Rule<
  S extends string = string,
  G extends string = string,
  F extends string = string,
  D extends Fields = Fields,
  L extends string = string,
> {
  /** The next state; none to stay. */
  readonly to?: S
  readonly when?: readonly Condition<G>[]
  /** Only for these, as if it were not there for others; for all that may cause the event if not given. */
  readonly by?: readonly ActorKind[]
  /** Harmless when it comes, but nobody is offered it: what has been done already. */
  readonly unoffered?: true
  readonly set?: { readonly [K in keyof D]?: Given<L> }
  /** Effects, in this order. */
  readonly do?: readonly F[]
}

export type Alternatives<S extends string, G extends string, F extends string, D extends Fields, L extends string> =
  | Rule<S, G, F, D, L>
  | readonly Rule<S, G, F, D, L>[]

/** Words of a state or an event: for staff, of the second label set, and for patrons. */
export interface Words {
  readonly label: string
  readonly second?: string
  /** None where patrons never see it. */
  readonly patron?: string
}

export interface StateSpec<E extends string = string, D extends Fields = Fields> extends Words {
  /** Nothing has to happen any more. */
  readonly final?: true
  /** The event that a timer causes here when the field holds a time that has come. */
  readonly timers?: { readonly [K in keyof D]?: E }
  /** What is most likely next, offered first. */
  readonly primary?: E
  /** Other words for the state, by the last event that was not quiet. */
  readonly after?: { readonly [K in E]?: Words }
}

export interface EventSpec extends Words {
  readonly by: readonly ActorKind[]
  /** What staff need to cause it; none where seeing the instance is enough. */
  readonly permission?: string
  /** What whoever causes it has to say; nothing if not given. */
  readonly form?: ZodObject
  /** Where it stands in a menu: among which actions, and in which place. Events nobody chooses need none. */
  readonly group?: string
  readonly order?: number
  /** It says nothing about how things stand that the state does not (a note): the last event remains what it was. */
  readonly quiet?: true
  /** It cannot be undone, whatever its effects. */
  readonly irreversible?: true
}

export interface GuardSpec {
  /** Why an action is not possible while the guard does not hold, and while it does: sentences without a full stop. */
  readonly otherwise: string
  readonly although?: string
  /** It looks at the form, so that it cannot be told before somebody has filled that in. */
  readonly asksForm?: true
}

export interface EffectSpec {
  /** Within the transaction of the event, or afterwards, by a job. */
  readonly runs: 'within' | 'after'
  /** Once it has run, it has left the house: the event can't be undone. */
  readonly irreversible?: true
  /** In words, for diagrams and the simulator. */
  readonly label: string
}

/** How instances of an older version become ones of the version it is declared beside. */
export interface Migration<S extends string = string, E extends string = string, D extends Fields = Fields> {
  readonly from: number
  readonly to: number
  /** New names by old ones; a state that is not here keeps its name. */
  readonly states?: Readonly<Record<string, S>>
  /** The same of events, for the last one that counts. Which ones do is as the newer version has it. */
  readonly events?: Readonly<Record<string, E>>
  /** All fields of the new version; the old ones if not given. */
  data?(old: Fields): D
}

/** A machine as data. Names of states, events, guards, effects, fields and lengths are checked by the compiler. */
export interface Definition<
  S extends string = string,
  E extends string = string,
  G extends string = string,
  F extends string = string,
  D extends Fields = Fields,
  L extends string = string,
> {
  readonly name: string
  readonly version: number
  readonly initial: NoInfer<S>
  /** The fields an instance has besides its state, and what they are in a new one. */
  readonly data: ZodType<D>
  readonly start: NoInfer<D>
  readonly states: { readonly [K in S]: StateSpec<NoInfer<E>, NoInfer<D>> }
  readonly events: { readonly [K in E]: EventSpec }
  /** What staff may do besides that is no event, and changes nothing here: a house may hide it. By name, what it is called. */
  readonly acts?: Readonly<Record<string, string>>
  readonly guards: { readonly [K in G]: GuardSpec }
  readonly effects: { readonly [K in F]: EffectSpec }
  /** Usual lengths, which local policy may change. */
  readonly lengths: { readonly [K in L]: Length }
  /** What the domain works out for fields, in words: its handlers have a function for each. */
  readonly values?: Readonly<Record<string, string>>
  readonly rules: {
    readonly [K in NoInfer<S>]?: {
      readonly [K in NoInfer<E>]?: Alternatives<NoInfer<S>, NoInfer<G>, NoInfer<F>, NoInfer<D>, NoInfer<L>>
    }
  }
  /** What an event does in every state that has no rule of its own for it. */
  readonly everywhere?: {
    readonly [K in NoInfer<E>]?: Alternatives<NoInfer<S>, NoInfer<G>, NoInfer<F>, NoInfer<D>, NoInfer<L>>
  }
  /** From older versions to this one. */
  readonly migrations?: readonly Migration<NoInfer<S>, NoInfer<E>, NoInfer<D>>[]
}

/** Names the engine itself writes into histories: no definition may use them. */
export const reserved = { start: 'start', undo: 'undo', migrate: 'migrate' } as const

/** How the events begin that are local actions: no definition may use that either. */
export const localPrefix = 'local:'

/** Lets the compiler check a machine's names; what it cannot see, `faults` does when the machine is bound. */
export function defineWorkflow<
  const S extends string,
  const E extends string,
  const G extends string,
  const F extends string,
  D extends Fields,
  const L extends string,
>(definition: Definition<S, E, G, F, D, L>): Definition<S, E, G, F, D, L> {
  return definition
}

/** The rules for an event in a state, for everybody or one kind of actor; none where it is illegal. */
export function rulesFor(definition: Definition, state: string, event: string, kind?: ActorKind): readonly Rule[] {
  const own = definition.rules[state]?.[event] ?? definition.everywhere?.[event]
  if (own === undefined) return []
  const all = isList(own) ? own : [own]
  return kind === undefined ? all : all.filter(({ by }) => !by || by.includes(kind))
}

/** Whether an event says nothing about how things stand. What was once a local action need not be one any more. */
export const isQuiet = ({ events }: Definition, event: string): boolean =>
  event.startsWith(localPrefix) || events[event]?.quiet === true

const isList = (value: Rule | readonly Rule[]): value is readonly Rule[] => Array.isArray(value)

/** The name of a condition's guard, and whether it has to hold. */
export function readCondition(condition: string): { readonly guard: string; readonly holds: boolean } {
  return condition.startsWith('!') ? { guard: condition.slice(1), holds: false } : { guard: condition, holds: true }
}
