/** How fast an answer that has begun must go on, so that a target that trickles cannot hold us. */
export interface Pace {
  /** Longest pause between two octets, milliseconds. */
  readonly gap: number
  /** Octets a second, on average, once the answer has taken longer than `grace` milliseconds. */
  readonly minimumRate: number
  readonly grace: number
}

export const defaultPace: Pace = { gap: 5_000, minimumRate: 256, grace: 5_000 }

/** Watches one answer come in. All times are monotonic milliseconds. */
export class AnswerPace {
  readonly #pace: Pace
  #began = 0
  #last = 0
  #octets = 0

  constructor(pace: Pace) {
    this.#pace = pace
  }

  /** A part of an answer came that does not complete it. */
  came(octets: number, at: number): void {
    if (this.#octets === 0) this.#began = at
    this.#octets += octets
    this.#last = at
  }

  /** The answer is complete. */
  reset(): void {
    this.#octets = 0
  }

  /** Why the answer is too slow at this moment: the limit it broke, in milliseconds. */
  brokenAt(at: number): number | undefined {
    if (this.#octets === 0) return undefined
    const { gap, minimumRate, grace } = this.#pace
    if (at - this.#last >= gap) return gap
    const took = at - this.#began
    return took >= grace && this.#octets < (minimumRate * took) / 1000 ? grace : undefined
  }

  /** When to look again. */
  nextLook(at: number): number {
    if (this.#octets === 0) return Number.POSITIVE_INFINITY
    const { gap, grace } = this.#pace
    const rate = this.#began + grace
    return Math.min(this.#last + gap, rate > at ? rate : at + Math.min(1000, grace))
  }
}
