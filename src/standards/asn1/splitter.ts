import { Problem } from '../../problems.ts'
import { Header, invalid } from './header.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { tagName } from './tags.ts'
import { accepts, describeTags, type Type } from './type.ts'

const nothing = Buffer.alloc(0)

/**
 * Cuts a stream into PDUs, however it is chunked. What has been looked at is not looked at again, so input that comes
 * byte by byte costs no more than input in one piece. Memory grows with what has come, never with what a header
 * announces.
 */
export class Splitter {
  readonly #type: Type<unknown> | undefined
  readonly #limits: Limits
  readonly #header = new Header()
  #pending = nothing
  /** Octets of `#pending` that hold data; the rest is room to grow. */
  #held = 0
  /** Where in `#pending` the next header begins. */
  #at = 0
  /** Indefinite lengths open at `#at`. Definite ones are stepped over whole. */
  #open = 0
  #nodes = 0
  #failure: Problem | undefined

  /** With a type, a PDU that does not begin with one of its tags is refused at its first octets. */
  constructor(type?: Type<unknown>, limits: Limits = defaultLimits) {
    this.#type = type
    this.#limits = limits
  }

  /** Octets of a PDU that has begun and not ended. */
  get pending(): number {
    return this.#held
  }

  /** Why the stream cannot be read further, once it cannot. */
  get failure(): Problem | undefined {
    return this.#failure
  }

  /**
   * Takes what came and returns the PDUs it completes, as copies: `chunk` may be used again. PDUs before a broken one
   * are returned whatever chunk they share with it; `failure` is set then.
   * @throws Problem `ber-*` with the offset within the PDU when the first of them is broken, and at every call after
   */
  push(chunk: Uint8Array): Buffer[] {
    if (this.#failure) throw this.#failure
    const pdus: Buffer[] = []
    let data = this.#held > 0 ? this.#append(chunk) : view(chunk)
    try {
      for (;;) {
        const size = this.#measure(data)
        if (size === 0) break
        const pdu = Buffer.allocUnsafe(size)
        data.copy(pdu, 0, 0, size)
        pdus.push(pdu)
        data = size === data.length ? nothing : data.subarray(size)
        this.#at = this.#nodes = 0
      }
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause
      this.#failure = cause
      if (pdus.length === 0) throw cause
    }
    if (pdus.length > 0 || this.#held === 0) {
      this.#pending = data.length > 0 ? Buffer.from(data) : nothing
      this.#held = data.length
    }
    return pdus
  }

  /** Adds a chunk to what is pending, doubling the room when it runs out, and returns all of it. */
  #append(chunk: Uint8Array): Buffer {
    const held = this.#held + chunk.length
    if (held > this.#pending.length) {
      const larger = Buffer.allocUnsafe(Math.max(held, this.#pending.length * 2))
      this.#pending.copy(larger, 0, 0, this.#held)
      this.#pending = larger
    }
    this.#pending.set(chunk, this.#held)
    this.#held = held
    return this.#pending.subarray(0, held)
  }

  /** The size of the PDU at the beginning of `data`; 0 while it is not all there. */
  #measure(data: Buffer): number {
    const header = this.#header
    while (this.#at === 0 || this.#open > 0) {
      const at = this.#at
      if (!header.read(data, at, data.length, this.#limits)) return 0
      if (at === 0) this.#checkType(header)
      if (header.identifier === 0) {
        if (this.#open === 0) throw invalid(at, 'end-of-contents where no indefinite length is open')
        this.#open--
      } else {
        const { depth, nodes } = this.#limits
        if (++this.#nodes > nodes) throw new Problem('ber-too-many-nodes', { offset: at, limit: nodes })
        if (this.#open >= depth) throw new Problem('ber-too-deep', { offset: at, limit: depth })
        if (header.indefinite) this.#open++
      }
      this.#at = header.start + header.length
      if (this.#at > this.#limits.size) throw new Problem('ber-too-large', { offset: 0, limit: this.#limits.size })
    }
    return this.#at <= data.length ? this.#at : 0
  }

  #checkType(header: Header): void {
    if (this.#type && !accepts(this.#type, header.tag))
      throw new Problem('ber-unexpected', {
        offset: 0,
        expected: describeTags(this.#type),
        found: tagName(header.tag),
      })
  }
}

const view = (chunk: Uint8Array): Buffer =>
  Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
