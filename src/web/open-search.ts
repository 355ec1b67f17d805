import { isIPv6 } from 'node:net'
import type { Request } from 'express'
import { LRUCache } from 'lru-cache'
import { RateLimiterMemory, RateLimiterRes, RateLimiterUnion } from 'rate-limiter-flexible'
import { Problem } from '../problems.ts'
import type { Search, SearchRequest, SearchService } from '../search/index.ts'
import type { SearchLimit } from './door.ts'

/**
 * Starts a search for a client, or joins the one still held. Only a new search counts against the client's limit:
 * paging, sorting and going back are free.
 * @param preferred id of the search to go on with, if it is held and for the same request
 * @throws Problem too-many-requests
 */
export type OpenSearch = (request: SearchRequest, req: Request, preferred?: string) => Promise<Search>

export function openSearch(service: SearchService, limit: SearchLimit): OpenSearch {
  const limiter = new RateLimiterUnion(
    new RateLimiterMemory({ keyPrefix: 'minute', points: limit.perMinute, duration: 60 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: limit.burst, duration: 5 }),
  )
  const ids = new LRUCache<string, string>({ max: 5000 })

  return async (request, req, preferred = '') => {
    const key = JSON.stringify(request)
    const same = service.get(preferred)
    if (same && JSON.stringify(same.request) === key) return same
    const known = ids.get(key) ?? ''
    const counted = service.get(known) === undefined
    if (counted) await limiter.consume(clientOf(req)).catch(refuse)
    const search = service.start(request)
    // The one we knew was too old to be joined: this one is not refused any more, but it counts for the next.
    if (!counted && search.id !== known) await limiter.consume(clientOf(req)).catch(() => undefined)
    ids.set(key, search.id)
    return search
  }
}

function refuse(refused: unknown): never {
  if (refused instanceof Error) throw refused
  const waits = Object.values(refused as Record<string, unknown>).map((answer) =>
    answer instanceof RateLimiterRes ? answer.msBeforeNext : 0,
  )
  throw new Problem('too-many-requests', { seconds: Math.max(1, Math.ceil(Math.max(...waits) / 1000)) })
}

/** Who counts as one client: an IPv4 address, or the /64 network that one IPv6 subscriber has to itself. */
export function clientOf(req: Request): string {
  const address = req.ip ?? ''
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [front = '', back] = address.split('::')
  const groups = front.split(':').filter(Boolean)
  const tail = back?.split(':').filter(Boolean) ?? []
  const zeros = back === undefined ? 0 : 8 - groups.length - tail.length
  return [...groups, ...Array<string>(zeros).fill('0'), ...tail].slice(0, 4).join(':')
}
