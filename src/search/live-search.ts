import { full, type Holding, holdingsOf } from '../bib/index.ts'
import { Problem } from '../problems.ts'
import { TargetFailure } from '../zoom/index.ts'
import { createEventLog } from './event-log.ts'
import type { Entry, MergedList } from './merged-list.ts'
import { readRemote, type WholeRecord } from './records.ts'
import { databaseOf } from './settings.ts'
import type { RunListener, TargetRun } from './target-run.ts'
import type {
  HeldRecord,
  Hit,
  HitDetail,
  HitFacets,
  Page,
  Search,
  SearchEvent,
  SearchRequest,
  SortOrder,
  TargetStatus,
  View,
} from './types.ts'
import { failureWords } from './words.ts'

/** Records of one entry that are read for their holdings. */
const mostHeldRecords = 50

/** The holdings of a record: its own, and those that came beside it. */
const holdingsIn = ({ decoded, flavour, holdings }: WholeRecord): readonly Holding[] => [
  ...full(decoded.record, flavour).holdings,
  ...holdingsOf(holdings),
]

/** A search and its runs, one a target. The service makes it, doors look at it. */
export class LiveSearch implements Search {
  readonly id: string
  readonly request: SearchRequest
  readonly #list: MergedList
  readonly #runs: readonly TargetRun[]
  readonly #events = createEventLog()
  readonly #onStopped: () => void
  readonly #onRound: () => void
  #round: Promise<void> = Promise.resolve()
  #state: Search['state'] = 'done'
  #joined = 1
  #discarded = false

  /**
   * @param makeRuns makes the runs, given what they tell
   * @param onStopped called when its only reader stopped waiting, be it for one target
   * @param onRound called when a round is done
   */
  constructor(
    id: string,
    request: SearchRequest,
    list: MergedList,
    makeRuns: (listener: Pick<RunListener, 'status' | 'records'>) => readonly TargetRun[],
    onStopped: () => void,
    onRound: () => void,
  ) {
    this.id = id
    this.request = request
    this.#list = list
    this.#onStopped = onStopped
    this.#onRound = onRound
    this.#runs = makeRuns({
      status: (target) => this.#events.append({ type: 'target', target }),
      records: (target, records) => {
        const { changed, absorbed } = list.add(target, records)
        if (changed.length > 0) this.#events.append({ type: 'hits', hits: changed, absorbed, ...this.#counts })
      },
    })
    this.#begin(this.#runs)
  }

  get state(): Search['state'] {
    return this.#state
  }

  get targets(): readonly TargetStatus[] {
    return this.#runs.map(({ status }) => status)
  }

  get merged(): number {
    return this.#list.size
  }

  get total(): number {
    return this.#runs.reduce((sum, { status }) => sum + (status.hits ?? 0), 0)
  }

  page({ page, size, sort = 'relevance', ...view }: { page: number; size: number; sort?: SortOrder } & View): Page {
    return {
      hits: this.#list.slice(view, sort, (page - 1) * size, size),
      matching: this.#list.count(view),
      ...this.#counts,
      more: this.#runs.some(({ more }) => more),
    }
  }

  count(view: View): number {
    return this.#list.count(view)
  }

  facets(view: View): HitFacets {
    return this.#list.facets(view)
  }

  events({ after = 0, signal }: { after?: number; signal?: AbortSignal } = {}): AsyncIterable<SearchEvent> {
    return this.#events.read(after, signal)
  }

  async settled(deadline: number, signal?: AbortSignal): Promise<void> {
    if (this.#state === 'done' || signal?.aborted) return
    let leave: () => void = () => undefined
    const patience = new Promise<void>((resolve) => {
      leave = resolve
    })
    const timer = setTimeout(leave, deadline)
    signal?.addEventListener('abort', leave, { once: true })
    await Promise.race([this.#round, patience])
    clearTimeout(timer)
    signal?.removeEventListener('abort', leave)
  }

  stop(target?: string): void {
    if (this.#joined > 1) return
    const runs = this.#runs.filter((run) => run.asks && (target ?? run.target.id) === run.target.id)
    if (runs.length === 0) return
    this.#onStopped()
    for (const run of runs) run.stop()
  }

  more(): void {
    if (this.#state === 'running' || this.#discarded) return
    const runs = this.#runs.filter(({ more }) => more)
    if (runs.length > 0) this.#begin(runs)
  }

  hit(n: number): Hit | undefined {
    return this.#list.hit(n)
  }

  records(n: number): Promise<readonly HeldRecord[]> {
    return Promise.all(this.#list.records(n).map((entry, i) => this.#heldRecord(entry, i < mostHeldRecords)))
  }

  async #heldRecord({ source, brief }: Entry, reads: boolean): Promise<HeldRecord> {
    const run = this.#runs.find(({ target }) => target.id === source.target)
    const received = run?.held(source.position)
    if (!run || !received) return { source, brief }
    const { remote, fetchedAt } = received
    const whole = reads ? await readRemote(remote, run.target) : undefined
    return {
      source,
      brief,
      receivedAt: fetchedAt,
      ...(whole && 'decoded' in whole && { holdings: holdingsIn(whole) }),
    }
  }

  async full(n: number, source = 0): Promise<HitDetail> {
    const hit = this.hit(n)
    const from = hit?.sources[source]
    const run = this.#runs.find(({ target }) => target.id === from?.target)
    if (!hit || !from || !run) throw new Problem('not-found', { what: 'such a record' })
    const received = await run.remote(from.position).catch((cause) => {
      if (!(cause instanceof TargetFailure)) throw cause
      throw new Problem('target-failed', { target: from.label, detail: failureWords(cause.failure).phrase }, { cause })
    })
    const whole = received && (await readRemote(received.remote, run.target))
    const unfit = (detail: string) => new Problem('target-failed', { target: from.label, detail })
    if (!received || !whole) throw unfit('the record is gone')
    if ('unreadable' in whole) throw unfit(whole.unreadable)
    const { decoded, flavour, syntax } = whole
    return {
      hit,
      source: from,
      full: { ...full(decoded.record, flavour), holdings: holdingsIn(whole) },
      decoded,
      flavour,
      origin: {
        database: received.remote.database ?? databaseOf(run.target.client),
        query: run.pqf,
        syntax,
        fetchedAt: received.fetchedAt,
      },
    }
  }

  /** One more reader follows it. */
  join(): void {
    this.#joined++
  }

  /** Whether it is done and some target did not give what it was asked for. */
  get incomplete(): boolean {
    return this.#state === 'done' && this.targets.some(({ state }) => state !== 'done')
  }

  /** Records it holds. */
  get size(): number {
    return this.targets.reduce((sum, { fetched }) => sum + fetched, 0)
  }

  /** Gives back everything the search holds; it can't be asked for more afterwards. */
  discard(): void {
    this.#discarded = true
    for (const run of this.#runs) {
      run.stop()
      run.leave()
    }
  }

  get #counts() {
    return { merged: this.merged, total: this.total }
  }

  #begin(runs: readonly TargetRun[]) {
    this.#state = 'running'
    this.#events.reopen()
    this.#round = Promise.all(runs.map((run) => run.advance())).then(() => {
      this.#state = 'done'
      this.#events.end({ type: 'done', ...this.#counts })
      if (!this.#discarded) this.#onRound()
    })
  }
}
