import express, { type Request, type RequestHandler, type Router } from 'express'
import { Gauge, Histogram, type Registry } from 'prom-client'
import type { Networks } from '../kit/index.ts'
import type { SearchService } from '../search/index.ts'
import { allow } from './guard.ts'
import { policy } from './policy/index.ts'
import type { Streams } from './streams.ts'

/** Times every request by method, route and status; the route is the pattern, so no address becomes a label. */
export function measureRequests(registry: Registry): RequestHandler {
  const durations = new Histogram({
    name: 'farshelf_http_request_seconds',
    help: 'Seconds to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 30],
    registers: [registry],
  })
  return (req, res, next) => {
    const stop = durations.startTimer()
    res.once('close', () => {
      const route: unknown = req.route?.path
      stop({
        method: req.method,
        route: typeof route === 'string' ? `${req.baseUrl}${route}` : 'none',
        status: res.statusCode,
      })
    })
    next()
  }
}

const breakerStates = ['closed', 'half-open', 'open'] as const

/** `GET /metrics` in Prometheus' text format. Figures of the search service are read when they are asked for. */
export function metricsRouter(
  registry: Registry,
  from: Networks | undefined,
  search: SearchService,
  streams: Streams,
): Router {
  const gauge = (name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void) =>
    new Gauge({
      name: `farshelf_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset()
        read(this)
      },
    })
  const caches = (name: string, help: string, figure: 'hits' | 'misses' | 'size') =>
    gauge(name, help, ['cache'], (one) => {
      for (const [cache, figures] of Object.entries(search.metrics().caches)) one.set({ cache }, figures[figure])
    })

  gauge('event_streams_open', 'Event streams open now', [], (one) => one.set(streams.open))
  gauge('searches_running', 'Searches that libraries are still answering', [], (one) =>
    one.set(search.metrics().running),
  )
  gauge('searches_held', 'Searches held, running or done', [], (one) => one.set(search.metrics().held))
  caches('cache_hits_total', 'Answers found in a cache', 'hits')
  caches('cache_misses_total', 'Answers not found in a cache', 'misses')
  caches('cache_entries', 'Entries of a cache', 'size')
  gauge('target_breaker', '1 for the state the target’s circuit breaker is in', ['target', 'state'], (one) => {
    for (const { id, health } of search.metrics().targets)
      for (const state of breakerStates) one.set({ target: id, state }, Number(health.breaker === state))
  })
  for (const figure of ['open', 'busy', 'waiting'] as const)
    gauge(`target_associations_${figure}`, `Associations of the target: ${figure}`, ['target'], (one) => {
      for (const { id, health } of search.metrics().targets) one.set({ target: id }, health[figure])
    })

  const router = express.Router()
  const allowed = allow(policy['GET /metrics'])
  const known: RequestHandler = (req, res, next) => (from?.has(clientOf(req)) ? next() : allowed(req, res, next))
  router.get('/metrics', known, async (_req, res) => {
    const text = await registry.metrics()
    res.set('Content-Type', registry.contentType).send(text)
  })
  return router
}

/**
 * The address of who asks. One that a proxy told us of while we know of none is nobody's: the proxy is on this machine
 * perhaps, whoever asks it is not.
 */
function clientOf(req: Request): string {
  const isForwarded = req.headers['x-forwarded-for'] !== undefined || req.headers.forwarded !== undefined
  return isForwarded && req.ip === req.socket.remoteAddress ? '' : (req.ip ?? '')
}
