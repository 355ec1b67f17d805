import type { Clock } from '../kit/index.ts'
import type { AssociationLimit } from './association-limit.ts'
import { type Attempt, now } from './attempt.ts'
import { Breaker, type BreakerLimits } from './breaker.ts'
import { failureOf } from './failures.ts'
import { type Member, Pool } from './pool.ts'
import { SearchRate } from './search-rate.ts'
import type { CommonSettings, Health } from './types.ts'

export interface GuardOptions {
  readonly clock?: Clock
  /** Between 0 and 1: spreads the breaker's probes. */
  readonly random?: () => number
  readonly breaker?: BreakerLimits
  /** Shared by the clients whose associations it counts together. */
  readonly limit?: AssociationLimit
}

/** Which connection something is done on: `wanted` while it is there, one that `prefer` likes, or one opened for it. */
export interface Choice<M> {
  readonly wanted?: M | undefined
  readonly prefer?: ((member: M) => boolean) | undefined
  readonly afresh?: boolean | undefined
}

/** Searches whose time `usual` is the median of. */
const remembered = 15

/** What keeps us from asking a target more than it can bear: its connections, its circuit breaker, its rate of searches. */
export class Guarded<M extends Member> {
  readonly #breaker: Breaker
  readonly #rate: SearchRate
  readonly #pool: Pool<M>
  readonly #open: (attempt: Attempt) => Promise<M>
  readonly #took: number[] = []

  /** @param open connects, and opens a session where there are such */
  constructor(settings: CommonSettings, options: GuardOptions, open: (attempt: Attempt) => Promise<M>) {
    const { clock = { now: Date.now }, random = Math.random, breaker, limit } = options
    this.#breaker = new Breaker(clock, random, breaker)
    this.#rate = new SearchRate(clock, settings.searchesPerMinute)
    this.#pool = new Pool(settings.pool, limit)
    this.#open = open
  }

  /** A search: one that counts, and whose time is remembered. @throws TargetFailure */
  async search(attempt: Attempt, work: (member: M) => Promise<void>, choice: Choice<M> = {}): Promise<void> {
    this.#rate.count()
    let began = 0
    await this.use(
      attempt,
      (member) => {
        began = now()
        return work(member)
      },
      choice,
    )
    this.#took.push(now() - began)
    if (this.#took.length > remembered) this.#took.shift()
  }

  /**
   * Does some work on a connection, `wanted` if it is there still. A connection that had been idle may have died
   * unseen: then the work is done once more on a new one. A new one is never tried again.
   * @throws TargetFailure
   */
  async use<T>(
    attempt: Attempt,
    work: (member: M) => Promise<T>,
    { wanted, prefer, afresh }: Choice<M> = {},
  ): Promise<T> {
    this.#breaker.admit()
    if (afresh) this.#pool.retire()
    const open = () => this.#open(attempt)
    try {
      for (let again = false; ; again = true) {
        const loan = this.#pool.borrow(attempt, open, again ? undefined : wanted, prefer)
        const { member, fresh } = loan instanceof Promise ? await loan : loan
        try {
          const result = await work(member)
          this.#breaker.succeeded()
          return result
        } catch (error) {
          if (fresh || again || failureOf(error)?.kind !== 'closed') throw error
          this.#pool.retire()
        } finally {
          this.#pool.giveBack(member)
        }
      }
    } catch (error) {
      this.#breaker.failed(failureOf(error))
      throw error
    }
  }

  health(): Health {
    const usual = [...this.#took].sort((a, b) => a - b)[this.#took.length >> 1]
    return { ...this.#breaker.state(), ...this.#pool.counts, ...(usual !== undefined && { usual }) }
  }

  windDown(): void {
    this.#pool.windDown()
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}
