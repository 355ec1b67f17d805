import { kindOf } from './primitives.ts'
import { universal } from './tags.ts'
import { accepts, type Content, describeTags, element, type Type } from './type.ts'
import { unencodable, within } from './writer.ts'

/** SEQUENCE OF. */
export const sequenceOf = <T>(item: Type<T>): Type<readonly T[]> =>
  element({ kind: 'list', item }, universal.sequence, items(item))

/** SET OF, in the order that came. */
export const setOf = <T>(item: Type<T>): Type<readonly T[]> =>
  element({ kind: 'list', item }, universal.set, items(item))

const items = <T>(item: Type<T>): Content<readonly T[]> => ({
  constructed: true,
  get(cursor) {
    if (!cursor.constructed) throw cursor.unexpected('a list')
    const { end } = cursor
    const values: T[] = []
    for (let at = cursor.start; at < end; ) {
      cursor.open(at)
      at = cursor.next
      if (!accepts(item, cursor.tag)) throw cursor.unexpected(describeTags(item))
      values.push(item.get(cursor))
    }
    return values
  },
  put(writer, values) {
    if (!Array.isArray(values)) throw unencodable('a list', `it is ${kindOf(values)}`)
    for (let index = values.length - 1; index >= 0; index--) {
      try {
        item.put(writer, values[index])
      } catch (error) {
        throw within(String(index), error)
      }
    }
  },
})
