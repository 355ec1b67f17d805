import type { Cursor } from './cursor.ts'
import { kindOf } from './primitives.ts'
import { type Tag, universal } from './tags.ts'
import { accepts, describeTags, element, type Field, type Type } from './type.ts'
import { unencodable, within } from './writer.ts'

/** A field that may be absent. */
export interface OptionalField<T> {
  readonly optional: Type<T>
}

/** A field that stands for a value when absent, and is not written when it has that value. */
export interface DefaultField<T> {
  readonly defaulted: Type<T>
  readonly whenAbsent: T
  /** Written when it has that value, too. */
  readonly written?: boolean
}

export const optional = <T>(type: Type<T>): OptionalField<T> => ({ optional: type })

/** `whenAbsent` must be comparable by `===`. */
export const withDefault = <T>(type: Type<T>, whenAbsent: T): DefaultField<T> => ({ defaulted: type, whenAbsent })

/**
 * The same, but written whatever its value, as BER allows: for standards whose peers cannot read an element in which the
 * field is absent.
 */
export const withWrittenDefault = <T>(type: Type<T>, whenAbsent: T): DefaultField<T> => ({
  defaulted: type,
  whenAbsent,
  written: true,
})

export type Fields = Readonly<Record<string, Type<unknown> | OptionalField<unknown> | DefaultField<unknown>>>

type FieldValue<F> =
  F extends OptionalField<infer T> ? T : F extends DefaultField<infer T> ? T : F extends Type<infer T> ? T : never
type OptionalNames<F> = { [N in keyof F]: F[N] extends OptionalField<unknown> ? N : never }[keyof F]
type Flat<T> = { [N in keyof T]: T[N] }

/** An object with the fields' values; those that may be absent are optional properties. */
export type SequenceValue<F> = Flat<
  { readonly [N in Exclude<keyof F, OptionalNames<F>>]: FieldValue<F[N]> } & {
    readonly [N in OptionalNames<F>]?: FieldValue<F[N]> | undefined
  }
>

/**
 * SEQUENCE. Elements no field claims are skipped on reading: the standard adds fields in later editions and some
 * peers add their own. Absent fields are absent from the value.
 */
export function sequence<const F extends Fields>(described: F): Type<SequenceValue<F>> {
  const fields = Object.entries(described).map(([name, field]) => fieldOf(name, field))
  const count = fields.length
  return element<SequenceValue<F>>({ kind: 'sequence', fields }, universal.sequence, {
    constructed: true,
    get(cursor) {
      if (!cursor.constructed) throw cursor.unexpected('a SEQUENCE')
      const { at: begin, end } = cursor
      const value: Record<string, unknown> = {}
      let expected = 0
      for (let at = cursor.start; at < end; ) {
        cursor.open(at)
        at = cursor.next
        const index = claimant(fields, expected, cursor.tag)
        if (index === count) continue
        if (index > expected) absent(fields, expected, index, value, cursor)
        const field = fields[index]!
        value[field.name] = field.type.get(cursor)
        expected = index + 1
      }
      if (expected < count) absent(fields, expected, count, value, cursor, begin)
      return value as SequenceValue<F>
    },
    put(writer, value) {
      if (typeof value !== 'object' || value === null) throw unencodable('a SEQUENCE', `it is ${kindOf(value)}`)
      for (let index = count - 1; index >= 0; index--) {
        const { name, type, required, whenAbsent, written } = fields[index]!
        const field = (value as Readonly<Record<string, unknown>>)[name]
        if (field === undefined ? !required : field === whenAbsent && !written) continue
        try {
          if (field === undefined) throw unencodable(describeTags(type), 'it is missing')
          type.put(writer, field)
        } catch (error) {
          throw within(name, error)
        }
      }
    },
  })
}

function fieldOf(name: string, field: Fields[string]): Field {
  if ('optional' in field) return { name, type: field.optional, required: false, whenAbsent: undefined, written: false }
  if ('defaulted' in field) {
    const { defaulted: type, whenAbsent, written = false } = field
    return { name, type, required: false, whenAbsent, written }
  }
  return { name, type: field, required: true, whenAbsent: undefined, written: false }
}

/** The field an element belongs to: the first from `from` on that takes its tag; `fields.length` if none does. */
export function claimant(fields: readonly Field[], from: number, candidate: Tag): number {
  let index = from
  while (index < fields.length) {
    const { type } = fields[index]!
    if (type.tags[0] === candidate || accepts(type, candidate)) return index
    index++
  }
  return index
}

/**
 * Puts defaults in place of the fields from `from` to before `to`, or complains of a missing one: at the element that
 * came instead or, where the sequence that began at `ended` is over, at that.
 */
function absent(
  fields: readonly Field[],
  from: number,
  to: number,
  value: Record<string, unknown>,
  cursor: Cursor,
  ended?: number,
): void {
  for (let index = from; index < to; index++) {
    const { name, type, required, whenAbsent } = fields[index]!
    if (required) throw cursor.missing(`${name} ${describeTags(type)}`, ended)
    if (whenAbsent !== undefined) value[name] = whenAbsent
  }
}
