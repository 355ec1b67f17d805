import { Problem } from '../../problems.ts'
import { defaultLimits } from './limits.ts'
import { survey } from './survey.ts'
import { type Type, wrapped } from './type.ts'
import { unencodable } from './writer.ts'

/** ANY: one element as it came, header included, for a description chosen later. A view of the input. */
export const any: Type<Uint8Array> = {
  shape: { kind: 'any' },
  tags: [],
  tolerated: [],
  get: (cursor) => cursor.bytes.subarray(cursor.at, cursor.next),
  put(writer, value) {
    try {
      survey(Buffer.from(value.buffer, value.byteOffset, value.byteLength), { ...defaultLimits, depth: writer.room })
    } catch (cause) {
      throw unencodable('one BER element', cause instanceof Problem ? cause.message : 'it is not octets')
    }
    writer.octets(value)
  },
  retagged: (outer) => wrapped(outer, any),
}
