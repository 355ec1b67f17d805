import fc from 'fast-check'
import { encode, octets, type Shape, type Type } from '../../../src/standards/asn1/index.ts'

/** Levels of self-containing types that are made. */
const levels = 3

/** Values of any described type, made from the description itself. */
export const arbitraryOf = <T>(type: Type<T>, depth = levels): fc.Arbitrary<T> =>
  shaped(type.shape, depth) as fc.Arbitrary<T>

function shaped(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.oneof(fc.integer({ min: -300, max: 300 }), fc.maxSafeInteger())
    case 'bigInteger':
      return fc.bigInt()
    case 'null':
      return fc.constant(null)
    case 'octets':
      return someOctets
    case 'bitString':
      return fc
        .tuple(someOctets, fc.nat(7))
        .map(([bytes, unused]) => ({ bytes, unused: bytes.length > 0 ? unused : 0 }))
    case 'oid':
      return someOid
    case 'any':
      return someOctets.map((bytes) => encode(octets, bytes))
    case 'text':
      return texts[shape.charset]
    case 'named':
      return fc.oneof(
        fc.constantFrom(...Object.keys(shape.names)),
        fc.integer().filter((number) => !Object.values(shape.names).includes(number)),
      )
    case 'bits':
      return fc.record(Object.fromEntries(Object.keys(shape.names).map((name) => [name, fc.constant(true)])), {
        requiredKeys: [],
        noNullPrototype: true,
      })
    case 'sequence':
      return fc.record(Object.fromEntries(shape.fields.map(({ name, type }) => [name, arbitraryOf(type, depth)])), {
        requiredKeys: shape.fields.filter((f) => f.required || f.whenAbsent !== undefined).map((f) => f.name),
        noNullPrototype: true,
      })
    case 'list':
      return fc.array(arbitraryOf(shape.item, depth), { maxLength: depth > 0 || !nests(shape.item) ? 3 : 0 })
    case 'choice': {
      const all = Object.entries(shape.alternatives)
      const ends = all.filter(([, type]) => !nests(type))
      return fc.oneof(
        ...(depth > 0 || ends.length === 0 ? all : ends).map(([name, type]) =>
          arbitraryOf(type, depth).map((value) => ({ type: name, value })),
        ),
      )
    }
    case 'explicit':
      return arbitraryOf(shape.inner, depth)
    case 'lazy':
      return depth > 0 ? arbitraryOf(shape.resolve(), depth - 1) : fc.constant(undefined)
  }
}

/** Whether a value of the type may hold another of a type that contains itself. */
function nests({ shape }: Type<unknown>): boolean {
  switch (shape.kind) {
    case 'lazy':
      return true
    case 'explicit':
      return nests(shape.inner)
    case 'list':
      return nests(shape.item)
    case 'choice':
      return Object.values(shape.alternatives).some(nests)
    case 'sequence':
      return shape.fields.some(({ type }) => nests(type))
    default:
      return false
  }
}

const someOctets = fc.uint8Array({ maxLength: 150 }).map((bytes) => Buffer.from(bytes))

const someOid = fc
  .tuple(
    fc.oneof(fc.tuple(fc.nat(1), fc.nat(39)), fc.tuple(fc.constant(2), fc.nat())),
    fc.array(fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 1n << 128n })), { maxLength: 5 }),
  )
  .map(([first, rest]) => [...first, ...rest].join('.'))

const texts = {
  ascii: fc.string({ maxLength: 40 }),
  any: fc.string({ unit: 'grapheme', maxLength: 40 }),
  time: fc.date({ noInvalidDate: true }).map((date) => `${date.toISOString().replace(/\D/g, '').slice(-17, -3)}Z`),
}
