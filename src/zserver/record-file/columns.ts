/** A Uint32Array that grows as numbers are added; the columns of the index are built with it. */
export class Growing {
  #numbers = new Uint32Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Uint32Array(this.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.length++] = value
  }

  done(): Uint32Array {
    return this.#numbers.slice(0, this.length)
  }
}

/** Index of the first element of a sorted list for which `isBelow` is false. */
export function firstNot<T>(sorted: ArrayLike<T>, isBelow: (element: T) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBelow(sorted[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
