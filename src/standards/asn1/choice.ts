import { kindOf } from './primitives.ts'
import type { Tag } from './tags.ts'
import { type Alternative, type Type, type Value, wrapped } from './type.ts'
import { unencodable, within } from './writer.ts'

/** The chosen alternative by name, so that `switch (value.type)` narrows. */
export type ChoiceValue<A> = {
  readonly [N in keyof A]: { readonly type: N; readonly value: Value<A[N]> }
}[keyof A]

/** CHOICE, told apart by tag; an alternative may be a CHOICE itself. It has no tag of its own. */
export function choice<const A extends Readonly<Record<string, Type<unknown>>>>(alternatives: A): Type<ChoiceValue<A>> {
  const byTag = dispatch(alternatives)
  const byName: ReadonlyMap<unknown, Type<unknown>> = new Map(Object.entries(alternatives))
  const tags = Object.values(alternatives).flatMap((type) => type.tags)
  const expected = `one of ${Object.keys(alternatives).join(', ')}`
  const self: Type<ChoiceValue<A>> = {
    shape: { kind: 'choice', alternatives, byTag },
    tags,
    tolerated: [...byTag.keys()].filter((tag) => !tags.includes(tag)),
    get(cursor) {
      const chosen = byTag.get(cursor.tag)
      if (!chosen) throw cursor.unexpected(expected)
      return { type: chosen[0], value: chosen[1].get(cursor) } as unknown as ChoiceValue<A>
    },
    put(writer, value) {
      const name = (value as { type?: unknown } | null | undefined)?.type
      const alternative = byName.get(name)
      if (!alternative) throw unencodable(expected, `it is ${name ?? kindOf(value)}`)
      try {
        alternative.put(writer, value.value)
      } catch (error) {
        throw within(String(name), error)
      }
    },
    retagged: (outer) => wrapped(outer, self),
  }
  return self
}

/**
 * The alternative each tag leads to. Own tags first; a tag that is only tolerated goes to the first alternative that
 * would take it.
 */
function dispatch(alternatives: Readonly<Record<string, Type<unknown>>>): ReadonlyMap<Tag, Alternative> {
  const byTag = new Map<Tag, Alternative>()
  for (const alternative of Object.entries(alternatives)) {
    if (alternative[1].tags.length === 0) throw new TypeError(`${alternative[0]} may begin with any tag`)
    for (const tag of alternative[1].tags) {
      if (byTag.has(tag)) throw new TypeError(`${byTag.get(tag)?.[0]} and ${alternative[0]} begin with the same tag`)
      byTag.set(tag, alternative)
    }
  }
  for (const alternative of Object.entries(alternatives))
    for (const tag of alternative[1].tolerated) if (!byTag.has(tag)) byTag.set(tag, alternative)
  return byTag
}
