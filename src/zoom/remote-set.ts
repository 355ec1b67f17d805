import type { RpnQuery } from '../standards/query/index.ts'
import type { Association } from './association.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import { type Discretion, discretionOf } from './discretion.ts'
import { fetchRecords, isNameRefused, isSetLost } from './present.ts'
import type { SetName } from './result-set-names.ts'
import { searchSet } from './search-set.ts'
import { sortSet } from './sort.ts'
import {
  type OperationOptions,
  type RemoteRecord,
  type ResultSet,
  type SortKey,
  TargetFailure,
  type Z3950Settings,
} from './types.ts'

/** Lends associations for one operation: what a result set needs of its client. */
export interface Lender {
  readonly settings: Z3950Settings
  use<T>(attempt: Attempt, work: (association: Association) => Promise<T>, wanted?: Association): Promise<T>
}

/** A result set on one association; made again, once in an operation, on another or under another name when it is lost. */
export class RemoteSet implements ResultSet {
  readonly #lender: Lender
  readonly #discretion: Discretion
  readonly #query: RpnQuery
  readonly #syntax: string
  /** Where the set is: undefined before it was made. */
  #place: { readonly association: Association; readonly name: SetName } | undefined
  #hits = 0
  #partial = false
  #records: readonly RemoteRecord[] = []
  #sortedBy: readonly SortKey[] = []

  /** @param syntax OID of the record syntax to ask for; the target's own by default */
  constructor(lender: Lender, query: RpnQuery, syntax = lender.settings.syntax) {
    this.#lender = lender
    this.#discretion = discretionOf(lender.settings)
    this.#query = query
    this.#syntax = syntax
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

  /** Searches. @throws TargetFailure whatever `searchSet` throws */
  async make(association: Association, prefetch: number, attempt: Attempt): Promise<void> {
    attempt.onProgress?.('searching')
    const name = association.names.take()
    const { settings } = this.#lender
    const asked = { query: this.#query, name: name.name, prefetch, syntax: this.#syntax }
    try {
      const found = await searchSet(association, settings, asked, attempt)
      this.#hits = found.hits
      this.#partial = found.partial
      if (prefetch > 0) this.#records = this.#discretion.records(found.records)
    } catch (error) {
      association.names.release(name)
      if (!isNameRefused(error) || !association.forgoNames()) throw error
      return await this.make(association, prefetch, attempt)
    }
    this.#place = { association, name }
  }

  fetch(
    start: number,
    count: number,
    options: OperationOptions & { readonly syntax?: string; readonly elementSet?: string } = {},
  ): Promise<RemoteRecord[]> {
    const { settings } = this.#lender
    const { syntax = this.#syntax, elementSet = settings.elementSet } = options
    return this.#use(options, 'fetching', async (association, set, attempt) => {
      const within = Math.min(count, this.#hits - start + 1)
      const asked = { set, start, count: within, syntax, elementSet }
      return this.#discretion.records(await fetchRecords(association, settings, asked, attempt))
    })
  }

  async sort(keys: readonly SortKey[], options: OperationOptions = {}): Promise<void> {
    await this.#use(options, 'searching', (association, set, attempt) => {
      if (!association.granted.sort)
        throw new TargetFailure({ kind: 'misconfigured', detail: 'The target does not offer to sort' })
      return sortSet(association, this.#lender.settings, set, keys, attempt)
    })
    this.#sortedBy = keys
  }

  release(): void {
    this.#place?.association.names.release(this.#place.name)
  }

  async #use<T>(
    options: OperationOptions,
    progress: 'searching' | 'fetching',
    work: (association: Association, set: string, attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const attempt = beginAttempt(this.#lender.settings.deadlines.total, options)
    const place = this.#place?.name.lost ? undefined : this.#place
    return await this.#lender.use(
      attempt,
      async (association) => {
        let set = this.#nameOn(association)
        const held = set !== undefined
        set ??= await this.#makeAgain(association, attempt)
        attempt.onProgress?.(progress)
        try {
          return await work(association, set, attempt)
        } catch (error) {
          if (!held || !isSetLost(error)) throw error
          return await work(association, await this.#makeAgain(association, attempt), attempt)
        }
      },
      place?.association,
    )
  }

  /** The set's name on an association, if it is there. */
  #nameOn(association: Association): string | undefined {
    return this.#place?.association === association && !this.#place.name.lost ? this.#place.name.name : undefined
  }

  async #makeAgain(association: Association, attempt: Attempt): Promise<string> {
    this.release()
    await this.make(association, 0, attempt)
    const { name } = this.#place!.name
    if (this.#sortedBy.length > 0) await sortSet(association, this.#lender.settings, name, this.#sortedBy, attempt)
    return name
  }
}
