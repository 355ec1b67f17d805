import { Problem } from '../../problems.ts'

/** Cuts a stream into messages, however it is chunked. */
export interface Sip2Splitter {
  /** The messages a chunk completes, without their terminators. @throws Problem sip2-too-long */
  push(chunk: Uint8Array): Buffer[]
  /** Octets of a message that has begun and not ended. */
  readonly pending: number
}

/**
 * Messages end with CR, with CR LF, and from some systems with LF alone; empty ones are none.
 * @param longest octets a message may have
 */
export function sip2Splitter(longest: number): Sip2Splitter {
  let begun: Buffer[] = []
  let pending = 0
  const add = (octets: Buffer) => {
    pending += octets.length
    if (pending > longest) throw new Problem('sip2-too-long', { limit: longest })
    // The chunk may be overwritten.
    if (octets.length > 0) begun.push(Buffer.from(octets))
  }
  return {
    push(chunk) {
      const octets = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      const whole: Buffer[] = []
      let start = 0
      for (let place = 0; place < octets.length; place++) {
        if (octets[place] !== 0x0d && octets[place] !== 0x0a) continue
        add(octets.subarray(start, place))
        if (pending > 0) whole.push(Buffer.concat(begun))
        begun = []
        pending = 0
        start = place + 1
      }
      add(octets.subarray(start))
      return whole
    },
    get pending() {
      return pending
    },
  }
}
