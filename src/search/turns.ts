import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../kit/index.ts'

const minute = 60_000
/** How long at most until it is looked again whether there is room. */
const look = 100

export interface TurnLimits {
  readonly perMinute: number
  readonly atOnce: number
}

/** Lets work that nobody watches through in the order it came, so many at once and so many a minute: what is over waits. */
export class Turns {
  readonly #clock: Clock
  #running = 0
  #times: number[] = []
  #last: Promise<void> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Waits for a turn; what it gives ends the turn. @throws the signal's reason */
  async take(limits: TurnLimits, signal: AbortSignal | undefined): Promise<() => void> {
    const before = this.#last
    let pass: () => void = () => undefined
    this.#last = new Promise((resolve) => {
      pass = resolve
    })
    try {
      await before
      while (!this.#isFree(limits)) await within(look, signal)
      signal?.throwIfAborted()
      this.#running++
      this.#times.push(this.#clock.now())
    } finally {
      pass()
    }
    return () => {
      this.#running--
    }
  }

  #isFree({ perMinute, atOnce }: TurnLimits): boolean {
    const now = this.#clock.now()
    this.#times = this.#times.filter((time) => time > now - minute)
    return this.#running < atOnce && this.#times.length < perMinute
  }
}

/** Waits, unless it is not wanted any more. @throws the signal's reason */
export const within = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  pause(ms, undefined, signal && { signal }).catch(() => {
    throw signal?.reason
  })
