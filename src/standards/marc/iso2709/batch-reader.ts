import type { Decoded, ReadOptions, Rejected } from '../types.ts'
import { decodeStrictly, decodeTolerantly } from './decode.ts'
import { Findings } from './findings.ts'
import { digits, RECORD_TERMINATOR } from './layout.ts'
import { Outline } from './outline.ts'

/** Reads records from chunks as they come: `push` gives what each completes, `end` the rest. */
export class BatchReader {
  readonly #options: ReadOptions
  readonly #outline = new Outline()
  #held: Buffer = Buffer.alloc(0)
  /** Bytes before `#held` in the source. */
  #offset = 0
  #ordinal = 0

  constructor(options: ReadOptions = {}) {
    this.#options = options
  }

  push(chunk: Uint8Array): (Decoded | Rejected)[] {
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    this.#held = this.#held.length === 0 ? fresh : Buffer.concat([this.#held, fresh])
    return this.#read(false)
  }

  end(): (Decoded | Rejected)[] {
    return this.#read(true)
  }

  #read(final: boolean): (Decoded | Rejected)[] {
    const bytes = this.#held
    const out: (Decoded | Rejected)[] = []
    let start = 0
    while (start < bytes.length) {
      const length = digits(bytes, start, 5)
      let end = start + length
      const place = { ordinal: this.#ordinal + 1, offset: this.#offset + start }
      const strict =
        length > 0 && end <= bytes.length
          ? decodeStrictly(bytes, start, end, this.#options, place, this.#outline)
          : undefined
      if (strict) {
        out.push(strict)
        this.#ordinal++
        start = end
        continue
      }
      const terminator = bytes.indexOf(RECORD_TERMINATOR, start)
      if (terminator < 0 && !final) break
      end = terminator < 0 ? bytes.length : terminator + 1
      const findings = new Findings(start, place)
      const decoded = decodeTolerantly(bytes, start, end, this.#options, place, this.#outline, findings)
      out.push(decoded ?? { rejected: true, diagnostics: findings.list, ...place, raw: bytes.subarray(start, end) })
      this.#ordinal++
      start = end
    }
    this.#offset += start
    this.#held = bytes.subarray(start)
    return out
  }
}
