import { Problem } from '../../problems.ts'
import { invalid } from './header.ts'
import type { Limits } from './limits.ts'
import { type Survey, survey } from './survey.ts'
import { type Tag, tagFrom, tagName, universal } from './tags.ts'

/**
 * Reads headers of surveyed bytes; a description's `get` finds the element it is to read in these fields. Opening the
 * next element overwrites them, so whoever walks a list keeps `next` first.
 */
export class Cursor {
  tag: Tag = 0
  constructed = false
  /** Where the element begins. */
  at = 0
  /** Where its contents begin. */
  start = 0
  /** Where its contents end. */
  end = 0
  /** Where the element after it begins. */
  next = 0
  readonly bytes: Buffer
  readonly #survey: Survey
  #mark = 0
  // Ten records repeat one object identifier and one database name: the last of each is remembered.
  #oidStart = 0
  #oidEnd = -1
  #oid = ''
  #textStart = 0
  #textEnd = -1
  #text = ''

  constructor(bytes: Uint8Array, limits: Limits) {
    this.bytes = asBuffer(bytes)
    this.#survey = survey(this.bytes, limits)
  }

  /** Reads the header at an offset. Costs the same however much the element holds. */
  open(at: number): void {
    const bytes = this.bytes
    let here = at
    const identifier = bytes[here++]!
    let number = identifier & 0x1f
    if (number === 0x1f) {
      let octet: number
      number = 0
      do {
        octet = bytes[here++]!
        number = (number << 7) | (octet & 0x7f)
      } while (octet & 0x80)
    }
    let length = bytes[here++]!
    this.at = at
    this.tag = tagFrom(identifier, number)
    this.constructed = (identifier & 0x20) !== 0
    if (length === 0x80) {
      this.start = here
      this.end = this.#indefiniteEnd(here)
      this.next = this.end + 2
      return
    }
    if (length > 0x80) {
      let octets = length & 0x7f
      length = 0
      for (; octets > 0; octets--) length = length * 256 + bytes[here++]!
    }
    this.start = here
    this.end = this.next = here + length
  }

  /** The walk goes forward, so the search for a mark goes on where it stood. */
  #indefiniteEnd(start: number): number {
    const { starts, ends } = this.#survey
    while (starts[this.#mark]! < start) this.#mark++
    while (starts[this.#mark]! > start) this.#mark--
    return ends[this.#mark]!
  }

  /** The octets of the contents: a view of the input where they lie together, joined where the sender cut them. */
  octets(): Buffer {
    if (!this.constructed) return this.bytes.subarray(this.start, this.end)
    const pieces: Buffer[] = []
    this.eachPiece(universal.octetString, () => pieces.push(this.bytes.subarray(this.start, this.end)))
    return Buffer.concat(pieces)
  }

  /** X.690 §8.6.4, §8.7.3: strings may come as a constructed element of pieces, in turn constructed. */
  eachPiece(tag: Tag, visit: () => void): void {
    const { end } = this
    for (let at = this.start; at < end; ) {
      this.open(at)
      at = this.next
      if (this.tag !== tag) throw this.unexpected(tagName(tag))
      if (this.constructed) this.eachPiece(tag, visit)
      else visit()
    }
  }

  /** The contents as an object identifier, read by `parse` unless they are those of the one before. */
  oid(parse: (cursor: Cursor) => string): string {
    if (this.constructed) return parse(this)
    if (!this.#same(this.#oidStart, this.#oidEnd)) {
      this.#oid = parse(this)
      this.#oidStart = this.start
      this.#oidEnd = this.end
    }
    return this.#oid
  }

  /** The same for text. */
  text(parse: (cursor: Cursor) => string): string {
    if (this.constructed) return parse(this)
    if (!this.#same(this.#textStart, this.#textEnd)) {
      this.#text = parse(this)
      this.#textStart = this.start
      this.#textEnd = this.end
    }
    return this.#text
  }

  #same(start: number, end: number): boolean {
    const { bytes, start: from } = this
    const length = this.end - from
    if (length !== end - start) return false
    for (let i = 0; i < length; i++) if (bytes[start + i] !== bytes[from + i]) return false
    return true
  }

  /** A rule of BER broken by the element. */
  invalid(detail: string): Problem {
    return invalid(this.at, detail)
  }

  /** A field that must be there is not: this element is in its place, or the end of the one that began at `ended`. */
  missing(expected: string, ended?: number): Problem {
    const found = ended === undefined ? tagName(this.tag) : 'its end'
    return new Problem('ber-unexpected', { offset: ended ?? this.at, expected, found })
  }

  /** Another element than the description wants. */
  unexpected(expected: string): Problem {
    return new Problem('ber-unexpected', {
      offset: this.at,
      expected,
      found: `${tagName(this.tag)}${this.constructed ? ', constructed' : ''}`,
    })
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
