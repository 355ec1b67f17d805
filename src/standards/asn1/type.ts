import type { Cursor } from './cursor.ts'
import { type Tag, type TagClass, tag, tagName } from './tags.ts'
import type { Writer } from './writer.ts'

/**
 * A described ASN.1 type. Encoder, decoder, dump and the TypeScript type all follow from it.
 * The functions are methods, not properties, so that `Type<string>` is a `Type<unknown>`.
 */
export interface Type<T> {
  /** What it is made of, for whoever walks the description: `dump`, and tests that make values. */
  readonly shape: Shape
  /** Tags its encoding begins with. */
  readonly tags: readonly Tag[]
  /** Further tags read in its place where nothing else claims them. */
  readonly tolerated: readonly Tag[]
  /** Reads the element the cursor has open. */
  get(cursor: Cursor): T
  /** Writes the element in front of what is written. */
  put(writer: Writer, value: T): void
  /** The same type under another tag; explicitly where it has no tag of its own. X.680 §31.2.7. */
  retagged(tag: Tag): Type<T>
}

/** The TypeScript type of a described type. */
export type Value<X> = X extends Type<infer T> ? T : never

export type Shape =
  | { readonly kind: 'boolean' | 'integer' | 'bigInteger' | 'null' | 'octets' | 'bitString' | 'oid' | 'any' }
  | { readonly kind: 'text'; readonly charset: 'ascii' | 'any' | 'time' }
  | { readonly kind: 'named'; readonly names: Readonly<Record<string, number>> }
  | { readonly kind: 'bits'; readonly names: Readonly<Record<string, number>> }
  | { readonly kind: 'sequence'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly item: Type<unknown> }
  | {
      readonly kind: 'choice'
      readonly alternatives: Readonly<Record<string, Type<unknown>>>
      readonly byTag: ReadonlyMap<Tag, Alternative>
    }
  | { readonly kind: 'explicit'; readonly inner: Type<unknown> }
  | { readonly kind: 'lazy'; readonly resolve: () => Type<unknown> }

/** One alternative of a choice. */
export type Alternative = readonly [name: string, type: Type<unknown>]

/** One field of a sequence. */
export interface Field {
  readonly name: string
  readonly type: Type<unknown>
  readonly required: boolean
  /** Stands for an absent field; undefined where there is none. */
  readonly whenAbsent: unknown
  /** Written though it has the value that stands for its absence. */
  readonly written: boolean
}

/** The contents of an element, without its tag. */
export interface Content<T> {
  readonly constructed: boolean
  get(cursor: Cursor): T
  put(writer: Writer, value: T): void
}

/** A type with one tag of its own: everything but CHOICE and ANY. */
export function element<T>(shape: Shape, ownTag: Tag, content: Content<T>, tolerated: readonly Tag[] = []): Type<T> {
  return {
    shape,
    tags: [ownTag],
    tolerated,
    get: content.get,
    put(writer, value) {
      const before = writer.written
      if (content.constructed) {
        writer.enter()
        content.put(writer, value)
        writer.leave()
      } else content.put(writer, value)
      writer.header(ownTag, content.constructed, before)
    },
    retagged: (other) => element(shape, other, content),
  }
}

/** `[n] IMPLICIT`: the tag takes the place of the type's own. Around a CHOICE or ANY it is explicit, as X.680 says. */
export function implicit<T>(number: number, type: Type<T>, tagClass: TagClass = 'context'): Type<T> {
  return type.retagged(tag(tagClass, number))
}

/** `[n] EXPLICIT`: the whole element inside another. */
export function explicit<T>(number: number, type: Type<T>, tagClass: TagClass = 'context'): Type<T> {
  return wrapped(tag(tagClass, number), type)
}

/** An element whose contents are one element of another type. */
export function wrapped<T>(outer: Tag, inner: Type<T>): Type<T> {
  return element<T>({ kind: 'explicit', inner }, outer, {
    constructed: true,
    get(cursor) {
      const { end } = cursor
      if (!cursor.constructed || cursor.start === end) throw cursor.unexpected('one element inside')
      cursor.open(cursor.start)
      if (cursor.next !== end) throw cursor.invalid('more than one element inside an explicit tag')
      if (!accepts(inner, cursor.tag)) throw cursor.unexpected(describeTags(inner))
      return inner.get(cursor)
    },
    put: (writer, value) => inner.put(writer, value),
  })
}

/** Whether a type's encoding may begin with the tag. */
export function accepts(type: Type<unknown>, candidate: Tag): boolean {
  return type.shape.kind === 'any' || type.tags.includes(candidate) || type.tolerated.includes(candidate)
}

/** The tags a type begins with, for people. */
export const describeTags = (type: Type<unknown>): string => type.tags.map(tagName).join(' or ')

/**
 * A type that is described further down or contains itself. Its tags must be said, because they are needed before the
 * type exists.
 */
export function lazy<T>(describe: () => Type<T>, tags: readonly Tag[]): Type<T> {
  let described: Type<T> | undefined
  const resolve = () => {
    described ??= describe()
    return described
  }
  return {
    shape: { kind: 'lazy', resolve },
    tags,
    tolerated: [],
    get: (cursor) => resolve().get(cursor),
    put: (writer, value) => resolve().put(writer, value),
    retagged: (other) => lazy(() => resolve().retagged(other), [other]),
  }
}
