import type { ReadableFormat } from './formats.ts'

const separators = /[\x1d-\x1f]/
const gzip = '\x1f\x8b'

/**
 * The format that bytes at the start of a file are in, or undefined when they are none that can be read. A few hundred
 * bytes are enough; with less a format is still found when its first character tells.
 */
export function detectFormat(start: Uint8Array): ReadableFormat | undefined {
  const text = Buffer.from(start.subarray(0, 4096)).toString('latin1')
  // A byte order mark, in UTF-8 or in UTF-16 (then the second byte of every character is 0).
  const head = text
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  if (/^<[?!A-Za-z_]/.test(head)) return 'marcxml'
  if (/^[[{]/.test(head)) return 'json'
  if (/^(?:#.*\r?\n\s*)*=(?:LDR|[0-9A-Za-z]{3})(?:\s|$)/.test(head)) return 'mrk'
  if (/^\d{5}[^\r\n]/.test(head)) return 'marc'
  // A damaged start; but programs and archives have such bytes too, and zeros with them.
  if (separators.test(text) && !text.includes('\0') && !text.startsWith(gzip)) return 'marc'
  return undefined
}
