import { cqlScanClause, printCql, type RpnQuery } from '../../standards/query/index.ts'
import { scanParameters, sruVersions } from '../../standards/sru/index.ts'
import { type Attempt, beginAttempt } from '../attempt.ts'
import { Guarded, type GuardOptions } from '../guarded.ts'
import type { Surroundings } from '../open.ts'
import type {
  Health,
  OperationOptions,
  ResultSet,
  ScanQuery,
  ScanResult,
  SearchOptions,
  SruSettings,
  TargetClient,
} from '../types.ts'
import { inCql, refuse, targetDiagnostic } from './diagnostics.ts'
import { SruLine } from './line.ts'
import { type SruLender, SruSet } from './set.ts'
import { orUnread } from './unread.ts'

/** A client of one SRU target. */
export class SruClient implements TargetClient, SruLender {
  readonly settings: SruSettings
  readonly #guarded: Guarded<SruLine>

  constructor(settings: SruSettings, surroundings: Surroundings, options: GuardOptions) {
    this.settings = settings
    this.#guarded = new Guarded(settings, options, (attempt) => openLine(settings, surroundings, attempt))
  }

  async search(query: RpnQuery, options: SearchOptions = {}): Promise<ResultSet> {
    const { presentChunk, deadlines } = this.settings
    const attempt = beginAttempt(deadlines.total, options)
    const set = new SruSet(this, query, options.syntax)
    const prefetch = Math.min(options.prefetch ?? 0, presentChunk)
    const made = async (line: SruLine) => {
      await set.make(line, prefetch, attempt)
      return set.hits
    }
    await this.#guarded.search(attempt, made, { afresh: options.afresh })
    return set
  }

  async scan(request: ScanQuery, options: OperationOptions = {}): Promise<ScanResult> {
    const { deadlines, version, indexes } = this.settings
    const { attributes, attributeSet, count, preferredPosition = 1 } = request
    const attempt = beginAttempt(deadlines.total, options)
    const parameters = inCql('scan', () =>
      scanParameters(sruVersions[version], {
        clause: printCql(cqlScanClause(attributes, attributeSet, indexes)),
        maximumTerms: count,
        responsePosition: preferredPosition,
      }),
    )
    return await this.use(attempt, async (line) => {
      const reader = await line.ask(parameters, 'scan', deadlines.search, attempt)
      const { terms, diagnostics } = orUnread(reader.scanned(), 'scan')
      if (terms.length === 0 && diagnostics.length > 0) refuse('scan', diagnostics)
      const entries = terms.slice(0, count).map(({ value, ...rest }) => ({ term: value, ...rest }))
      return { entries, diagnostics: diagnostics.map(targetDiagnostic) }
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

  use<T>(attempt: Attempt, work: (line: SruLine) => Promise<T>): Promise<T> {
    return this.#guarded.use(attempt, work)
  }
}

/** Connects to an SRU server. @throws TargetFailure of connecting */
export async function openLine(settings: SruSettings, surroundings: Surroundings, attempt: Attempt): Promise<SruLine> {
  const line = new SruLine(settings, surroundings)
  await line.open(attempt)
  return line
}
