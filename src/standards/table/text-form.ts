import { decodeText, type Encoding } from '../marc/index.ts'
import type { TableEncoding } from './shape.ts'

/** How the characters of a table stand in its bytes. */
export interface TextForm {
  /** Bytes of a code unit: delimiters, quotes and line ends are one. */
  readonly width: 1 | 2
  readonly littleEndian: boolean
  /** Bytes of the byte order mark. */
  readonly mark: number
  decode(bytes: Uint8Array): DecodedCells
}

export interface DecodedCells {
  readonly text: string
  readonly encoding: Encoding
  readonly lossy: boolean
}

/** Enough to see UTF-16 by. */
const judged = 4096

/**
 * How the characters of a table stand in its bytes, of which the first are given. A byte order mark decides; then what
 * was said; then bytes that look like UTF-16. Rows that are UTF-8 are read as such whatever was said.
 */
export function textForm(head: Uint8Array, said?: TableEncoding): TextForm {
  if (head[0] === 0xff && head[1] === 0xfe) return utf16(true, 2)
  if (head[0] === 0xfe && head[1] === 0xff) return utf16(false, 2)
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return eightBit(undefined, 3)
  if (said === 'utf-16le' || said === 'utf-16be') return utf16(said === 'utf-16le', 0)
  const halves = [0, 0]
  const some = head.subarray(0, judged)
  some.forEach((byte, at) => {
    if (byte === 0) halves[at % 2]! += 1
  })
  // Zeros in every second byte: Latin letters. A text of one byte a character has none.
  const [even, odd] = halves as [number, number]
  if (Math.max(even, odd) > some.length / 8) return utf16(odd > even, 0)
  return eightBit(said, 0)
}

function utf16(littleEndian: boolean, mark: number): TextForm {
  const decoder = new TextDecoder(littleEndian ? 'utf-16le' : 'utf-16be', { ignoreBOM: true })
  return {
    width: 2,
    littleEndian,
    mark,
    decode(bytes) {
      const text = decoder.decode(bytes).normalize('NFC')
      return { text, encoding: 'utf-8', lossy: text.includes('\ufffd') }
    },
  }
}

function eightBit(said: Encoding | undefined, mark: number): TextForm {
  return {
    width: 1,
    littleEndian: true,
    mark,
    decode(bytes) {
      const losses = { count: 0 }
      const text = decodeText('utf-8', bytes, 0, bytes.length, losses)
      if (losses.count === 0 || said === undefined || said === 'utf-8')
        return { text, encoding: 'utf-8', lossy: losses.count > 0 }
      losses.count = 0
      return { text: decodeText(said, bytes, 0, bytes.length, losses), encoding: said, lossy: losses.count > 0 }
    },
  }
}
