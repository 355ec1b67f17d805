import { largestTextRecord } from './draft.ts'

/** A line of a text. */
export interface TextLine {
  readonly offset: number
  /** Without its end. */
  readonly bytes: Uint8Array
  /** With its end. */
  readonly raw: Uint8Array
  /** Its true length in bytes: of a line beyond the limit there is the beginning only. */
  readonly length: number
}

const [lf, cr] = [0x0a, 0x0d]

/** Cuts chunks of bytes into lines that end in LF or CR LF; a byte order mark at the start is left out. */
export class LineSplitter {
  #held: Uint8Array[] = []
  #length = 0
  #position = 0

  /** The lines that end in this chunk. */
  push(chunk: Uint8Array): TextLine[] {
    const lines: TextLine[] = []
    let start = 0
    for (let end = chunk.indexOf(lf); end !== -1; end = chunk.indexOf(lf, start)) {
      this.#hold(chunk.subarray(start, end + 1))
      lines.push(this.#line())
      this.#position += this.#length
      this.#held = []
      this.#length = 0
      start = end + 1
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start))
    return lines
  }

  /** The last line, where no line feed ends it. */
  end(): TextLine[] {
    return this.#length > 0 ? [this.#line()] : []
  }

  #hold(bytes: Uint8Array): void {
    if (this.#length <= largestTextRecord) this.#held.push(bytes)
    this.#length += bytes.length
  }

  #line(): TextLine {
    let raw = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held)
    let offset = this.#position
    if (offset === 0 && raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf) {
      raw = raw.subarray(3)
      offset = 3
    }
    let bytes = raw
    if (bytes[bytes.length - 1] === lf) bytes = bytes.subarray(0, -1)
    if (bytes[bytes.length - 1] === cr) bytes = bytes.subarray(0, -1)
    return { offset, bytes, raw, length: this.#length }
  }
}
