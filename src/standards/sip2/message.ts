import { Problem } from '../../problems.ts'
import { fromOctets, type Sip2Charset, toOctets } from './charset.ts'
import type { Sip2Field } from './fields.ts'
import { type Sip2Fixed, type Sip2Has, type Sip2Name, sip2Messages, unnumbered } from './messages.ts'

/** A message to be written. */
export interface Sip2Message<Name extends Sip2Name> {
  readonly name: Name
  readonly fixed: Sip2Fixed<Name>
  /** A list is written as the field, repeated. */
  readonly fields?: { readonly [Field in Sip2Has<Name>]?: string | readonly string[] }
}

/** How messages are written, as two ends agree. */
export interface Sip2Form {
  readonly charset: Sip2Charset
  /** The number AY of the message, 0 to 9, and with it the checksum AZ; neither if not given. */
  readonly sequence?: number | undefined
  readonly terminator?: '\r' | '\r\n'
}

interface Read {
  /** Variable fields in their order, those nobody knows and those that are there twice among them. */
  readonly fields: readonly (readonly [code: string, value: string])[]
  readonly sequence: number | undefined
  readonly checksum: 'right' | 'wrong' | 'none'
}

/** A message that was read: one of these names. */
export type Sip2Read<Name extends Sip2Name = Sip2Name> = Name extends Sip2Name
  ? Read & { readonly name: Name; readonly fixed: Sip2Fixed<Name> }
  : never

const names = new Map(Object.entries(sip2Messages).map(([name, { code }]) => [code as string, name as Sip2Name]))

/** What ends a field or a message would let whoever typed it say something else. */
const unspeakable = /[|\u0000-\u001f\u007f\u0080-\u009f]/

/**
 * The octets of a message, its terminator at the end.
 * @throws Problem sip2-unwritable, with the field, for what does not fit or cannot be said; never with its value
 */
export function writeSip2<Name extends Sip2Name>(
  { name, fixed, fields = {} }: Sip2Message<Name>,
  { charset, sequence, terminator = '\r' }: Sip2Form,
): Buffer {
  const described = sip2Messages[name]
  const values = fixed as Readonly<Record<string, string>>
  const said = fields as { readonly [Field in Sip2Field]?: string | readonly string[] }
  const pieces: Uint8Array[] = [Buffer.from(described.code)]
  for (const [field, width] of described.fixed) {
    const octets = octetsOf(field, values[field] ?? '', charset)
    if (octets.length > width) throw unwritable(field, `longer than ${width} characters`)
    pieces.push(octets, Buffer.alloc(width - octets.length, ' '))
  }
  const piece = (field: string, value: string) =>
    pieces.push(Buffer.from(field), octetsOf(field, value, charset), Buffer.from('|'))
  for (const field of described.needed) for (const value of [said[field] ?? ''].flat()) piece(field, value)
  for (const field of described.optional) for (const value of [said[field] ?? []].flat()) piece(field, value)
  if (sequence !== undefined) {
    pieces.push(Buffer.from(unnumbered.has(name) ? 'AZ' : `AY${sequence % 10}AZ`))
    pieces.push(Buffer.from(checksumOf(Buffer.concat(pieces))))
  }
  return Buffer.concat([...pieces, Buffer.from(terminator)])
}

function octetsOf(field: string, value: string, charset: Sip2Charset): Buffer {
  if (unspeakable.test(value)) throw unwritable(field, 'it holds a sign that would end it')
  const octets = toOctets(value, charset)
  if (!octets) throw unwritable(field, `it holds a letter that ${charset} lacks`)
  return octets
}

const unwritable = (field: string, detail: string) => new Problem('sip2-unwritable', { field, detail })

/** The sum of all octets up to and with the letters AZ, below zero, in 16 bits as hexadecimal digits. */
function checksumOf(octets: Uint8Array): string {
  let sum = 0
  for (const octet of octets) sum += octet
  return (-sum & 0xffff).toString(16).toUpperCase().padStart(4, '0')
}

/**
 * Reads a message without its terminator. What is behind its fixed fields is read as it comes: fields that are unknown,
 * repeated, empty or without their last bar. A checksum that is wrong is told, not judged.
 * @throws Problem sip2-unreadable for another message than those we know, and for one that ends within its fixed fields
 */
export function readSip2(octets: Uint8Array, charset: Sip2Charset): Sip2Read {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
  const code = bytes.toString('latin1', 0, 2)
  const name = names.get(code)
  if (!name) throw new Problem('sip2-unreadable', { detail: 'it is no message that we know' })
  let place = 2
  const fixed: Record<string, string> = {}
  for (const [field, width] of sip2Messages[name].fixed) {
    if (place + width > bytes.length) throw new Problem('sip2-unreadable', { detail: `it ends before its ${field}` })
    fixed[field] = fromOctets(bytes.subarray(place, place + width), charset)
    place += width
  }
  const { end, ...tail } = tailOf(bytes, place)
  const fields = fromOctets(bytes.subarray(place, end), charset)
    .split('|')
    .flatMap((piece) => (piece.length >= 2 ? [[piece.slice(0, 2), piece.slice(2)] as const] : []))
  return { name, fixed, fields, ...tail } as unknown as Sip2Read
}

/** Where the number and the checksum begin, which end a message without bars, and what they say. */
function tailOf(bytes: Buffer, from: number): Pick<Read, 'sequence' | 'checksum'> & { readonly end: number } {
  const body = bytes.toString('latin1', from).trimEnd()
  const last = body.slice(-longestTail)
  const [tail, digit, sum] = /(?:AY(\d)\|?)?(?:AZ([0-9A-Fa-f]{4})\|?)?$/.exec(last)!
  const end = from + body.length - tail.length
  const sequence = digit === undefined ? undefined : Number(digit)
  if (sum === undefined) return { end, sequence, checksum: 'none' }
  const right = checksumOf(bytes.subarray(0, from + body.lastIndexOf('AZ') + 2))
  return { end, sequence, checksum: right === sum.toUpperCase() ? 'right' : 'wrong' }
}

/** AY, a digit, AZ, four digits, and bars that some write behind both. */
const longestTail = 11

/** Whether a message is one of this name. */
export const isSip2 = <Name extends Sip2Name>(
  message: Sip2Read,
  name: Name,
): message is Extract<Sip2Read, { readonly name: Name }> => message.name === name

/** All values of a field, without blanks around them; empty ones are left out. */
export const sip2Values = ({ fields }: Pick<Read, 'fields'>, wanted: Sip2Field): string[] =>
  fields.flatMap(([code, value]) => (code === wanted && value.trim() !== '' ? [value.trim()] : []))

/** The first of them. */
export const sip2Value = (message: Pick<Read, 'fields'>, wanted: Sip2Field): string | undefined =>
  sip2Values(message, wanted)[0]
