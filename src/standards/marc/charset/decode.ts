import { isUtf8 } from 'node:buffer'
import type { Encoding } from '../types.ts'
import { decodeIso5426 } from './iso5426.ts'
import { decodeMarc8, type Losses } from './marc8-decode.ts'
import { decodeSingleByte } from './single-byte.ts'

/** Bytes at least this great may begin, in UTF-8, a character that NFC changes: U+0300 is CC 80. */
const FIRST_COMBINING_LEAD = 0xcc

const view = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Decodes UTF-8 to NFC. What is not valid becomes U+FFFD and is counted. */
function decodeUtf8(bytes: Uint8Array, start: number, end: number, losses: Losses): string {
  const text = view(bytes).utf8Slice(start, end)
  if (!isUtf8(bytes.subarray(start, end))) losses.count += text.split('\ufffd').length - 1
  return normalized(bytes, start, end) ? text : text.normalize('NFC')
}

/** Whether UTF-8 text needs no look at NFC because nothing in it reaches U+0300. */
export function normalized(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! >= FIRST_COMBINING_LEAD) return false
  return true
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
