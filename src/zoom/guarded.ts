import type { Clock } from '../kit/index.ts'
import type { AssociationLimit } from './association-limit.ts'
import { type Attempt, now } from './attempt.ts'
import { Breaker, type BreakerLimits, type BreakerPast } from './breaker.ts'
import { type Discretion, discretionOf } from './discretion.ts'
import { failureOf } from './failures.ts'
import { type Member, Pool } from './pool.ts'
import { SearchRate } from './search-rate.ts'
import { type Failure, type Health, TargetFailure, type TargetSettings } from './types.ts'

/** Is told how a target fares: of each search that was answered, and of whatever failed, with how the breaker is then. */
export interface Watcher {
  /** @param answer hits as the target says, and milliseconds from asking on, a connection that had to be opened included */
  answered(answer: { readonly hits: number; readonly ms: number }, breaker: BreakerPast | undefined): void
  failed(failure: Failure, breaker: BreakerPast | undefined): void
}

export interface GuardOptions {
  readonly clock?: Clock
  /** Between 0 and 1: spreads the breaker's probes. */
  readonly random?: () => number
  readonly breaker?: BreakerLimits
  /** Of an earlier client of the same target. */
  readonly past?: BreakerPast
  readonly watcher?: Watcher
  /** Shared by the clients whose associations it counts together. */
  readonly limit?: AssociationLimit
}

/** Which connection something is done on: `wanted` while it is there, one that `prefer` likes, or one opened for it. */
export interface Choice<M> {
  readonly wanted?: M | undefined
  readonly prefer?: ((member: M) => boolean) | undefined
  readonly afresh?: boolean | undefined
}

/** What keeps us from asking a target more than it can bear: its connections, its circuit breaker, its rate of searches. */
export class Guarded<M extends Member> {
  readonly #breaker: Breaker
  readonly #rate: SearchRate
  readonly #pool: Pool<M>
  readonly #open: (attempt: Attempt) => Promise<M>
  readonly #watcher: Watcher | undefined
  readonly #discretion: Discretion

  /** @param open connects, and opens a session where there are such */
  constructor(settings: TargetSettings, options: GuardOptions, open: (attempt: Attempt) => Promise<M>) {
    const { clock = { now: Date.now }, random = Math.random, breaker, limit, past, watcher } = options
    this.#breaker = new Breaker(clock, random, breaker, past)
    this.#rate = new SearchRate(clock, settings.searchesPerMinute)
    this.#pool = new Pool(settings.pool, limit)
    this.#open = open
    this.#watcher = watcher
    this.#discretion = discretionOf(settings)
  }

  /** A search: one that counts. @param work gives its hits. @throws TargetFailure */
  async search(attempt: Attempt, work: (member: M) => Promise<number>, choice: Choice<M> = {}): Promise<void> {
    const began = now()
    try {
      this.#rate.count()
    } catch (error) {
      this.#tellOf(error)
      throw error
    }
    const hits = await this.use(attempt, work, choice)
    this.#watcher?.answered({ hits, ms: now() - began }, this.#breaker.past)
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
    try {
      this.#breaker.admit()
    } catch (error) {
      this.#tellOf(error)
      throw error
    }
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
    } catch (thrown) {
      const error = this.#discretion.error(thrown)
      this.#breaker.failed(failureOf(error))
      this.#tellOf(error)
      throw error
    }
  }

  health(): Health {
    return { ...this.#breaker.state(), ...this.#pool.counts }
  }

  windDown(): void {
    this.#pool.windDown()
  }

  close(): Promise<void> {
    return this.#pool.close()
  }

  #tellOf(error: unknown): void {
    if (error instanceof TargetFailure) this.#watcher?.failed(error.failure, this.#breaker.past)
  }
}
