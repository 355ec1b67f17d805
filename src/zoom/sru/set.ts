import { type CqlSortKey, cqlOf, nameOf, printCql, type RpnQuery } from '../../standards/query/index.ts'
import { type SruCame, type SruFound, searchParameters, sruVersions } from '../../standards/sru/index.ts'
import { recordSyntax } from '../../standards/z3950/index.ts'
import { type Attempt, beginAttempt } from '../attempt.ts'
import { type Discretion, discretionOf } from '../discretion.ts'
import {
  type OperationOptions,
  type RemoteRecord,
  type ResultSet,
  type SortKey,
  type SruSettings,
  TargetFailure,
} from '../types.ts'
import { inCql, refuse, targetDiagnostic } from './diagnostics.ts'
import type { SruLine } from './line.ts'
import { orUnread } from './unread.ts'

/** Lends lines for one operation: what a result set needs of its client. */
export interface SruLender {
  readonly settings: SruSettings
  use<T>(attempt: Attempt, work: (line: SruLine) => Promise<T>): Promise<T>
}

const mostHits = 2 ** 31 - 1

/** The answer to one query: SRU has no session, so each batch of records is searched for anew. */
export class SruSet implements ResultSet {
  readonly #lender: SruLender
  readonly #discretion: Discretion
  readonly #query: RpnQuery
  readonly #schema: string | undefined
  #hits = 0
  #partial = false
  #records: readonly RemoteRecord[] = []
  #sortedBy: readonly SortKey[] = []

  /** @param schema to ask for in place of the target's own */
  constructor(lender: SruLender, query: RpnQuery, schema?: string) {
    this.#lender = lender
    this.#discretion = discretionOf(lender.settings)
    this.#query = query
    this.#schema = schema ?? lender.settings.schema
  }

  get hits(): number {
    return this.#hits
  }

  get partial(): boolean {
    return this.#partial
  }

  get records(): readonly RemoteRecord[] {
    return this.#records
  }

  /** Searches. @throws TargetFailure */
  async make(line: SruLine, prefetch: number, attempt: Attempt): Promise<void> {
    attempt.onProgress?.('searching')
    // To ask for none is allowed; some servers take it for "as many as you like".
    const found = await this.#ask(line, 1, Math.max(1, prefetch), 'search', attempt)
    const { hits = found.records.length, inexact, diagnostics } = found
    this.#hits = Math.min(hits, mostHits)
    this.#partial = inexact || diagnostics.length > 0
    if (prefetch > 0) this.#records = this.#discretion.records(remoteRecords(found, 1))
  }

  async fetch(
    start: number,
    count: number,
    options: OperationOptions & { readonly elementSet?: string } = {},
  ): Promise<RemoteRecord[]> {
    const { deadlines, presentChunk } = this.#lender.settings
    const attempt = beginAttempt(deadlines.total, options)
    const wanted = Math.min(count, this.#hits - start + 1)
    return await this.#lender.use(attempt, async (line) => {
      attempt.onProgress?.('fetching')
      const records: RemoteRecord[] = []
      while (records.length < wanted) {
        const [at, most] = [start + records.length, Math.min(presentChunk, wanted - records.length)]
        const found = await this.#ask(line, at, most, 'present', attempt, options.elementSet)
        if (found.records.length === 0) break
        records.push(...remoteRecords(found, at).slice(0, most))
      }
      return this.#discretion.records(records)
    })
  }

  async sort(keys: readonly SortKey[], options: OperationOptions = {}): Promise<void> {
    const attempt = beginAttempt(this.#lender.settings.deadlines.total, options)
    const before = this.#sortedBy
    this.#sortedBy = keys
    try {
      await this.#lender.use(attempt, (line) => this.#ask(line, 1, 1, 'sort', attempt))
    } catch (error) {
      this.#sortedBy = before
      throw error
    }
  }

  release(): void {
    // There is nothing at the server to give back.
  }

  async #ask(
    line: SruLine,
    startRecord: number,
    maximumRecords: number,
    phase: 'search' | 'present' | 'sort',
    attempt: Attempt,
    schema?: string,
  ): Promise<SruFound> {
    const { settings } = this.#lender
    const { deadlines, version, indexes } = settings
    // SRU 1.1 has an older CQL, that does not know how to sort.
    const byParameter = version === '1.1' && this.#sortedBy.length > 0
    const parameters = inCql(phase, () =>
      searchParameters(sruVersions[version], {
        query: printCql({
          ...cqlOf(this.#query, indexes),
          sort: byParameter ? [] : this.#sortedBy.map((key) => cqlSortKey(key, indexes)),
        }),
        startRecord,
        maximumRecords,
        recordSchema: schema ?? this.#schema,
        sortKeys: byParameter ? this.#sortedBy.map((key) => sortParameter(key, indexes)).join(' ') : undefined,
      }),
    )
    const limit = phase === 'present' ? deadlines.present : deadlines.search
    const reader = await line.ask(parameters, phase, limit, attempt)
    const found = orUnread(reader.found(), phase)
    if (found.diagnostics.length > 0 && found.records.length === 0) refuse(phase, found.diagnostics)
    if (found.hits === undefined && found.records.length === 0)
      throw new TargetFailure({ kind: 'protocol-error', phase, detail: 'its answer says nothing of hits' })
    return found
  }
}

const cqlSortKey = ({ use, descending }: SortKey, indexes: SruSettings['indexes']): CqlSortKey => ({
  index: nameOf(use, indexes),
  modifiers: descending ? [{ name: 'sort.descending' }] : [],
})

const sortParameter = ({ use, descending }: SortKey, indexes: SruSettings['indexes']): string =>
  `${nameOf(use, indexes)},,${descending ? 0 : 1}`

/** Records in the order asked for: what servers say of positions is often wrong. */
const remoteRecords = ({ records }: SruFound, start: number): RemoteRecord[] =>
  records.map((record, i) => remoteRecord(record, start + i))

function remoteRecord(record: SruCame, position: number): RemoteRecord {
  if ('diagnostic' in record) return { position, type: 'diagnostic', diagnostic: targetDiagnostic(record.diagnostic) }
  return { position, type: 'bytes', syntax: recordSyntax.xml, bytes: Buffer.from(record.xml) }
}
