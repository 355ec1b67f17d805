import type { Cursor } from './cursor.ts'
import { universal } from './tags.ts'
import { type Content, element, type Type } from './type.ts'
import { unencodable, type Writer } from './writer.ts'

/** BOOLEAN. Any octet but 0 is true; 1 is written, as YAZ does, because that is what every peer has been tried with. */
export const boolean: Type<boolean> = element({ kind: 'boolean' }, universal.boolean, {
  constructed: false,
  get(cursor) {
    if (cursor.constructed || cursor.end !== cursor.start + 1) throw cursor.unexpected('a BOOLEAN of one octet')
    return cursor.bytes[cursor.start] !== 0
  },
  put(writer, value) {
    if (typeof value !== 'boolean') throw unencodable('a BOOLEAN', `it is ${kindOf(value)}`)
    writer.octet(value ? 1 : 0)
  },
})

/** INTEGER within what a number holds exactly: -(2^53-1) … 2^53-1. */
export const integer: Type<number> = element({ kind: 'integer' }, universal.integer, {
  constructed: false,
  get: readInteger,
  put: writeInteger,
})

/** INTEGER of any size. */
export const bigInteger: Type<bigint> = element({ kind: 'bigInteger' }, universal.integer, {
  constructed: false,
  get(cursor) {
    const { bytes, start, end } = cursor
    if (cursor.constructed || start === end) throw cursor.unexpected('an INTEGER')
    const value = BigInt(`0x${bytes.toString('hex', start, end)}`)
    return bytes[start]! < 0x80 ? value : value - (1n << BigInt((end - start) * 8))
  },
  put(writer, value) {
    if (typeof value !== 'bigint') throw unencodable('an INTEGER', `it is ${kindOf(value)}`)
    // One sign bit more than the magnitude needs; a negative number in two's complement has that of -value-1.
    const magnitude = value < 0n ? -value - 1n : value
    const octets = Math.floor(magnitude.toString(16).length / 2) + 1
    const hex = (value < 0n ? value + (1n << BigInt(octets * 8)) : value).toString(16).padStart(octets * 2, '0')
    const surplus = isPadded(Number.parseInt(hex.slice(0, 2), 16), Number.parseInt(hex.slice(2, 4), 16)) ? 2 : 0
    writer.octets(Buffer.from(hex.slice(surplus), 'hex'))
  },
})

/** NULL. */
export const nul: Type<null> = element<null>({ kind: 'null' }, universal.null, {
  constructed: false,
  get(cursor) {
    if (cursor.constructed || cursor.end !== cursor.start) throw cursor.unexpected('a NULL')
    return null
  },
  put() {},
})

/** OCTET STRING. What is read is a view of the input, not a copy. */
export const octets: Type<Uint8Array> = element<Uint8Array>({ kind: 'octets' }, universal.octetString, {
  constructed: false,
  get: (cursor) => cursor.octets(),
  put(writer, value) {
    if (!(value instanceof Uint8Array)) throw unencodable('an OCTET STRING', `it is ${kindOf(value)}`)
    writer.octets(value)
  },
})

/** INTEGER with named numbers: the name where there is one, else the number as it came. */
export const namedInteger = <const N extends Readonly<Record<string, number>>>(names: N) =>
  element<NameOrNumber<N>>({ kind: 'named', names }, universal.integer, named(names))

/** ENUMERATED; as `namedInteger`, because later editions add values. */
export const enumerated = <const N extends Readonly<Record<string, number>>>(names: N) =>
  element<NameOrNumber<N>>({ kind: 'named', names }, universal.enumerated, named(names))

export type NameOrNumber<N> = (keyof N & string) | number

function named<N extends Readonly<Record<string, number>>>(names: N): Content<NameOrNumber<N>> {
  const byNumber = new Map(Object.entries(names).map(([name, number]) => [number, name]))
  return {
    constructed: false,
    get(cursor) {
      const number = readInteger(cursor)
      return byNumber.get(number) ?? number
    },
    put(writer, value) {
      const number = typeof value === 'string' ? names[value] : value
      if (number === undefined) throw unencodable(`one of ${Object.keys(names).join(', ')}`, `it is ${kindOf(value)}`)
      writeInteger(writer, number)
    },
  }
}

function readInteger(cursor: Cursor): number {
  const { bytes, end } = cursor
  let { start } = cursor
  if (cursor.constructed || start === end) throw cursor.unexpected('an INTEGER')
  const sign = bytes[start]! < 0x80 ? 0 : -1
  // Some encoders pad to a fixed width.
  while (end - start > 1 && isPadded(bytes[start]!, bytes[start + 1]!)) start++
  if (end - start > 7) throw cursor.invalid('an INTEGER beyond 2^53')
  let value = sign
  for (; start < end; start++) value = value * 256 + bytes[start]!
  if (!Number.isSafeInteger(value)) throw cursor.invalid('an INTEGER beyond 2^53')
  return value
}

/** Whether the first octet only repeats the sign of the second. X.690 §8.3.2. */
const isPadded = (first: number, second: number) => (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)

function writeInteger(writer: Writer, value: number): void {
  if (!Number.isSafeInteger(value)) throw unencodable('an INTEGER', `it is ${kindOf(value)}`)
  let rest = value
  for (;;) {
    const octet = ((rest % 256) + 256) % 256
    writer.octet(octet)
    rest = (rest - octet) / 256
    if ((rest === 0 && octet < 0x80) || (rest === -1 && octet >= 0x80)) return
  }
}

/** What a value is, for the complaint that it should be something else. Never the value of a string: it may be secret. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return 'a list'
  return `of type ${typeof value}`
}
