import type { Clock } from '../kit/index.ts'
import { isAnswer, isUnwell } from './failures.ts'
import { type Failure, TargetFailure } from './types.ts'

export interface BreakerLimits {
  /** This many failures within `window` open the breaker. */
  readonly failures: number
  readonly window: number
  /** The first pause before a probe, and the longest: it doubles with every probe that fails. */
  readonly firstPause: number
  readonly longestPause: number
}

export const breakerDefaults: BreakerLimits = {
  failures: 5,
  window: 60_000,
  firstPause: 30_000,
  longestPause: 15 * 60_000,
}

export interface BreakerState {
  readonly breaker: 'closed' | 'open' | 'half-open'
  /** Epoch milliseconds of the next probe, when open. */
  readonly until?: number
  readonly lastFailure?: Failure
}

/** What a breaker that is open has to know, so that another may go on in its place. */
export interface BreakerPast {
  /** Epoch milliseconds of the next probe. */
  readonly until: number
  /** Pauses so far without an answer: each is twice as long. */
  readonly pauses: number
  readonly last: Failure
}

/**
 * Keeps us from asking a target that fails again and again. When it is open nothing is asked; once the pause is over,
 * one operation is let through as a probe: it closes the breaker, or opens it for twice as long.
 */
export class Breaker {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #limits: BreakerLimits
  #failures: number[] = []
  #last: Failure | undefined
  /** Undefined when closed. */
  #until: number | undefined
  #pauses = 0
  #probing = false

  /** @param past of the breaker whose place it takes, where that was open */
  constructor(clock: Clock, random: () => number, limits: BreakerLimits = breakerDefaults, past?: BreakerPast) {
    this.#clock = clock
    this.#random = random
    this.#limits = limits
    if (!past) return
    this.#last = past.last
    this.#pauses = past.pauses
    // A clock that was wrong then must not keep a target out for longer than any pause is.
    this.#until = Math.min(past.until, clock.now() + 1.1 * limits.longestPause)
  }

  /** Lets an operation through. One of `succeeded`, `failed` must follow. @throws TargetFailure circuit-open */
  admit(): void {
    if (this.#until === undefined) return
    if (this.#probing || this.#clock.now() < this.#until)
      throw new TargetFailure({ kind: 'circuit-open', until: this.#until, last: this.#last! })
    this.#probing = true
  }

  succeeded(): void {
    if (this.#failures.length > 0) this.#failures = []
    this.#until = undefined
    this.#pauses = 0
    this.#probing = false
  }

  /** Takes note of a failure; only one that says the target is unwell moves the breaker. */
  failed(failure: Failure | undefined): void {
    if (failure && isAnswer(failure)) {
      this.succeeded()
      this.#last = failure
      return
    }
    const probe = this.#probing
    this.#probing = false
    if (!failure || !isUnwell(failure)) return
    this.#last = failure
    if (probe) {
      this.#open()
      return
    }
    // An operation that began before the breaker opened says nothing new.
    if (this.#until !== undefined) return
    const now = this.#clock.now()
    this.#failures = [...this.#failures.filter((at) => at > now - this.#limits.window), now]
    if (this.#failures.length >= this.#limits.failures) this.#open()
  }

  state(): BreakerState {
    const lastFailure = this.#last && { lastFailure: this.#last }
    if (this.#until === undefined) return { breaker: 'closed', ...lastFailure }
    const half = this.#probing || this.#clock.now() >= this.#until
    return { breaker: half ? 'half-open' : 'open', until: this.#until, ...lastFailure }
  }

  /** What would have to be known to go on from here; undefined when it is closed. */
  get past(): BreakerPast | undefined {
    return this.#until === undefined ? undefined : { until: this.#until, pauses: this.#pauses, last: this.#last! }
  }

  #open(): void {
    const { firstPause, longestPause } = this.#limits
    const pause = Math.min(firstPause * 2 ** this.#pauses, longestPause)
    this.#pauses++
    this.#failures = []
    // A little earlier or later, so that many breakers do not probe in step.
    this.#until = this.#clock.now() + pause * (0.9 + 0.2 * this.#random())
  }
}
