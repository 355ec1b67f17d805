import type { RpnQuery } from '../standards/query/index.ts'
import type { Association } from './association.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import { Guarded, type GuardOptions } from './guarded.ts'
import { openAssociation, type Surroundings } from './open.ts'
import { type Lender, RemoteSet } from './remote-set.ts'
import { scanTerms } from './scan.ts'
import {
  type Health,
  type OperationOptions,
  type ResultSet,
  type ScanQuery,
  type ScanResult,
  type SearchOptions,
  type TargetClient,
  TargetFailure,
  type Z3950Settings,
} from './types.ts'

/** A client of one Z39.50 target. */
export class Z3950Client implements TargetClient, Lender {
  readonly settings: Z3950Settings
  readonly #guarded: Guarded<Association>

  constructor(settings: Z3950Settings, surroundings: Surroundings, options: GuardOptions) {
    this.settings = settings
    this.#guarded = new Guarded(settings, options, (attempt) => openAssociation(settings, surroundings, attempt))
  }

  async search(query: RpnQuery, options: SearchOptions = {}): Promise<ResultSet> {
    const { piggyback, presentChunk, deadlines } = this.settings
    const attempt = beginAttempt(deadlines.total, options)
    const prefetch = piggyback ? Math.min(options.prefetch ?? 0, presentChunk) : 0
    const set = new RemoteSet(this, query, options.syntax)
    const made = async (association: Association) => {
      await set.make(association, prefetch, attempt)
      return set.hits
    }
    await this.#guarded.search(attempt, made, { prefer: hasFreeName, afresh: options.afresh })
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
    return this.#guarded.health()
  }

  windDown(): void {
    this.#guarded.windDown()
  }

  close(): Promise<void> {
    return this.#guarded.close()
  }

  use<T>(attempt: Attempt, work: (association: Association) => Promise<T>, wanted?: Association): Promise<T> {
    return this.#guarded.use(attempt, work, { wanted, prefer: hasFreeName })
  }
}

const hasFreeName = ({ names }: Association) => names.free
