import { isUtf8 } from 'node:buffer'
import type { Cursor } from './cursor.ts'
import { kindOf } from './primitives.ts'
import { type Tag, universal } from './tags.ts'
import { type Content, element, type Shape, type Type } from './type.ts'
import { unencodable } from './writer.ts'

/** Character string types whose octets are read as characters one for one or as UTF-8. Peers take one for another. */
const interchangeable: readonly Tag[] = [
  universal.utf8String,
  universal.numericString,
  universal.printableString,
  universal.teletexString,
  universal.ia5String,
  universal.graphicString,
  universal.visibleString,
  universal.generalString,
]

const describe = (own: Tag, charset: (Shape & { kind: 'text' })['charset'] = 'any'): Type<string> =>
  element(
    { kind: 'text', charset },
    own,
    characters,
    charset === 'time' ? [] : interchangeable.filter((other) => other !== own),
  )

/** Up to this length a loop over characters is quicker than a call of the runtime's encoder. */
const short = 32

/**
 * Z39.50 says ISO 2022 escapes or VisibleString; what peers send in any of these types is UTF-8 or Latin-1. UTF-8 where
 * it is valid, else Latin-1; UTF-8 is written.
 */
const characters: Content<string> = {
  constructed: false,
  get: (cursor) => cursor.text(read),
  put(writer, value) {
    if (typeof value !== 'string') throw unencodable('text', `it is ${kindOf(value)}`)
    if (value.length <= short && isAsciiText(value)) {
      for (let i = value.length - 1; i >= 0; i--) writer.octet(value.charCodeAt(i))
      return
    }
    const length = Buffer.byteLength(value)
    writer.reserve(length).write(value, writer.at)
  },
}

function read(cursor: Cursor): string {
  if (cursor.constructed) return decode(cursor.octets())
  const { bytes, start, end } = cursor
  return isAscii(bytes, start, end) ? bytes.toString('latin1', start, end) : decode(bytes.subarray(start, end))
}

const decode = (octets: Buffer) => (isUtf8(octets) ? octets.toString('utf8') : octets.toString('latin1'))

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! >= 0x80) return false
  return true
}

function isAsciiText(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false
  return true
}

export const utf8String = describe(universal.utf8String)
export const numericString = describe(universal.numericString, 'ascii')
export const printableString = describe(universal.printableString, 'ascii')
export const teletexString = describe(universal.teletexString)
export const ia5String = describe(universal.ia5String, 'ascii')
export const graphicString = describe(universal.graphicString)
export const visibleString = describe(universal.visibleString)
export const generalString = describe(universal.generalString)
export const objectDescriptor = describe(universal.objectDescriptor)
/** As sent, e.g. `20261123071849Z`. */
export const generalizedTime = describe(universal.generalizedTime, 'time')
/** As sent, e.g. `261123071849Z`. */
export const utcTime = describe(universal.utcTime, 'time')
