import type { Clock, Log } from '../kit/index.ts'
import type { RpnQuery } from '../standards/query/index.ts'
import type { Association } from './association.ts'
import type { AssociationLimit } from './association-limit.ts'
import { type Attempt, beginAttempt, now } from './attempt.ts'
import { Breaker, type BreakerLimits } from './breaker.ts'
import { type Resolve, systemResolve } from './connect.ts'
import { failureOf } from './failures.ts'
import type { Implementation } from './initialize.ts'
import { openAssociation, type Surroundings } from './open.ts'
import { defaultPace, type Pace } from './pace.ts'
import { Pool } from './pool.ts'
import { type Lender, RemoteSet } from './remote-set.ts'
import { scanTerms } from './scan.ts'
import { SearchRate } from './search-rate.ts'
import {
  type Health,
  type OperationOptions,
  type ResultSet,
  type ScanQuery,
  type ScanResult,
  type TargetClient,
  TargetFailure,
  type TargetSettings,
} from './types.ts'

/** What a client may be given in place of the machine's own. */
export interface ClientOptions {
  readonly clock?: Clock
  /** Between 0 and 1: spreads the breaker's probes. */
  readonly random?: () => number
  readonly log?: Log
  /** Finds, and may refuse, the addresses of a host. */
  readonly resolve?: Resolve
  readonly pace?: Pace
  readonly breaker?: BreakerLimits
  /** Shared by the clients whose associations it counts together. */
  readonly limit?: AssociationLimit
  readonly implementation?: Implementation
}

/** A client of one Z39.50 target: a pool of associations behind a circuit breaker. Opens nothing before it is asked. */
export function createClient(settings: TargetSettings, options: ClientOptions = {}): TargetClient {
  return new Z3950Client(settings, options)
}

/** What opening an association needs, from a client's options. */
export function surroundingsOf({ resolve, pace, implementation, log }: ClientOptions): Surroundings {
  return {
    resolve: resolve ?? systemResolve,
    pace: pace ?? defaultPace,
    implementation: implementation ?? { name: 'Farshelf', version: '0.1.0' },
    log,
  }
}

/** Searches whose time `usual` is the median of. */
const remembered = 15

class Z3950Client implements TargetClient, Lender {
  readonly settings: TargetSettings
  readonly #surroundings: Surroundings
  readonly #breaker: Breaker
  readonly #rate: SearchRate
  readonly #pool: Pool<Association>
  readonly #took: number[] = []

  constructor(settings: TargetSettings, options: ClientOptions) {
    const { clock = { now: Date.now }, random = Math.random, breaker, limit } = options
    this.settings = settings
    this.#surroundings = surroundingsOf(options)
    this.#breaker = new Breaker(clock, random, breaker)
    this.#rate = new SearchRate(clock, settings.searchesPerMinute)
    this.#pool = new Pool(settings.pool, limit)
  }

  async search(query: RpnQuery, options: OperationOptions & { readonly prefetch?: number } = {}): Promise<ResultSet> {
    const { piggyback, presentChunk, deadlines } = this.settings
    const attempt = beginAttempt(deadlines.total, options)
    const prefetch = piggyback ? Math.min(options.prefetch ?? 0, presentChunk) : 0
    this.#rate.count()
    const set = new RemoteSet(this, query)
    let began = 0
    await this.use(attempt, (association) => {
      began = now()
      return set.make(association, prefetch, attempt)
    })
    this.#remember(now() - began)
    return set
  }

  async scan(request: ScanQuery, options: OperationOptions = {}): Promise<ScanResult> {
    const attempt = beginAttempt(this.settings.deadlines.total, options)
    return await this.use(attempt, (association) => {
      if (!association.granted.scan)
        throw new TargetFailure({ kind: 'misconfigured', detail: 'The target does not offer to scan' })
      return scanTerms(association, this.settings, request, attempt)
    })
  }

  health(): Health {
    const usual = [...this.#took].sort((a, b) => a - b)[this.#took.length >> 1]
    return { ...this.#breaker.state(), ...this.#pool.counts, ...(usual !== undefined && { usual }) }
  }

  close(): Promise<void> {
    return this.#pool.close()
  }

  /**
   * Does some work on an association, `wanted` if it is there still. A connection that had been idle may have died
   * unseen: then the work is done once more on a new one. A new one is never tried again.
   */
  async use<T>(attempt: Attempt, work: (association: Association) => Promise<T>, wanted?: Association): Promise<T> {
    this.#breaker.admit()
    const open = () => openAssociation(this.settings, this.#surroundings, attempt)
    try {
      for (let again = false; ; again = true) {
        const loan = this.#pool.borrow(attempt, open, again ? undefined : wanted, hasFreeName)
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

  #remember(took: number): void {
    this.#took.push(took)
    if (this.#took.length > remembered) this.#took.shift()
  }
}

const hasFreeName = ({ names }: Association) => names.free
