import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Clock, Log } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { browse } from './browse.ts'
import { createBudget } from './budget.ts'
import { usualTime } from './fared.ts'
import { type HealthBook, shortBook } from './health-book.ts'
import { ownersLink } from './link.ts'
import { LiveSearch } from './live-search.ts'
import { lookUp } from './look-up.ts'
import { type Memory, shortMemory } from './memory.ts'
import { createMergedList } from './merged-list.ts'
import { probeTarget } from './probe.ts'
import { isWritten, queryFor, searchedWords } from './query.ts'
import { createBriefCache, createFullCache } from './records.ts'
import { createResultSets } from './result-sets.ts'
import { createRoster } from './roster.ts'
import type { Target } from './settings.ts'
import { createUnsortable } from './sorting.ts'
import { inOrderOfSpeed, targetHealth } from './target-health.ts'
import { type Shared, TargetRun } from './target-run.ts'
import { Turns } from './turns.ts'
import type { Audience, SearchRequest, SearchService } from './types.ts'

const mostSearches = 500
/** Of those, staff's apart: however many begin, the oldest that is let go for a new one is over by then. */
const mostRunning: Readonly<Record<Audience, number>> = { opac: 250, enquiry: 100 }
/** Records of all held searches together: a merged list takes about 4.4 kB a record beside the caches (measured). */
const mostHeldRecords = 25_000
const heldFor = 15 * 60_000
/** A search that began longer ago is not joined: its answers, and its failures, are old. */
const joinableFor = 5 * 60_000

export interface SearchServiceOptions {
  /** Enabled targets in the order pages show them. */
  readonly targets: readonly Target[]
  readonly clock: Clock
  readonly log: Log
  /** Records one search may fetch in all. */
  readonly mostRecords?: number
  /** What targets taught earlier searches; the service's own if not given. */
  readonly memory?: Memory
  /** How targets fared before, and fare now; the service's own if not given. */
  readonly book?: HealthBook
}

/** Searches many targets at once and holds what came. */
export function createSearchService(options: SearchServiceOptions): SearchService {
  const { clock, log, mostRecords = 500, memory = shortMemory(), book = shortBook(options.clock) } = options
  const roster = createRoster(options.targets, { clock, log, book })
  const shared: Shared = {
    memory,
    book,
    sets: createResultSets(),
    briefs: createBriefCache(),
    fulls: createFullCache(),
    unsortable: createUnsortable(),
    clock,
  }
  const turns = new Map<string, Turns>()
  const joinable = new LRUCache<string, string>({ max: mostSearches, ttl: joinableFor })
  const held = new LRUCache<string, LiveSearch>({
    max: mostSearches,
    maxSize: mostHeldRecords,
    sizeCalculation: ({ size }) => size + 1,
    ttl: heldFor,
    ttlAutopurge: true,
    updateAgeOnGet: true,
    // Held again with its new size after each round, it is not to be given up.
    noDisposeOnSet: true,
    dispose: (search) => search.discard(),
  })
  const collator = new Intl.Collator('en', { numeric: true })
  let closed = false

  const visible = (audience: Audience) => roster.targets.filter((target) => target.audience.includes(audience))

  /** @throws Problem unknown-target */
  function known(id: string): Target {
    const target = roster.find(id)
    if (!target) throw new Problem('unknown-target', { target: id })
    return target
  }

  const running = () => [...held.values()].filter(({ state }) => state === 'running')
  const isFull = (audience: Audience) =>
    running().filter(({ request }) => (request.audience ?? 'opac') === audience).length >= mostRunning[audience]

  /** The targets a request is for. @throws Problem no-targets, unknown-target */
  function chosen({ targets: ids, audience = 'opac' }: SearchRequest): readonly Target[] {
    const offered = visible(audience)
    const unknown = ids?.find((id) => !offered.some((target) => target.id === id))
    if (unknown !== undefined) throw new Problem('unknown-target', { target: unknown })
    const wanted = ids ? offered.filter(({ id }) => ids.includes(id)) : offered
    if (wanted.length === 0) throw new Problem('no-targets')
    return wanted
  }

  /** What nobody watches leaves readers half of what a target allows. */
  function takeTurn({ id, client: { pool, searchesPerMinute } }: Target, signal: AbortSignal | undefined) {
    const half = (all: number) => Math.max(1, Math.floor(all / 2))
    const line = turns.get(id) ?? new Turns(clock)
    turns.set(id, line)
    return line.take({ perMinute: half(searchesPerMinute), atOnce: half(pool.associations) }, signal)
  }

  function begin(request: SearchRequest, wanted: readonly Target[], key: string): LiveSearch {
    const queries = wanted.map((target) => queryFor(request.query, target))
    const budget = createBudget(mostRecords)
    // So that the quick ones leave some for the slow ones.
    const share = Math.max(1, Math.floor(mostRecords / wanted.length))
    const id = randomBytes(16).toString('base64url')
    const search = new LiveSearch(
      id,
      request,
      createMergedList(searchedWords(request.query), collator),
      (listener) =>
        wanted.map((target, i) => {
          const broken = (error: unknown) => log.error({ err: error, target: target.id }, 'search broke')
          return new TargetRun({
            target,
            client: roster.client(target.id),
            wanted: { query: queries[i]!, keepsFields: isWritten(request.query) },
            shared,
            budget,
            batch: Math.min(target.firstRecords, share),
            sort: request.sort,
            listener: { ...listener, broken },
          })
        }),
      () => {
        if (joinable.get(key) === id) joinable.delete(key)
      },
      () => held.set(id, search),
    )
    held.set(id, search)
    return search
  }

  return {
    targets: (audience) =>
      visible(audience).map(({ id, label, categories, preselected }) => {
        const { breaker, until } = roster.client(id).health()
        const usual = usualTime(book.of(known(id)))
        const health = { breaker, ...(until !== undefined && { until }), ...(usual !== undefined && { usual }) }
        return { id, label, categories, preselected, health }
      }),

    health: () => roster.targets.map((target) => targetHealth(target, roster.client(target.id), book)),

    start(request, { fresh = false } = {}) {
      if (closed) throw new Problem('shutting-down')
      const wanted = chosen(request)
      const { query, audience = 'opac', sort } = request
      // What staff search is staff's: a reader with the same words gets a search of the reader's own.
      const key = JSON.stringify([Object.entries(query).sort(), wanted.map(({ id }) => id), audience, sort])
      const identical = held.get(joinable.get(key) ?? '')
      if (identical && !(fresh && identical.incomplete)) {
        identical.join()
        return identical
      }
      if (isFull(audience)) throw new Problem('too-many-searches')
      const search = begin(request, inOrderOfSpeed(wanted, roster, book), key)
      joinable.set(key, search.id)
      return search
    },

    get: (id) => held.get(id),
    ownersLink: (id, record) => ownersLink(roster.find(id)?.link, record),

    async browse(id, browsing, signal) {
      const target = known(id)
      return await browse({ target, client: roster.client(id), memory }, browsing, { ...(signal && { signal }) })
    },

    async lookUp(id, query, { most, signal }) {
      const end = await takeTurn(known(id), signal)
      try {
        // It may have waited for long: the target may be gone, or asked otherwise now.
        const target = known(id)
        return await lookUp({ target, client: roster.client(id), shared, log }, query, { most, signal })
      } finally {
        end()
      }
    },

    async *probe(one, signal) {
      const target = typeof one === 'string' ? known(one) : one
      yield* probeTarget(target, { clock, log, ...(signal && { signal }) })
    },

    take(targets) {
      for (const id of roster.take(targets)) {
        memory.forget(id)
        shared.unsortable.forget(id)
      }
      // What a target said before it was changed is no answer to who asks now.
      joinable.clear()
    },

    metrics: () => ({
      caches: { sets: shared.sets.metrics(), briefs: shared.briefs.metrics(), fulls: shared.fulls.metrics() },
      running: running().length,
      held: held.size,
      targets: roster.targets.map(({ id }) => ({ id, health: roster.client(id).health() })),
    }),

    async close() {
      closed = true
      held.clear()
      shared.sets.clear()
      shared.briefs.clear()
      shared.fulls.clear()
      await roster.close()
      await book.close()
    },
  }
}
