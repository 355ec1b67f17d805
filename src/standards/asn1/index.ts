/**
 * ASN.1 types as values and their Basic Encoding Rules (X.680, X.690): describe a type once; encoder, decoder, dump and
 * TypeScript type follow from it.
 */
export { any } from './any.ts'
export { type BitString, type Bits, bitString, bits } from './bits.ts'
export { choice } from './choice.ts'
export { decode, encode } from './codec.ts'
export { type DumpOptions, dump } from './dump.ts'
export { type External, external } from './external.ts'
export { defaultLimits, type Limits } from './limits.ts'
export { sequenceOf, setOf } from './list.ts'
export { oid } from './oid.ts'
export { bigInteger, boolean, enumerated, integer, namedInteger, nul, octets } from './primitives.ts'
export { optional, sequence, withDefault, withWrittenDefault } from './sequence.ts'
export { Splitter } from './splitter.ts'
export { type Tag, tag, universal } from './tags.ts'
export {
  generalizedTime,
  generalString,
  graphicString,
  ia5String,
  numericString,
  objectDescriptor,
  printableString,
  teletexString,
  utcTime,
  utf8String,
  visibleString,
} from './text.ts'
export { explicit, type Field, implicit, lazy, type Shape, type Type, type Value } from './type.ts'
