import type { Registry } from 'prom-client'
import type { Log } from '../kit/index.ts'
import type { SearchService } from '../search/index.ts'
import type { Assets } from './assets.ts'
import type { MeteredSearches } from './metered-searches.ts'
import type { Streams } from './streams.ts'

/** What `createWeb` needs. Times are milliseconds. */
export interface WebOptions {
  readonly search: SearchService
  readonly log: Log
  /** Metrics of the whole process; those of the web are added to it. */
  readonly metrics: Registry
  readonly version: string
  /** False while starting up or shutting down: `/readyz` says so. */
  readonly ready?: () => boolean
  /** Express's "trust proxy": how many proxies stand before us, or their addresses. None by default. */
  readonly trustProxy?: number | string
  /** How long a page without JavaScript waits for libraries. */
  readonly deadline?: number
  /** Searches one client may start. */
  readonly limit?: SearchLimit
  /** A sign of life on a silent stream, so that proxies keep it open. */
  readonly heartbeat?: number
}

export interface SearchLimit {
  readonly perMinute: number
  /** How many of them within five seconds. */
  readonly burst: number
}

/** What pages and the API share. */
export interface Door {
  readonly service: SearchService
  readonly searches: MeteredSearches
  readonly streams: Streams
  readonly assets: Assets
  readonly version: string
  readonly deadline: number
}
