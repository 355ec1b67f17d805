import type { Request } from 'express'
import { LRUCache } from 'lru-cache'
import { RateLimiterMemory, RateLimiterRes, RateLimiterUnion } from 'rate-limiter-flexible'
import { networkOf } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import type { Search, SearchRequest, SearchService } from '../search/index.ts'
import type { SearchLimit } from './door.ts'
import type { Exchange } from './route.ts'

/** Searches, with what they cost other people's servers and our database counted against the client that causes it. */
export interface MeteredSearches {
  /**
   * Starts a search, or joins the one still held. Only a new search counts: paging and going back are free, and so is
   * another order of what was fetched whole; where libraries are to sort, they are asked anew.
   * @throws Problem too-many-requests
   */
  open(request: SearchRequest, req: Request, options?: OpenOptions): Promise<Search>
  /**
   * Fetches the next records from the libraries that hold more, which counts like a search.
   * @throws Problem too-many-requests
   */
  more(search: Search, req: Request): Promise<void>
  /**
   * Counts a look into our own catalogue: new words like a search, pages and filters of the same words a tenth of one.
   * Whoever shows who it is is not counted: the desks of a house share one address.
   * @throws Problem too-many-requests
   */
  ours(words: object, exchange: Pick<Exchange, 'req' | 'visitor'>): Promise<void>
  /** The search that `open` would join, if there is one. Looking starts nothing and costs nobody anything. */
  known(request: SearchRequest): Search | undefined
}

export interface OpenOptions {
  /** Id of the search to go on with, if it is held and for the same request. Going on is not joining once more. */
  readonly held?: string | undefined
  /** Asks libraries anew that failed or were not waited for. */
  readonly fresh?: boolean
}

export function meterSearches(service: SearchService, limit: SearchLimit): MeteredSearches {
  const limiter = new RateLimiterUnion(
    new RateLimiterMemory({ keyPrefix: 'minute', points: limit.perMinute, duration: 60 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: limit.burst, duration: 5 }),
  )
  const ids = new LRUCache<string, string>({ max: 5000 })
  const looks = new RateLimiterUnion(
    new RateLimiterMemory({ keyPrefix: 'minute', points: limit.perMinute, duration: 60 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: limit.burst, duration: 5 }),
  )
  const pages = new RateLimiterMemory({ points: 10 * limit.perMinute, duration: 60 })
  const looked = new LRUCache<string, true>({ max: 5000, ttl: 10 * 60_000 })

  return {
    async open(request, req, { held = '', fresh = false } = {}) {
      const key = JSON.stringify(request)
      const same = service.get(held)
      if (same && JSON.stringify(same.request) === key) return same
      const known = service.get(ids.get(key) ?? '')
      const joins = known !== undefined && !(fresh && lacks(known))
      const resorts = !fresh && request.sort !== undefined && isWhole(service.get(ids.get(unsorted(request)) ?? ''))
      if (!joins && !resorts) await limiter.consume(clientOf(req)).catch(refuse)
      const search = service.start(request, { fresh })
      // The one we knew was too old to be joined: this one is not refused any more, but it counts for the next.
      if (joins && search.id !== known.id) await limiter.consume(clientOf(req)).catch(() => undefined)
      ids.set(key, search.id)
      return search
    },

    async more(search, req) {
      if (search.state === 'running' || !search.page({ page: 1, size: 1 }).more) return
      await limiter.consume(clientOf(req)).catch(refuse)
      search.more()
    },

    async ours(words, { req, visitor }) {
      if (visitor.by !== 'nothing') return
      const client = clientOf(req)
      await pages.consume(client).catch(refuse)
      const key = `${client} ${JSON.stringify(words)}`
      if (looked.has(key)) return
      await looks.consume(client).catch(refuse)
      looked.set(key, true)
    },

    known: (request) => service.get(ids.get(JSON.stringify(request)) ?? ''),
  }
}

const unsorted = (request: SearchRequest): string => JSON.stringify({ ...request, sort: undefined })

/** Whether a search is over, everybody answered, and nobody holds more than came: nobody is asked again for its order. */
const isWhole = (search: Search | undefined): boolean =>
  search?.state === 'done' && search.targets.every(({ state, hits, fetched }) => state === 'done' && hits === fetched)

/** Whether a search is over without all that it asked for. */
const lacks = ({ state, targets }: Search) => state === 'done' && targets.some(({ state }) => state !== 'done')

function refuse(refused: unknown): never {
  if (refused instanceof Error) throw refused
  const answers = refused instanceof RateLimiterRes ? [refused] : Object.values(refused as Record<string, unknown>)
  const waits = answers.map((answer) => (answer instanceof RateLimiterRes ? answer.msBeforeNext : 0))
  throw new Problem('too-many-requests', { seconds: Math.max(1, Math.ceil(Math.max(...waits) / 1000)) })
}

/** Who counts as one client. */
export const clientOf = (req: Request): string => networkOf(req.ip ?? '')
