import type { Encoding } from '../types.ts'
import type { Losses } from './marc8-decode.ts'

/** Windows-1252's characters 80 to 9F; five codes have none. */
const windows1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ'

/** The encodings that Node's TextDecoder knows by another name. */
const labels: Partial<Record<Encoding, string>> = {
  'koi8-r': 'koi8-r',
  'windows-1251': 'windows-1251',
  cp866: 'ibm866',
}

const upperHalves = new Map<Encoding, string>()

/** What the bytes 80 to FF stand for, as 128 characters; U+FFFD for none. */
function upperHalf(encoding: Encoding): string {
  const known = upperHalves.get(encoding)
  if (known !== undefined) return known
  const bytes = Buffer.from(Array.from({ length: 128 }, (_, i) => 0x80 + i))
  const latin1 = bytes.toString('latin1')
  const label = labels[encoding]
  const half = label
    ? new TextDecoder(label).decode(bytes)
    : encoding === 'windows-1252'
      ? windows1252 + latin1.slice(32)
      : latin1
  upperHalves.set(encoding, half)
  return half
}

/** Decodes an encoding of one byte a character whose lower half is ASCII. Counts bytes without a character. */
export function decodeSingleByte(
  encoding: Encoding,
  bytes: Uint8Array,
  start: number,
  end: number,
  losses: Losses,
): string {
  const half = upperHalf(encoding)
  let text = ''
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    const character = byte < 0x80 ? String.fromCharCode(byte) : half[byte - 0x80]!
    if (character === '\ufffd') losses.count++
    text += character
  }
  return text
}
