import { Cursor } from './cursor.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { accepts, describeTags, type Type } from './type.ts'
import { Writer } from './writer.ts'

/**
 * The BER encoding of a value, in definite lengths.
 * @throws Problem `ber-unencodable` naming the field whose value does not fit its description
 */
export function encode<T>(type: Type<T>, value: T): Buffer {
  const writer = new Writer()
  type.put(writer, value)
  return writer.finish()
}

/**
 * Reads one value; `bytes` must be exactly one element, in definite or indefinite lengths. Octet strings of the value
 * are views of `bytes`.
 * @throws Problem `ber-*` with the offset of the element at fault
 */
export function decode<T>(type: Type<T>, bytes: Uint8Array, limits: Limits = defaultLimits): T {
  const cursor = new Cursor(bytes, limits)
  cursor.open(0)
  if (!accepts(type, cursor.tag)) throw cursor.unexpected(describeTags(type))
  return type.get(cursor)
}
