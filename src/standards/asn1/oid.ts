import type { Cursor } from './cursor.ts'
import { kindOf } from './primitives.ts'
import { universal } from './tags.ts'
import { element, type Type } from './type.ts'
import { unencodable, Writer } from './writer.ts'

const mostOctets = 128
const mostArcs = 32
/** More than the digits of 128 octets and the dots of 32 arcs: what is longer is refused unread. */
const mostCharacters = 400

/** OBJECT IDENTIFIER in dotted form, of at most 128 octets and 32 arcs. */
export const oid: Type<string> = element({ kind: 'oid' }, universal.objectIdentifier, {
  constructed: false,
  get: (cursor) => cursor.oid(read),
  put: (writer, value) => writer.octets(written.get(value) ?? remember(value)),
})

/** Contents of object identifiers written before: a program writes few of them, and each often. */
const written = new Map<string, Uint8Array>()
const mostRemembered = 200

function remember(value: string): Uint8Array {
  const writer = new Writer(32)
  write(writer, value)
  const contents = writer.finish()
  if (written.size >= mostRemembered) written.clear()
  written.set(value, contents)
  return contents
}

/** X.690 §8.19: base 128, the first two arcs in one number. */
function read(cursor: Cursor): string {
  const { bytes, start, end } = cursor
  if (cursor.constructed || start === end) throw cursor.unexpected('an OBJECT IDENTIFIER')
  if (end - start > mostOctets) throw cursor.invalid(`an OBJECT IDENTIFIER of more than ${mostOctets} octets`)
  if (bytes[end - 1]! >= 0x80) throw cursor.invalid('an OBJECT IDENTIFIER that ends inside an arc')
  let text = ''
  let arcs = 1
  for (let here = start; here < end; ) {
    if (bytes[here] === 0x80) throw cursor.invalid('an arc padded with zeros')
    const from = here
    let arc = 0
    let octet: number
    do {
      octet = bytes[here++]!
      arc = arc * 128 + (octet & 0x7f)
    } while (octet & 0x80)
    if (++arcs > mostArcs) throw cursor.invalid(`an OBJECT IDENTIFIER of more than ${mostArcs} arcs`)
    const exact = here - from <= 7 ? arc : bigArc(bytes.subarray(from, here))
    if (text) text += `.${exact}`
    else text = exact < 80 ? `${arc < 40 ? 0 : 1}.${arc % 40}` : `2.${bigMinus(exact, 80)}`
  }
  return text
}

/** Arcs made from UUIDs have 128 bits. */
const bigArc = (octets: Uint8Array) => octets.reduce((arc, octet) => arc * 128n + BigInt(octet & 0x7f), 0n)

const bigMinus = (arc: number | bigint, less: number) => (typeof arc === 'bigint' ? arc - BigInt(less) : arc - less)

function write(writer: Writer, value: string): void {
  if (typeof value !== 'string') throw unencodable('an OBJECT IDENTIFIER', `it is ${kindOf(value)}`)
  if (value.length > mostCharacters) throw tooLong()
  if (!/^([01]\.[1-3]?\d|2\.(0|[1-9]\d*))(\.(0|[1-9]\d*))*$/.test(value))
    throw unencodable('an OBJECT IDENTIFIER', 'it is not of the form 1.2.840')
  const arcs = value.split('.')
  const before = writer.written
  for (let i = arcs.length - 1; i > 1; i--) writeArc(writer, arcs[i]!)
  writeArc(writer, arcs[1]!, Number(arcs[0]) * 40)
  if (arcs.length > mostArcs || writer.written - before > mostOctets) throw tooLong()
}

const tooLong = () => unencodable('an OBJECT IDENTIFIER', `it has more than ${mostArcs} arcs or ${mostOctets} octets`)

function writeArc(writer: Writer, digits: string, plus = 0): void {
  if (digits.length > 15) {
    const arc = BigInt(digits) + BigInt(plus)
    writer.octet(Number(arc & 0x7fn))
    for (let higher = arc >> 7n; higher > 0n; higher >>= 7n) writer.octet(Number(higher & 0x7fn) | 0x80)
    return
  }
  const arc = Number(digits) + plus
  writer.octet(arc % 128)
  for (let higher = Math.floor(arc / 128); higher > 0; higher = Math.floor(higher / 128))
    writer.octet((higher % 128) | 0x80)
}
