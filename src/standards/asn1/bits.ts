import type { Cursor } from './cursor.ts'
import { kindOf } from './primitives.ts'
import { universal } from './tags.ts'
import { element, type Type } from './type.ts'
import { unencodable } from './writer.ts'

/** Named bits that are set. */
export type Bits<Name extends string> = { readonly [N in Name]?: boolean }

/**
 * BIT STRING with named bits: a list of names from bit 0 on, or bit numbers by name. Bits without a name are ignored,
 * so that a peer of a later edition does no harm. Written in whole octets, no more than the highest set bit needs.
 */
export function bits<const Name extends string>(names: readonly Name[]): Type<Bits<Name>>
export function bits<const N extends Readonly<Record<string, number>>>(names: N): Type<Bits<keyof N & string>>
export function bits(names: readonly string[] | Readonly<Record<string, number>>): Type<Bits<string>> {
  const byName: Readonly<Record<string, number>> = Array.isArray(names)
    ? Object.fromEntries(names.map((name, bit) => [name, bit]))
    : (names as Readonly<Record<string, number>>)
  const entries = Object.entries(byName)
  return element<Bits<string>>({ kind: 'bits', names: byName }, universal.bitString, {
    constructed: false,
    get(cursor) {
      const { bytes, unused } = readBitString(cursor)
      const count = bytes.length * 8 - unused
      const value: Record<string, true> = {}
      for (const [name, bit] of entries) if (bit < count && (bytes[bit >> 3]! << (bit & 7)) & 0x80) value[name] = true
      return value
    },
    put(writer, value) {
      if (typeof value !== 'object' || value === null) throw unencodable('a BIT STRING', `it is ${kindOf(value)}`)
      const set = Object.keys(value).filter((name) => value[name])
      const unknown = set.find((name) => !Object.hasOwn(byName, name))
      if (unknown !== undefined) throw unencodable('a BIT STRING', `no bit is called ${unknown}`)
      const octets = new Uint8Array(Math.max(1, ...set.map((name) => (byName[name]! >> 3) + 1)))
      for (const name of set) octets[byName[name]! >> 3]! |= 0x80 >> (byName[name]! & 7)
      writer.octets(octets)
      writer.octet(0)
    },
  })
}

/** Bits without names. The first is the highest of the first octet; `unused` of the last octet's lowest do not count. */
export interface BitString {
  readonly bytes: Uint8Array
  readonly unused: number
}

/** BIT STRING. */
export const bitString: Type<BitString> = element<BitString>({ kind: 'bitString' }, universal.bitString, {
  constructed: false,
  get: readBitString,
  put(writer, value) {
    const fits = value?.bytes instanceof Uint8Array && value.unused >= 0 && value.unused <= 7
    if (!fits || (value.unused > 0 && value.bytes.length === 0)) throw unencodable('a BIT STRING', 'it is not one')
    writer.octets(value.bytes)
    writer.octet(value.unused)
  },
})

function readBitString(cursor: Cursor): BitString {
  if (!cursor.constructed) return readPiece(cursor)
  const pieces: Uint8Array[] = []
  let unused = 0
  cursor.eachPiece(universal.bitString, () => {
    if (unused > 0) throw cursor.unexpected('no piece after one with unused bits')
    const piece = readPiece(cursor)
    pieces.push(piece.bytes)
    unused = piece.unused
  })
  return { bytes: Buffer.concat(pieces), unused }
}

function readPiece(cursor: Cursor): BitString {
  const { bytes, start, end } = cursor
  const unused = bytes[start]!
  if (start === end || unused > 7 || (unused > 0 && end === start + 1)) throw cursor.unexpected('a BIT STRING')
  return { bytes: bytes.subarray(start + 1, end), unused }
}
