/** The last bytes of a stream, by their offsets in the whole of it. */
export class ByteWindow {
  #chunks: Uint8Array[] = []
  /** Offset of the first byte that is still held. */
  #start = 0
  #end = 0

  /** How many bytes have gone through. */
  get length(): number {
    return this.#end
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.#end += bytes.length
  }

  /** Lets go of the bytes before an offset. */
  forget(before: number): void {
    let gone = 0
    for (const chunk of this.#chunks) {
      if (this.#start + chunk.length > before) break
      this.#start += chunk.length
      gone += 1
    }
    if (gone > 0) this.#chunks.splice(0, gone)
  }

  /** The bytes from one offset to another, as far as they are held. */
  slice(from: number, to: number): Uint8Array {
    const parts: Uint8Array[] = []
    let start = this.#start
    for (const chunk of this.#chunks) {
      if (start >= to) break
      if (start + chunk.length > from) parts.push(chunk.subarray(Math.max(0, from - start), to - start))
      start += chunk.length
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }
}
