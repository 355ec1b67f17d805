import type { Clock } from '../kit/index.ts'
import { TargetFailure } from './types.ts'

const minute = 60_000

/** Counts the searches of the last minute, so that a target is never asked more often than agreed. */
export class SearchRate {
  readonly #clock: Clock
  readonly #most: number
  #times: number[] = []

  constructor(clock: Clock, most: number) {
    this.#clock = clock
    this.#most = most
  }

  /** Counts one search. @throws TargetFailure busy when the minute is full */
  count(): void {
    if (this.#most === Number.POSITIVE_INFINITY) return
    const now = this.#clock.now()
    if (this.#times.length >= this.#most) this.#times = this.#times.filter((time) => time > now - minute)
    const oldest = this.#times[0]
    if (oldest !== undefined && this.#times.length >= this.#most) {
      const seconds = Math.ceil((oldest + minute - now) / 1000)
      throw new TargetFailure({
        kind: 'busy',
        limit: 'searches',
        detail: `We ask it at most ${this.#most} searches a minute: try again in ${seconds} s`,
      })
    }
    this.#times.push(now)
  }
}
