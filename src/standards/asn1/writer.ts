import { Problem } from '../../problems.ts'
import { defaultLimits } from './limits.ts'
import { classBits, type Tag, tagNumber } from './tags.ts'

/** What is written is no deeper than what is read, so no value that contains itself can exhaust the stack. */
const deepest = defaultLimits.depth

/** Up to this many octets a loop is quicker than a call of the runtime's copying. */
const short = 16

/**
 * Writes backwards into a growing buffer: contents first, then the header that says how long they are, so that nothing
 * is measured twice or moved.
 */
export class Writer {
  /** Where the last written octet lies. */
  at: number
  #bytes: Buffer
  #depth = 0

  constructor(size = 512) {
    this.#bytes = Buffer.allocUnsafe(size)
    this.at = size
  }

  /** Makes room for `length` octets before the present place and returns the buffer to write them to, at `at`. */
  reserve(length: number): Buffer {
    if (length > this.at) this.#grow(length)
    this.at -= length
    return this.#bytes
  }

  #grow(length: number): void {
    const used = this.#bytes.length - this.at
    // Small buffers grow in leaps: for ten records, allocating and copying took twice as long as writing.
    const factor = this.#bytes.length < 32 * 1024 ? 8 : 2
    const size = Math.max(this.#bytes.length * factor, used + length)
    const larger = Buffer.allocUnsafe(size)
    this.#bytes.copy(larger, size - used, this.at)
    this.#bytes = larger
    this.at = size - used
  }

  /** How many octets have been written. */
  get written(): number {
    return this.#bytes.length - this.at
  }

  octet(value: number): void {
    if (this.at === 0) this.#grow(1)
    this.#bytes[--this.at] = value
  }

  octets(value: Uint8Array): void {
    const { length } = value
    const bytes = this.reserve(length)
    if (length > short) bytes.set(value, this.at)
    else for (let i = 0, at = this.at; i < length; i++) bytes[at++] = value[i]!
  }

  /** Goes one level down; every constructed element must come back with `leave`. */
  enter(): void {
    if (this.#depth++ >= deepest) throw unencodable('an element', `nested deeper than ${deepest}`)
  }

  leave(): void {
    this.#depth--
  }

  /** Levels still free below the present one. */
  get room(): number {
    return deepest - this.#depth
  }

  /** Writes the header of contents that began when `written` was `before`. */
  header(tag: Tag, constructed: boolean, before: number): void {
    if (this.#depth >= deepest) throw unencodable('an element', `nested deeper than ${deepest}`)
    let length = this.written - before
    if (length < 0x80) this.octet(length)
    else {
      let octets = 0x80
      for (; length > 0; length = Math.floor(length / 256), octets++) this.octet(length & 0xff)
      this.octet(octets)
    }
    const first = classBits(tag) | (constructed ? 0x20 : 0)
    let number = tagNumber(tag)
    if (number < 0x1f) {
      this.octet(first | number)
      return
    }
    this.octet(number & 0x7f)
    while (number > 0x7f) {
      number >>= 7
      this.octet((number & 0x7f) | 0x80)
    }
    this.octet(first | 0x1f)
  }

  /** What has been written. */
  finish(): Buffer {
    return this.#bytes.subarray(this.at)
  }
}

/** A value its description cannot write. The field's path is put in front as the problem rises. */
export const unencodable = (expected: string, detail: string, field = ''): Problem =>
  new Problem('ber-unencodable', { field, expected, detail })

/** Puts the name of the field being written in front of the path a problem carries. */
export function within(name: string, error: unknown): unknown {
  if (!(error instanceof Problem) || error.code !== 'ber-unencodable') return error
  const { field, expected, detail } = error.context
  return unencodable(String(expected), String(detail), field ? `${name}.${field}` : name)
}
