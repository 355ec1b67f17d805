/** Code units on their way to becoming a string. Reused from one text to the next: `clear`, `put`, `take`. */
export class TextBuffer {
  #units = new Uint16Array(1024)
  #bytes = Buffer.from(this.#units.buffer)
  length = 0

  clear(): void {
    this.length = 0
  }

  put(unit: number): void {
    if (this.length === this.#units.length) this.#grow()
    this.#units[this.length++] = unit
  }

  take(): string {
    return this.#bytes.toString('utf16le', 0, this.length * 2)
  }

  #grow(): void {
    const units = new Uint16Array(this.#units.length * 2)
    units.set(this.#units)
    this.#units = units
    this.#bytes = Buffer.from(units.buffer)
  }
}
