import type { Clock } from '../kit/index.ts'
import { printPqf } from '../standards/query/index.ts'
import {
  type Failure,
  type Progress,
  type RemoteRecord,
  type TargetClient,
  type TargetDiagnostic,
  TargetFailure,
} from '../zoom/index.ts'
import { Asking } from './asking.ts'
import type { Budget } from './budget.ts'
import { usualTime } from './fared.ts'
import type { HealthBook } from './health-book.ts'
import { breath, type Form, mostRetries, type Rung } from './ladder.ts'
import type { Memory } from './memory.ts'
import { type BriefRecord, type Cache, detached, type Received, readBrief, type Unreadable } from './records.ts'
import type { Lease, ResultSets } from './result-sets.ts'
import { abortAfter, diagnosticsOf, isEndOfSet } from './run-failures.ts'
import type { Target } from './settings.ts'
import { type AskedOrder, refusesToSort, sortKeysFor, type Unsortable } from './sorting.ts'
import { within } from './turns.ts'
import type { FailureWords, TargetState, TargetStatus } from './types.ts'
import { type FetchLimit, failureWords, fetchLimitWords, internalFailure } from './words.ts'

/** What all searches share. */
export interface Shared {
  readonly memory: Memory
  readonly book: HealthBook
  readonly sets: ResultSets
  readonly briefs: Cache<BriefRecord | Unreadable>
  readonly fulls: Cache<Received>
  readonly unsortable: Unsortable
  readonly clock: Clock
}

export interface RunListener {
  /** The status changed. */
  status(status: TargetStatus): void
  /** Records that could be read, in the target's order. */
  records(target: Target, records: readonly BriefRecord[]): void
  /** Something of ours broke: an operator should hear of it. */
  broken(error: unknown): void
}

export interface RunOptions {
  readonly target: Target
  readonly client: TargetClient
  readonly wanted: Form
  readonly shared: Shared
  readonly budget: Budget
  /** Records fetched at a time. */
  readonly batch: number
  /** The order its records are wanted in. */
  readonly sort?: AskedOrder | undefined
  readonly listener: RunListener
}

/** One target's part in one search: its state, what was fetched, and fetching more. */
export class TargetRun {
  readonly #options: RunOptions
  readonly #asking: Asking
  #lease: Lease | undefined
  #stop: AbortController | undefined
  #state: TargetState = 'queued'
  #failure: FailureWords | undefined
  #hits: number | undefined
  #fetched = 0
  #unreadable: Unreadable[] = []
  /** The target gives no more, whatever it promised: asking again would not help. */
  #exhausted = false
  #sorted: TargetStatus['sorted']

  constructor(options: RunOptions) {
    this.#options = options
    this.#asking = new Asking(options.target, options.wanted, options.shared.memory)
  }

  get target(): Target {
    return this.#options.target
  }

  get status(): TargetStatus {
    const usual = usualTime(this.#options.shared.book.of(this.target))
    return {
      id: this.target.id,
      label: this.target.label,
      state: this.#state,
      ...(this.#hits !== undefined && { hits: this.#hits }),
      fetched: this.#fetched,
      unreadable: this.#unreadable.length,
      ...(this.#unreadable[0] && { unreadableReason: this.#unreadable[0].unreadable }),
      ...(this.#failure && { failure: this.#failure }),
      ...(this.#hits !== undefined && this.#asking.adapted),
      ...(usual !== undefined && { usual }),
      ...this.#limited(),
      ...(this.#sorted && { sorted: this.#sorted }),
    }
  }

  /** Which limit keeps the rest of what the target has from being fetched. */
  #limited(): Pick<TargetStatus, 'limited'> {
    const hits = this.#hits ?? 0
    if (this.#state !== 'done' || this.#fetched >= hits || this.more) return {}
    const reached = this.#fetchLimit()
    return { limited: { limit: reached.limit, ...fetchLimitWords(reached, hits) } }
  }

  #fetchLimit(): FetchLimit {
    if (this.#exhausted) return { limit: 'target', most: this.#fetched }
    if (this.#fetched >= this.target.mostRecords) return { limit: 'records', most: this.target.mostRecords }
    return { limit: 'search', most: this.#options.budget.most }
  }

  /** Whether the target holds records that were not fetched and may be. One that failed meanwhile is asked again. */
  get more(): boolean {
    const open = this.#state === 'done' || this.#state === 'failed'
    return open && !this.#exhausted && this.#fetched < this.#reachable && this.#options.budget.left > 0
  }

  /** Fetches the first batch, or the next one. Resolves when that is done, failed or stopped; never rejects. */
  async advance(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    this.#failure = undefined
    const overtime = abortAfter(stop, this.target.client.deadlines.total)
    try {
      await this.#climb(stop.signal)
      this.#failure = this.#emptyAnswer()
      this.#enter(this.#failure ? 'failed' : 'done')
      this.#noteLimit()
    } catch (error) {
      this.#fail(error)
    } finally {
      clearTimeout(overtime)
      this.#stop = undefined
    }
  }

  /** Whether the target is being asked. */
  get asks(): boolean {
    return this.#stop !== undefined
  }

  /** What its health is to say of a search that was answered in part. */
  #noteLimit(): void {
    const { limited } = this.#limited()
    if (limited?.limit === 'records') this.#options.shared.book.reached(this.target, 'records', limited.detail)
  }

  /** Gives up waiting; what came is kept. */
  stop(): void {
    this.#stop?.abort(new TargetFailure({ kind: 'cancelled' }))
  }

  /** Gives back the share in the target's result set; the reason is why, where something failed. */
  leave(reason?: unknown): void {
    this.#lease?.leave(reason)
    this.#lease = undefined
  }

  /** The record at a position as it came, if it is still held. */
  held(position: number): Received | undefined {
    return this.#lease && this.#options.shared.fulls.get(keyOf(this.#lease, position))
  }

  /** The record at a position as it came: from the cache, or from the target once more. @throws TargetFailure */
  async remote(position: number): Promise<Received | undefined> {
    const lease = this.#lease ?? this.#newLease(() => undefined)
    const cached = this.#options.shared.fulls.get(keyOf(lease, position))
    const stop = new AbortController()
    const overtime = abortAfter(stop, this.target.client.deadlines.total)
    try {
      if (cached) return cached
      const records = await lease.fetch(position, 1, stop.signal)
      this.#keep(lease, records)
      const remote = records.find((record) => record.position === position)
      return remote && { remote, fetchedAt: this.#now() }
    } finally {
      clearTimeout(overtime)
      if (lease !== this.#lease) lease.leave()
    }
  }

  /** The query as the target is asked, in prefix notation. */
  get pqf(): string {
    return printPqf(this.#asking.form.query)
  }

  #now(): Date {
    return new Date(this.#options.shared.clock.now())
  }

  /** Asks, in a simpler way whenever it is refused, at most so often; what works is remembered. */
  async #climb(signal: AbortSignal): Promise<void> {
    for (let retries = 0; ; retries++) {
      const refusal = await this.#ask(signal).catch((error: unknown) => error)
      const diagnostics = refusal === undefined ? this.#refusedRecords() : diagnosticsOf(refusal)
      const rung = retries < mostRetries && diagnostics && this.#simpler(diagnostics)
      if (rung) {
        if (rung.said === 'again') await within(breath, signal)
        this.#beginAgain()
        continue
      }
      if (refusal !== undefined) throw refusal
      if (!diagnostics) this.#asking.learn()
      if (this.#hits === 0 && retries < mostRetries) await this.#askPlainly(signal)
      return
    }
  }

  /**
   * It found nothing: it may know the words without their accents, or not know accents at all. What comes of asking so
   * counts only where something is found.
   */
  async #askPlainly(signal: AbortSignal): Promise<void> {
    const takeBack = this.#asking.takePlainLetters()
    if (!takeBack) return
    this.#beginAgain()
    const failure: unknown = await this.#ask(signal).catch((error: unknown) => error)
    if (failure !== undefined && !(failure instanceof TargetFailure)) throw failure
    if (this.#hits) return
    takeBack()
    this.#beginAgain()
    this.#hits = 0
  }

  async #ask(signal: AbortSignal): Promise<void> {
    this.#lease ??= this.#newLease((progress) => this.#progress(progress))
    const { hits } = await this.#lease.result(signal)
    this.#hits = hits
    if (hits > this.#options.batch) await this.#sort(signal)
    const lease = this.#lease
    const set = await lease.result(signal)
    this.#keep(lease, set.records)
    this.#enter('fetching')
    await this.#fetchBatch(lease, signal)
  }

  /** Has the target put its set in order; where it cannot, what it gives is sorted here. */
  async #sort(signal: AbortSignal): Promise<void> {
    const { sort, shared } = this.#options
    if (!sort || this.#sorted) return
    this.#sorted = 'here'
    if (shared.unsortable.has(this.target.id, sort)) return
    this.#sorted = 'there'
    const lease = this.#newLease(() => undefined)
    try {
      await lease.result(signal)
      this.leave()
      this.#lease = lease
    } catch (error) {
      this.#sorted = 'here'
      lease.leave(error)
      if (signal.aborted || !(error instanceof TargetFailure)) throw error
      if (refusesToSort(error)) shared.unsortable.add(this.target.id, sort)
    }
  }

  /** A simpler way, unless some records came: then how they are asked for is right. */
  #simpler(diagnostics: readonly TargetDiagnostic[]): Rung | undefined {
    return this.#fetched > this.#unreadable.length ? undefined : this.#asking.simplify(diagnostics)
  }

  #beginAgain(): void {
    this.leave()
    this.#unreadable = []
    this.#fetched = 0
    this.#hits = undefined
    this.#exhausted = false
    this.#sorted = undefined
  }

  /** What came in place of records, where nothing else did. */
  #refusedRecords(): readonly TargetDiagnostic[] | undefined {
    const [first] = this.#unreadable
    return first?.diagnostic && this.#fetched === this.#unreadable.length ? [first.diagnostic] : undefined
  }

  get #reachable(): number {
    return Math.min(this.#hits ?? 0, this.target.mostRecords)
  }

  #newLease(onProgress: (progress: Progress) => void): Lease {
    const { shared, client, sort } = this.#options
    const { key, asked } = this.#asking
    if (!sort || this.#sorted !== 'there') return shared.sets.lease(client, key, asked, onProgress)
    return shared.sets.lease(client, `${sort} ${key}`, { ...asked, sort: sortKeysFor[sort] }, onProgress)
  }

  async #fetchBatch(lease: Lease, signal: AbortSignal) {
    const { budget, batch } = this.#options
    const limit = Math.min(this.#reachable, this.#fetched + batch)
    while (this.#fetched < limit && !this.#exhausted) {
      const granted = budget.take(Math.min(this.target.client.presentChunk, limit - this.#fetched))
      if (granted === 0) return
      let used = 0
      try {
        const records = await this.#next(lease, granted, signal)
        used = records.length
        this.#add(records)
      } finally {
        budget.giveBack(granted - used)
      }
    }
  }

  /** The next records, at most so many: those the caches hold, or what the target sends. None at the end of the set. */
  async #next(lease: Lease, most: number, signal: AbortSignal): Promise<(BriefRecord | Unreadable)[]> {
    const held = await this.#held(lease, most)
    if (held.length > 0) return held
    const next = this.#fetched + 1
    const records = await lease.fetch(next, most, signal).catch((error) => {
      if (this.#fetched > 0 && isEndOfSet(error)) return []
      throw error
    })
    this.#keep(lease, records)
    const consecutive = records.filter(({ position }, i) => position === next + i).slice(0, most)
    this.#exhausted = consecutive.length === 0
    return Promise.all(consecutive.map((record) => this.#read(lease, record)))
  }

  /** The records that follow the fetched ones and are in the caches already. */
  async #held(lease: Lease, most: number): Promise<(BriefRecord | Unreadable)[]> {
    const { briefs, fulls } = this.#options.shared
    const found: (BriefRecord | Unreadable)[] = []
    for (let position = this.#fetched + 1; found.length < most; position++) {
      const key = keyOf(lease, position)
      const brief = briefs.get(key)
      const remote = brief ? undefined : fulls.get(key)?.remote
      if (brief) found.push(brief)
      else if (remote) found.push(await this.#read(lease, remote))
      else break
    }
    return found
  }

  async #read(lease: Lease, record: RemoteRecord): Promise<BriefRecord | Unreadable> {
    const read = await readBrief(record, this.target)
    this.#options.shared.briefs.set(keyOf(lease, record.position), read)
    return read
  }

  #keep(lease: Lease, records: readonly RemoteRecord[]) {
    const { fulls } = this.#options.shared
    const fetchedAt = this.#now()
    for (const record of records) {
      const key = keyOf(lease, record.position)
      if (!fulls.has(key)) fulls.set(key, { remote: detached(record), fetchedAt })
    }
  }

  #add(records: readonly (BriefRecord | Unreadable)[]) {
    if (records.length === 0) return
    this.#fetched += records.length
    const readable: BriefRecord[] = []
    for (const record of records) 'brief' in record ? readable.push(record) : this.#unreadable.push(record)
    this.#options.listener.records(this.target, readable)
  }

  /** A target that promised records of which none came, or none that can be read, has not "no hits": it failed. */
  #emptyAnswer(): FailureWords | undefined {
    if (!this.#hits || this.#fetched > this.#unreadable.length) return undefined
    const [first] = this.#unreadable
    if (!first && !this.#exhausted) return undefined
    if (first?.diagnostic)
      return failureWords({ kind: 'diagnostic', phase: 'present', diagnostics: [first.diagnostic] })
    const detail = first?.unreadable ?? `it promised ${this.#hits} records and gave none`
    return failureWords({ kind: 'protocol-error', phase: 'present', detail })
  }

  #progress(progress: Progress) {
    if (this.#hits === undefined && this.#state !== 'failed' && this.#state !== 'stopped') this.#enter(progress)
  }

  #enter(state: TargetState) {
    this.#state = state
    this.#options.listener.status(this.status)
  }

  #fail(error: unknown) {
    // Without an answer there is no set to come back to; a search that nobody else waits for is aborted.
    if (this.#hits === undefined) this.leave(error)
    const failure: Failure | undefined = error instanceof TargetFailure ? error.failure : undefined
    if (!failure) this.#options.listener.broken(error)
    if (failure?.kind === 'cancelled') return this.#enter('stopped')
    this.#failure = failure ? failureWords(failure) : internalFailure
    // Nobody else knows of time that was over while records were fetched: others may wait for these.
    if (failure?.kind === 'timed-out' && failure.phase === 'total')
      this.#options.shared.book.reached(this.target, 'time', this.#failure.detail)
    this.#enter('failed')
  }
}

const keyOf = ({ serial }: Lease, position: number): string => `${serial} ${position}`
