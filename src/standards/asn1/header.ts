import { Problem } from '../../problems.ts'
import type { Limits } from './limits.ts'
import { type Tag, tagFrom } from './tags.ts'

/** Identifier and length octets of one element, read with every check. X.690 §8.1.2, §8.1.3. */
export class Header {
  /** First identifier octet; 0 is end-of-contents. */
  identifier = 0
  tag: Tag = 0
  constructed = false
  indefinite = false
  /** Offset of the contents. */
  start = 0
  /** Octets of contents; 0 when indefinite. */
  length = 0

  /**
   * Reads the header at `at`; false when `bound` comes before its end.
   * @throws Problem when no further octet could make it good
   */
  read(bytes: Buffer, at: number, bound: number, limits: Limits): boolean {
    if (at >= bound) return false
    let here = at
    const identifier = bytes[here++]!
    this.identifier = identifier
    this.constructed = (identifier & 0x20) !== 0
    this.indefinite = false
    let number = identifier & 0x1f
    if (number === 0x1f) {
      let octet: number
      number = 0
      do {
        if (here - at >= limits.tagOctets)
          throw new Problem('ber-tag-too-long', { offset: at, limit: limits.tagOctets })
        if (here >= bound) return false
        octet = bytes[here++]!
        if (octet === 0x80 && here === at + 2) throw invalid(at, 'the tag number is padded with zeros')
        number = (number << 7) | (octet & 0x7f)
      } while (octet & 0x80)
    }
    this.tag = tagFrom(identifier, number)
    if (here >= bound) return false
    let length = bytes[here++]!
    if (length >= 0x80) {
      let octets = length & 0x7f
      if (octets > limits.lengthOctets)
        throw new Problem('ber-length-too-long', { offset: at, limit: limits.lengthOctets })
      if (octets === 0 && !this.constructed) throw invalid(at, 'a primitive element of indefinite length')
      this.indefinite = octets === 0
      length = 0
      for (; octets > 0; octets--) {
        if (here >= bound) return false
        length = length * 256 + bytes[here++]!
      }
    }
    if (identifier === 0 && (length !== 0 || here !== at + 2)) throw invalid(at, 'end-of-contents with a length')
    this.start = here
    this.length = length
    return true
  }
}

/** A rule of BER broken at a byte. */
export const invalid = (offset: number, detail: string): Problem => new Problem('ber-invalid', { offset, detail })
