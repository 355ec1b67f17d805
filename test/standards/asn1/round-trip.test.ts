import { expect } from 'chai'
import fc from 'fast-check'
import {
  any,
  bigInteger,
  bitString,
  bits,
  boolean,
  choice,
  decode,
  encode,
  enumerated,
  explicit,
  external,
  implicit,
  integer,
  nul,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  setOf,
  type Type,
  utf8String,
  withDefault,
} from '../../../src/standards/asn1/index.ts'
import { arbitraryOf } from './arbitrary.ts'
import { indefinite } from './indefinite.ts'
import { runs } from './scale.ts'

const types: Record<string, Type<unknown>> = {
  boolean,
  integer,
  bigInteger,
  bitString,
  oid,
  utf8String,
  external,
  bits: bits({ a: 0, b: 3, c: 17 }),
  enumerated: enumerated({ no: 0, yes: 1 }),
  'sequence with everything': sequence({
    a: optional(implicit(0, integer)),
    b: withDefault(boolean, true),
    c: setOf(octets),
    d: optional(explicit(300, choice({ text: utf8String, nothing: nul, lists: sequenceOf(sequenceOf(integer)) }))),
    e: explicit(5, any),
  }),
}

describe('What is written', function () {
  this.timeout(runs(120_000))

  for (const [name, type] of Object.entries(types))
    it(`is read back the same: ${name}`, () => {
      fc.assert(
        fc.property(arbitraryOf(type), (value) => {
          const bytes = encode(type, value)
          expect(decode(type, bytes)).to.deep.equal(value)
          if (name !== 'sequence with everything') return
          expect(decode(type, indefinite(bytes))).to.deep.equal(value)
        }),
        { numRuns: runs(300) },
      )
    })
})
