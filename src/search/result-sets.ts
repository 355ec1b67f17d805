import { LRUCache } from 'lru-cache'
import type { RpnQuery } from '../standards/query/index.ts'
import type { Progress, RemoteRecord, ResultSet, SortKey, TargetClient } from '../zoom/index.ts'
import { whileInterested } from './interest.ts'
import type { CacheMetrics } from './types.ts'

const mostSets = 2_000
const heldFor = 15 * 60_000

/** A search at a target that one or more of ours wait for or hold. */
interface Entry {
  readonly serial: number
  readonly set: Promise<ResultSet>
  readonly stop: AbortController
  readonly listeners: Set<(progress: Progress) => void>
  /** Presents under way, by their first position: the same records are never asked for twice at once. */
  readonly fetching: Map<number, Promise<RemoteRecord[]>>
  readonly progress: Progress
  interested: number
  answered: boolean
}

/** One search's share in a result set. */
export interface Lease {
  /** Tells this set from every other one, also from an earlier one of the same query: positions mean nothing across. */
  readonly serial: number
  /** The set; rejects with TargetFailure, or with the signal's reason. */
  result(signal: AbortSignal): Promise<ResultSet>
  fetch(start: number, count: number, signal: AbortSignal): Promise<RemoteRecord[]>
  /** Gives the share back; a search that nobody waits for any longer is aborted, for this reason. */
  leave(reason?: unknown): void
}

/** What a target is asked. */
export interface Asked {
  readonly query: RpnQuery
  /** Record syntax (OID), or of SRU a schema, in place of the target's own. */
  readonly syntax?: string | undefined
  /** Over a new connection. */
  readonly afresh?: boolean
  /** What the target sorts its set by; a set that it cannot sort is none. */
  readonly sort?: readonly SortKey[] | undefined
}

export interface ResultSets {
  /** The set of what is asked of a target so: held, under way, or searched for now. */
  lease(client: TargetClient, key: string, asked: Asked, onProgress: (progress: Progress) => void): Lease
  metrics(): CacheMetrics
  clear(): void
}

async function sorted(set: ResultSet, keys: readonly SortKey[], signal: AbortSignal): Promise<ResultSet> {
  try {
    await set.sort(keys, { signal })
    return set
  } catch (cause) {
    set.release()
    throw cause
  }
}

/** Hit counts and result sets of all targets, shared by every search that asks the same. */
export function createResultSets(): ResultSets {
  const counts = { hits: 0, misses: 0 }
  let serials = 0
  // A target that was changed has another client: what the one before it said is no answer of this one.
  const numbers = new WeakMap<TargetClient, number>()
  let clients = 0
  function ownKey(client: TargetClient, key: string): string {
    const number = numbers.get(client) ?? ++clients
    numbers.set(client, number)
    return `${number} ${key}`
  }
  const entries = new LRUCache<string, Entry>({
    max: mostSets,
    ttl: heldFor,
    ttlAutopurge: true,
    dispose: (entry) => void entry.set.then((set) => set.release()).catch(() => undefined),
  })

  function begin(client: TargetClient, key: string, { query, syntax, afresh = false, sort }: Asked): Entry {
    const stop = new AbortController()
    const listeners = new Set<(progress: Progress) => void>()
    let progress: Progress = 'queued'
    // The client may report progress before it gives its promise.
    const found = client.search(query, {
      signal: stop.signal,
      // What comes with the answer comes before it is sorted.
      prefetch: sort ? undefined : client.settings.presentChunk,
      syntax,
      afresh,
      onProgress: (now) => {
        progress = now
        for (const listener of listeners) listener(now)
      },
    })
    const set = sort ? found.then((unsorted) => sorted(unsorted, sort, stop.signal)) : found
    const entry: Entry = {
      serial: ++serials,
      set,
      stop,
      listeners,
      fetching: new Map(),
      get progress() {
        return progress
      },
      interested: 0,
      answered: false,
    }
    entries.set(key, entry)
    entry.set.then(
      () => {
        entry.answered = true
      },
      // A failure is told to those who wait and not kept: the next search tries again, as the breaker allows.
      () => forget(key, entry),
    )
    return entry
  }

  function forget(key: string, entry: Entry) {
    if (entries.peek(key) === entry) entries.delete(key)
  }

  return {
    lease(client, what, asked, onProgress) {
      const key = ownKey(client, what)
      const held = entries.get(key)
      held ? counts.hits++ : counts.misses++
      const entry = held ?? begin(client, key, asked)
      entry.interested++
      entry.listeners.add(onProgress)
      if (!entry.answered) onProgress(entry.progress)
      let left = false
      return {
        serial: entry.serial,
        result: (signal) => whileInterested(entry.set, signal),
        async fetch(start, count, signal) {
          const set = await whileInterested(entry.set, signal)
          const running = entry.fetching.get(start)
          if (running) return whileInterested(running, signal)
          const fetching = set.fetch(start, count).finally(() => entry.fetching.delete(start))
          entry.fetching.set(start, fetching)
          return whileInterested(fetching, signal)
        },
        leave(reason) {
          if (left) return
          left = true
          entry.listeners.delete(onProgress)
          if (--entry.interested > 0 || entry.answered) return
          forget(key, entry)
          entry.stop.abort(reason)
        },
      }
    },
    metrics: () => ({ ...counts, size: entries.size }),
    clear: () => entries.clear(),
  }
}
