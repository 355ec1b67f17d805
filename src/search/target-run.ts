import { printPqf, type RpnQuery } from '../standards/query/index.ts'
import { type Failure, type Progress, type RemoteRecord, type TargetClient, TargetFailure } from '../zoom/index.ts'
import { type BriefRecord, type Cache, readBrief, type Unreadable } from './records.ts'
import type { Lease, ResultSets } from './result-sets.ts'
import type { Target } from './settings.ts'
import type { TargetState, TargetStatus } from './types.ts'
import { failureWords } from './words.ts'

/** What all searches share. */
export interface Shared {
  readonly sets: ResultSets
  readonly briefs: Cache<BriefRecord | Unreadable>
  readonly fulls: Cache<RemoteRecord>
}

export interface RunListener {
  /** The status changed. */
  status(status: TargetStatus): void
  /** Records that could be read, in the target's order. */
  records(target: Target, records: readonly BriefRecord[]): void
  /** Something of ours broke: an operator should hear of it. */
  broken(error: unknown): void
}

/** One target's part in one search: its state, what was fetched, and fetching more. */
export class TargetRun {
  readonly target: Target
  readonly #client: TargetClient
  readonly #query: RpnQuery
  readonly #shared: Shared
  readonly #listener: RunListener
  readonly #key: string
  #lease: Lease | undefined
  #stop: AbortController | undefined
  #state: TargetState = 'queued'
  #failure: Failure | undefined
  #hits: number | undefined
  #fetched = 0
  #unreadable = 0
  /** The target gave fewer records than it promised: asking again would not help. */
  #exhausted = false

  constructor(target: Target, client: TargetClient, query: RpnQuery, shared: Shared, listener: RunListener) {
    this.target = target
    this.#client = client
    this.#query = query
    this.#shared = shared
    this.#listener = listener
    const { syntax, elementSet, databases } = target.client
    this.#key = JSON.stringify([target.id, databases, printPqf(query), syntax, elementSet])
  }

  get status(): TargetStatus {
    const { usual } = this.#client.health()
    return {
      id: this.target.id,
      label: this.target.label,
      state: this.#state,
      ...(this.#hits !== undefined && { hits: this.#hits }),
      fetched: this.#fetched,
      unreadable: this.#unreadable,
      ...(this.#failure && { failure: failureWords(this.#failure) }),
      ...(usual !== undefined && { usual }),
    }
  }

  /** Whether the target holds records that were not fetched and may be. */
  get more(): boolean {
    return (
      this.#state === 'done' && !this.#exhausted && this.#fetched < Math.min(this.#hits ?? 0, this.target.mostRecords)
    )
  }

  /** Fetches the first batch, or the next one. Resolves when that is done, failed or stopped; never rejects. */
  async advance(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    const overtime = abortAfter(stop, this.target.client.deadlines.total)
    try {
      this.#lease ??= this.#shared.sets.lease(this.#client, this.#key, this.#query, (progress) =>
        this.#progress(progress),
      )
      const set = await this.#lease.result(stop.signal)
      this.#hits = set.hits
      this.#keep(set.records)
      this.#enter('fetching')
      await this.#fetchBatch(this.#lease, stop.signal)
      this.#enter('done')
    } catch (error) {
      this.#fail(error)
    } finally {
      clearTimeout(overtime)
      this.#stop = undefined
    }
  }

  /** Gives up waiting; what came is kept. */
  stop(): void {
    this.#stop?.abort(new TargetFailure({ kind: 'cancelled' }))
  }

  /** Gives back the share in the target's result set. */
  leave(): void {
    this.#lease?.leave()
    this.#lease = undefined
  }

  /** The record at a position as it came: from the cache, or from the target once more. @throws TargetFailure */
  async remote(position: number): Promise<RemoteRecord | undefined> {
    const key = this.#at(position)
    const cached = this.#shared.fulls.get(key)
    if (cached) return cached
    const stop = new AbortController()
    const overtime = abortAfter(stop, this.target.client.deadlines.total)
    const lease = this.#lease ?? this.#shared.sets.lease(this.#client, this.#key, this.#query, () => undefined)
    try {
      const records = await lease.fetch(position, 1, stop.signal)
      this.#keep(records)
      return records.find((record) => record.position === position)
    } finally {
      clearTimeout(overtime)
      if (lease !== this.#lease) lease.leave()
    }
  }

  async #fetchBatch(lease: Lease, signal: AbortSignal) {
    const limit = Math.min(this.#hits ?? 0, this.target.mostRecords, this.#fetched + this.target.firstRecords)
    while (this.#fetched < limit) {
      const held = await this.#held(limit)
      if (held.length > 0) {
        this.#add(held)
        continue
      }
      const next = this.#fetched + 1
      const records = await lease.fetch(next, Math.min(this.target.client.presentChunk, limit - this.#fetched), signal)
      this.#keep(records)
      const consecutive = records.filter(({ position }, i) => position === next + i)
      if (consecutive.length === 0) {
        this.#exhausted = true
        return
      }
      this.#add(await Promise.all(consecutive.map((record) => this.#read(record))))
    }
  }

  /** The records that follow the fetched ones and are in the caches already. */
  async #held(limit: number): Promise<(BriefRecord | Unreadable)[]> {
    const found: (BriefRecord | Unreadable)[] = []
    for (let position = this.#fetched + 1; position <= limit; position++) {
      const key = this.#at(position)
      const brief = this.#shared.briefs.get(key)
      if (brief) {
        found.push(brief)
        continue
      }
      const remote = this.#shared.fulls.get(key)
      if (!remote) break
      found.push(await this.#read(remote))
    }
    return found
  }

  async #read(record: RemoteRecord): Promise<BriefRecord | Unreadable> {
    const read = await readBrief(record, this.target)
    this.#shared.briefs.set(this.#at(record.position), read)
    return read
  }

  #keep(records: readonly RemoteRecord[]) {
    for (const record of records) {
      const key = this.#at(record.position)
      if (!this.#shared.fulls.has(key)) this.#shared.fulls.set(key, record)
    }
  }

  #add(records: readonly (BriefRecord | Unreadable)[]) {
    this.#fetched += records.length
    const readable = records.filter((record): record is BriefRecord => 'brief' in record)
    this.#unreadable += records.length - readable.length
    this.#listener.records(this.target, readable)
  }

  #at(position: number): string {
    return `${position} ${this.#key}`
  }

  #progress(progress: Progress) {
    if (this.#hits === undefined && this.#state !== 'failed' && this.#state !== 'stopped') this.#enter(progress)
  }

  #enter(state: TargetState) {
    this.#state = state
    this.#listener.status(this.status)
  }

  #fail(error: unknown) {
    if (error instanceof TargetFailure) this.#failure = error.failure
    else {
      this.#failure = { kind: 'misconfigured', detail: (error as Error).message }
      this.#listener.broken(error)
    }
    this.#enter(this.#failure.kind === 'cancelled' ? 'stopped' : 'failed')
  }
}

/** Limits an operation's time on the wall clock; clear the timer when it ended by itself. */
const abortAfter = (stop: AbortController, ms: number) =>
  setTimeout(() => stop.abort(new TargetFailure({ kind: 'timed-out', phase: 'total', after: ms })), ms)
