/** A set of record numbers, a bit each: combining sets costs the same however many records are in them. */
export class RecordBits {
  readonly records: number
  readonly #bits: Uint32Array

  /** @param bits of the records, 32 an element; none are in the set unless given */
  constructor(records: number, bits = new Uint32Array(Math.ceil(records / 32))) {
    this.records = records
    this.#bits = bits
  }

  static all(records: number): RecordBits {
    const all = new RecordBits(records)
    all.#bits.fill(0xffffffff)
    if (records % 32) all.#bits[all.#bits.length - 1] = 2 ** (records % 32) - 1
    return all
  }

  static of(records: number, numbers: Iterable<number>): RecordBits {
    const some = new RecordBits(records)
    for (const number of numbers) some.add(number)
    return some
  }

  add(record: number): void {
    this.#bits[record >>> 5]! |= 1 << (record & 31)
  }

  and(other: RecordBits): RecordBits {
    return new RecordBits(
      this.records,
      this.#bits.map((bits, at) => bits & other.#bits[at]!),
    )
  }

  or(other: RecordBits): RecordBits {
    return new RecordBits(
      this.records,
      this.#bits.map((bits, at) => bits | other.#bits[at]!),
    )
  }

  not(other: RecordBits): RecordBits {
    return new RecordBits(
      this.records,
      this.#bits.map((bits, at) => bits & ~other.#bits[at]!),
    )
  }

  get size(): number {
    let size = 0
    for (let bits of this.#bits) for (; bits; bits &= bits - 1) size++
    return size
  }

  /** The numbers, ascending. */
  toNumbers(): Uint32Array {
    const numbers: number[] = []
    for (let at = 0; at < this.#bits.length; at++) {
      let bits = this.#bits[at]!
      while (bits) {
        const lowest = bits & -bits
        numbers.push(at * 32 + 31 - Math.clz32(lowest))
        bits ^= lowest
      }
    }
    return Uint32Array.from(numbers)
  }
}
