import type { RpnQuery } from '../standards/query/index.ts'
import type { Association } from './association.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import { fetchRecords, isSetLost } from './present.ts'
import type { SetName } from './result-set-names.ts'
import { type Found, searchSet } from './search-set.ts'
import { sortSet } from './sort.ts'
import {
  type OperationOptions,
  type RemoteRecord,
  type ResultSet,
  type SortKey,
  TargetFailure,
  type TargetSettings,
} from './types.ts'

/** Lends associations for one operation: what a result set needs of its client. */
export interface Lender {
  readonly settings: TargetSettings
  use<T>(attempt: Attempt, work: (association: Association) => Promise<T>, wanted?: Association): Promise<T>
}

/** A result set on one association; made again, once in an operation, on another or under another name when it is lost. */
export class RemoteSet implements ResultSet {
  readonly #lender: Lender
  readonly #query: RpnQuery
  #association: Association
  #name: SetName
  #found: Found
  #sortedBy: readonly SortKey[] = []

  private constructor(lender: Lender, query: RpnQuery, association: Association, name: SetName, found: Found) {
    this.#lender = lender
    this.#query = query
    this.#association = association
    this.#name = name
    this.#found = found
  }

  static async search(
    lender: Lender,
    association: Association,
    query: RpnQuery,
    prefetch: number,
    attempt: Attempt,
  ): Promise<RemoteSet> {
    const [name, found] = await make(lender.settings, association, query, prefetch, attempt)
    return new RemoteSet(lender, query, association, name, found)
  }

  get hits(): number {
    return this.#found.hits
  }

  get partial(): boolean {
    return this.#found.partial
  }

  get records(): readonly RemoteRecord[] {
    return this.#found.records
  }

  async fetch(
    start: number,
    count: number,
    options: OperationOptions & { readonly syntax?: string; readonly elementSet?: string } = {},
  ): Promise<RemoteRecord[]> {
    const { settings } = this.#lender
    const { syntax = settings.syntax, elementSet = settings.elementSet } = options
    return this.#use(options, 'fetching', (association, attempt) => {
      const within = Math.min(count, this.hits - start + 1)
      const wanted = { set: this.#name.name, start, count: within, syntax, elementSet }
      return within > 0 ? fetchRecords(association, settings, wanted, attempt) : Promise.resolve([])
    })
  }

  async sort(keys: readonly SortKey[], options: OperationOptions = {}): Promise<void> {
    await this.#use(options, 'searching', async (association, attempt) => {
      if (!association.granted.sort)
        throw new TargetFailure({ kind: 'misconfigured', detail: 'The target does not offer to sort' })
      await sortSet(association, this.#lender.settings, this.#name.name, keys, attempt)
    })
    this.#sortedBy = keys
  }

  release(): void {
    this.#association.names.release(this.#name)
  }

  #use<T>(
    options: OperationOptions,
    progress: 'searching' | 'fetching',
    work: (association: Association, attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const attempt = beginAttempt(this.#lender.settings.deadlines.total, options)
    const wanted = this.#name.lost ? undefined : this.#association
    return this.#lender.use(
      attempt,
      async (association) => {
        const held = association === this.#association && !this.#name.lost
        if (!held) await this.#searchAgain(association, attempt)
        attempt.onProgress?.(progress)
        try {
          return await work(association, attempt)
        } catch (error) {
          if (!held || !isSetLost(error)) throw error
          await this.#searchAgain(association, attempt)
          return await work(association, attempt)
        }
      },
      wanted,
    )
  }

  async #searchAgain(association: Association, attempt: Attempt): Promise<void> {
    const { settings } = this.#lender
    this.release()
    attempt.onProgress?.('searching')
    const [name, found] = await make(settings, association, this.#query, 0, attempt)
    this.#association = association
    this.#name = name
    // What came with the first answer is still true.
    this.#found = { ...found, records: this.#found.records }
    if (this.#sortedBy.length > 0) await sortSet(association, settings, name.name, this.#sortedBy, attempt)
  }
}

async function make(
  settings: TargetSettings,
  association: Association,
  query: RpnQuery,
  prefetch: number,
  attempt: Attempt,
): Promise<[SetName, Found]> {
  const name = association.names.take()
  try {
    return [name, await searchSet(association, settings, query, name.name, prefetch, attempt)]
  } catch (error) {
    association.names.release(name)
    throw error
  }
}
