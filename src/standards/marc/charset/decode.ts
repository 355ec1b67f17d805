import { isUtf8 } from 'node:buffer'
import type { Encoding } from '../types.ts'
import { decodeIso5426 } from './iso5426.ts'
import { decodeMarc8, type Losses } from './marc8-decode.ts'
import { decodeSingleByte } from './single-byte.ts'

/** Nothing below U+0300 combines: text without such characters is in NFC. */
const REPLACEMENT = '\ufffd'
const mayCombine = /[\u0300-\uffff]/

const view = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Decodes UTF-8 to NFC. What is not valid becomes U+FFFD and is counted. */
function decodeUtf8(bytes: Uint8Array, start: number, end: number, losses: Losses): string {
  const text = view(bytes).utf8Slice(start, end)
  if (text.includes(REPLACEMENT) && !isUtf8(bytes.subarray(start, end)))
    losses.count += text.split(REPLACEMENT).length - 1
  return mayCombine.test(text) ? text.normalize('NFC') : text
}

/**
 * Decodes `bytes[start, end)`, one subfield or control field, to NFC text. Characters that cannot be decoded become
 * U+FFFD and are counted in `losses`.
 */
export function decodeText(
  encoding: Encoding,
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
  losses: Losses = { count: 0 },
): string {
  switch (encoding) {
    case 'utf-8':
      return decodeUtf8(bytes, start, end, losses)
    case 'marc-8':
      return decodeMarc8(bytes, start, end, losses)
    case 'iso-5426':
      return decodeIso5426(bytes, start, end, losses)
    default:
      return decodeSingleByte(encoding, bytes, start, end, losses)
  }
}
