import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import type { EventActor, Guard, GuardContext, Worked } from './decide.ts'
import type { Definition, Fields, FieldValue, Length } from './definition.ts'
import type { Engine } from './engine.ts'
import { faults } from './faults.ts'
import type { StoredEvent } from './history.ts'
import type { Instance } from './store.ts'

/** What an effect gets: the instance as it is after the event, and the event itself. */
export interface EffectContext<D extends Fields = Fields> {
  readonly instance: Instance & { readonly data: D }
  readonly event: StoredEvent
  readonly actor: EventActor
  /** To cause events of other instances, in the same transaction. */
  readonly engine: Engine
  /** What was made ready for the effect when the event happened; undefined where nothing was. */
  readonly prepared?: unknown
}

/**
 * Carries out an effect. One that runs within the event's transaction gets that; one that runs afterwards gets a
 * transaction of its own that ends its job too, so that what it stores is stored once, and may be called again when
 * that fails.
 */
export interface EffectHandler<D extends Fields = Fields> {
  run(tx: Tx, context: EffectContext<D>): Promise<void>
  /**
   * Of one that runs afterwards: makes ready what must be as it is at the moment of the event, such as a letter somebody
   * has seen. What it gives, anything JSON can hold, is stored with the event and handed to `run`. It may only read.
   */
  prepare?(tx: Tx, context: EffectContext<D>): Promise<unknown>
  /** Takes back what a run within the transaction did; without it, the event can't be undone. */
  undo?(tx: Tx, context: EffectContext<D>): Promise<void>
}

/** What a domain supplies for its machine. */
export interface Handlers<G extends string, F extends string, D extends Fields, Facts> {
  readonly guards: { readonly [K in G]: (context: GuardContext<D, Facts>) => boolean }
  readonly effects: { readonly [K in F]: EffectHandler<D> }
  /** What guards need to know besides the fields, read in the caller's transaction: one entry for each instance. */
  facts(tx: Tx, instances: readonly Instance[]): Promise<ReadonlyMap<number, Facts>>
  /** The time that is so much later for an instance that has these facts: on its calendar. */
  later(from: Date, length: Length, facts: Facts): Date
  /** What the machine's `values` come to. */
  readonly values?: Readonly<Record<string, (context: GuardContext<D, Facts>) => FieldValue>>
  /** By event: holds what else its guards ask about, so that it stays as it is until the event is stored. */
  readonly holds?: Holds
  /** Whether what local policy makes happen by itself has to wait for somebody. */
  readonly waits?: Waits
}

type Waits = (tx: Tx, instance: Instance) => Promise<boolean>
type Holds = Readonly<Record<string, (tx: Tx, instance: Instance) => Promise<unknown>>>

/** A machine with what carries it out. */
export interface Machine {
  readonly definition: Definition
  readonly guards: Readonly<Record<string, Guard>>
  readonly effects: Readonly<Record<string, EffectHandler>>
  facts(tx: Tx, instances: readonly Instance[]): Promise<ReadonlyMap<number, unknown>>
  later(from: Date, length: Length, facts: unknown): Date
  readonly values?: Readonly<Record<string, Worked>>
  readonly holds?: Holds
  readonly waits?: Waits
}

/**
 * Joins a machine and its handlers; the compiler sees to it that none is missing.
 * @throws Problem workflow-unsound, naming every fault of the machine
 */
export function bind<
  S extends string,
  E extends string,
  G extends string,
  F extends string,
  D extends Fields,
  L extends string,
  Facts,
>(definition: Definition<S, E, G, F, D, L>, handlers: Handlers<G, F, D, Facts>): Machine {
  // The names are checked: from here on they are text.
  const machine = { definition, ...handlers } as unknown as Machine
  const missing = Object.keys(definition.values ?? {}).filter((name) => !handlers.values?.[name])
  const found = [...faults(machine.definition), ...missing.map((name) => `nobody works out the value ${name}`)]
  if (found.length > 0) throw new Problem('workflow-unsound', { name: definition.name, detail: found.join('; ') })
  return machine
}
