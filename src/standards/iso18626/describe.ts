import type { Version } from './versions.ts'

/**
 * The language in which the schemas are described: once for both versions, the older one as what is different in it.
 * Values, the writer and the reader follow from it.
 */

/** A code of an open list, with the list's address where the sender says one. */
export interface OpenCode {
  readonly code: string
  readonly scheme?: string
}

export interface Text {
  readonly is: 'text'
}
/** `2026-11-27T22:00:00Z`: xs:dateTime, always with a zone. */
export interface DateTime {
  readonly is: 'dateTime'
}
/** `12.50`. */
export interface Decimal {
  readonly is: 'decimal'
}
/** From 0 on: the 2021 schema's sort order. */
export interface Natural {
  readonly is: 'natural'
}
export interface Truth {
  readonly is: 'boolean'
}
/** A list that only the standard extends, and codes of it that the older version lacks. */
export interface Closed<C extends string = string> {
  readonly is: 'closed'
  readonly codes: readonly C[]
  readonly new: readonly C[]
}
/** A list that anybody may extend. */
export interface Open {
  readonly is: 'open'
  readonly known: readonly string[]
}
/** Elements in their order; `order12` is the older version's where it has another. */
export interface Sequence<F extends Fields = Fields> {
  readonly is: 'sequence'
  readonly fields: F
  readonly order12?: readonly string[]
}
/** One of several elements. */
export interface Choice<F extends Fields = Fields> {
  readonly is: 'choice'
  readonly fields: F
}

export type Description = Text | DateTime | Decimal | Natural | Truth | Closed | Open | Sequence | Choice
export type Count = 'one' | 'optional' | 'many'

/** What is different of an element in version 1.2. */
interface Older {
  readonly name?: string
  readonly least?: 0 | 1
  readonly most?: number
}
export interface Field<D = unknown, C extends Count = Count> {
  readonly type: D
  readonly count: C
  /** The only version that has it. */
  readonly only?: Version
  readonly older?: Older
}
export type Fields = Readonly<Record<string, Field>>

export const text: Text = { is: 'text' }
export const dateTime: DateTime = { is: 'dateTime' }
export const decimal: Decimal = { is: 'decimal' }
export const natural: Natural = { is: 'natural' }
export const truth: Truth = { is: 'boolean' }

/** A closed list; `since2021` are those of its codes that version 1.2 does not have. */
export const closed = <const C extends string>(
  codes: readonly C[],
  since2021: readonly NoInfer<C>[] = [],
): Closed<C> => ({
  is: 'closed',
  codes,
  new: since2021,
})
export const open = (known: readonly string[] = []): Open => ({ is: 'open', known })
export const sequence = <F extends Fields>(fields: F, order12?: readonly (keyof F & string)[]): Sequence<F> => ({
  is: 'sequence',
  fields,
  ...(order12 && { order12 }),
})
export const choice = <F extends Fields>(fields: F): Choice<F> => ({ is: 'choice', fields })

export const one = <D>(type: D, older?: Older): Field<D, 'one'> => ({ type, count: 'one', ...(older && { older }) })
export const optional = <D>(type: D, older?: Older): Field<D, 'optional'> => ({
  type,
  count: 'optional',
  ...(older && { older }),
})
export const many = <D>(type: D, older?: Older): Field<D, 'many'> => ({ type, count: 'many', ...(older && { older }) })

export const since2021 = <D, C extends Count>(field: Field<D, C>): Field<D, C> => ({ ...field, only: '2021-2' })
export const until2021 = <D, C extends Count>(field: Field<D, C>): Field<D, C> => ({ ...field, only: '1.2' })

/** How a field stands in a version: its element's name and how often it may come; undefined where there is none. */
export function standing(name: string, field: Field, version: Version) {
  if (field.only !== undefined && field.only !== version) return undefined
  const older = version === '1.2' ? field.older : undefined
  return {
    element: older?.name ?? name,
    least: older?.least ?? (field.count === 'one' ? 1 : 0),
    most: older?.most ?? (field.count === 'many' ? Number.POSITIVE_INFINITY : 1),
  }
}

/** Names of the fields in the order in which a version writes them. */
export const orderOf = ({ fields, order12 }: Sequence, version: Version): readonly string[] =>
  version === '1.2' && order12 ? order12 : Object.keys(fields)

type Simple<V> = { [K in keyof V]: V[K] } & {}
type Required<F extends Fields> = { [K in keyof F]: F[K]['count'] extends 'one' ? K : never }[keyof F]

/** What a description describes, as it is written. */
export type Value<D> = D extends Text | DateTime | Decimal
  ? string
  : D extends Natural
    ? number
    : D extends Truth
      ? boolean
      : D extends Closed<infer C>
        ? C
        : D extends Open
          ? OpenCode
          : D extends Sequence<infer F>
            ? Simple<
                { readonly [K in Required<F>]: Value<F[K]['type']> } & {
                  readonly [K in Exclude<keyof F, Required<F>>]?: F[K]['count'] extends 'many'
                    ? readonly Value<F[K]['type']>[]
                    : Value<F[K]['type']>
                }
              >
            : D extends Choice<infer F>
              ? { [K in keyof F]: { readonly [_ in K]: Value<F[K]['type']> } }[keyof F]
              : never

/** What a description describes, as it was read: anything may be missing. */
export type Reading<D> = Incomplete<Value<D>>
/** A value of which anything may be missing. */
export type Incomplete<V> = [V] extends [OpenCode | string | number | boolean]
  ? V
  : [V] extends [readonly (infer E)[]]
    ? readonly Incomplete<E>[]
    : { readonly [K in AnyKey<V>]?: Incomplete<Of<V, K>> }
// Of a choice every branch's name can be asked for.
type AnyKey<V> = V extends unknown ? keyof V : never
type Of<V, K extends PropertyKey> = V extends { readonly [_ in K]?: infer X } ? NonNullable<X> : never
