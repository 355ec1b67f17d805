import { any } from './any.ts'
import { bitString } from './bits.ts'
import { choice } from './choice.ts'
import { oid } from './oid.ts'
import { integer, octets } from './primitives.ts'
import { optional, sequence } from './sequence.ts'
import { universal } from './tags.ts'
import { objectDescriptor } from './text.ts'
import { explicit, implicit, type Value } from './type.ts'

/**
 * EXTERNAL: data of a type named in place, by object identifier as a rule. X.690 §8.18 gives the encoding, which is
 * still that of the 1988 edition of ASN.1.
 */
export const external = implicit(
  universal.external,
  sequence({
    directReference: optional(oid),
    indirectReference: optional(integer),
    dataValueDescriptor: optional(objectDescriptor),
    encoding: choice({
      singleAsn1Type: explicit(0, any),
      octetAligned: implicit(1, octets),
      arbitrary: implicit(2, bitString),
    }),
  }),
  'universal',
)
export type External = Value<typeof external>
