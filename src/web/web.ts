import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express'
import { pinoHttp } from 'pino-http'
import { createSecrets } from '../accounts/index.ts'
import { builtInProfiles, SelectSettings } from '../catalogue/index.ts'
import { defaultCirculation } from '../circulation/index.ts'
import { createIll, IllSettings } from '../ill/index.ts'
import { noSeal, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { createTargetList, TargetsFile } from '../search/index.ts'
import { WebhookSettings } from '../webhooks/index.ts'
import { apiRouter } from './api/router.ts'
import { serveAssets } from './assets.ts'
import { cookieMark } from './cookie.ts'
import { ourIllDesk } from './desk/our-ill-desk.ts'
import type { Door, WebOptions } from './door.ts'
import { createEnquiryMemory } from './enquiry-memory.ts'
import { allow } from './guard.ts'
import { hurry } from './hurry.ts'
import { iso18626Router } from './iso18626/index.ts'
import { meterSearches } from './metered-searches.ts'
import { measureRequests, metricsRouter } from './metrics.ts'
import { mishapOf } from './mishap.ts'
import { errorPage } from './pages/error.tsx'
import { pagesRouter } from './pages/router.ts'
import { policy } from './policy/index.ts'
import { securityHeaders } from './security.ts'
import { sendPage } from './send-page.ts'
import { sendProblem } from './send-problem.ts'
import { sruRouter } from './sru/index.ts'
import { eventStreams } from './streams.ts'
import { createTargetTests } from './target-test.ts'
import { knowVisitor } from './visitor.ts'

export interface Web {
  readonly app: Express
  /** The door of ISO 18626 alone, for a listener of its own: before it nobody stands who could tell of others. */
  readonly messages: Express
  /** Streams of events open now. */
  readonly streams: number
  /** Ends the streams and says "not ready" from now on; other requests in flight come to their end. */
  close(): void
}

const longestQuery = 4096

/** The HTTP door: pages for readers, the API, and the probes an operator's tools ask. */
export function createWeb(options: WebOptions): Web {
  const { search, log, metrics, version } = options
  const { assets, router: assetsRouter } = serveAssets()
  const streams = eventStreams(options.heartbeat ?? 15_000)
  let closing = false
  const circulation = options.circulation ?? defaultCirculation
  const ill =
    options.ill ?? createIll({ clock: options.clock ?? systemClock, settings: IllSettings.parse({}), circulation })
  const targets =
    options.targets ??
    createTargetList({ db: options.database.db, config: TargetsFile.parse({}), seal: noSeal, service: search, log })
  const door: Door = {
    house: ill.settings.address?.name,
    service: search,
    targets,
    database: options.database,
    secrets: createSecrets(),
    uploads: {
      profiles: options.importProfiles ?? builtInProfiles,
      most: options.mostUploaded ?? 512 * 1024 ** 2,
    },
    clock: options.clock ?? systemClock,
    ...(options.mail && { mail: options.mail }),
    select: options.select ?? SelectSettings.parse({}),
    ill,
    circulation,
    illDesk: options.illDesk ?? ourIllDesk(options.database, ill),
    webhooks: options.webhooks ?? WebhookSettings.parse({}),
    secure: options.baseUrl?.startsWith('https:') ?? false,
    searches: meterSearches(search, options.limit ?? { perMinute: 30, burst: 10 }),
    tests: createTargetTests(
      { service: search, targets },
      metrics,
      options.testLimit ?? { perPerson: 10, perTarget: 5 },
    ),
    enquiries: createEnquiryMemory(options.database),
    streams,
    assets,
    version,
    deadline: options.deadline ?? 16_000,
  }

  const exchange = iso18626Router(door)
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', options.trustProxy ?? false)
  app.set(cookieMark, options.cookieMark)
  // Addresses are parsed by `route`, with the schema of their page.
  app.set('query parser', false)
  const measured = measureRequests(metrics)
  app.use(hurry, requestLog(log), measured, securityHeaders, refuseLongQueries)
  app.get('/healthz', allow(policy['GET /healthz']), (_req, res) => res.type('text').send('ok\n'))
  app.get('/readyz', allow(policy['GET /readyz']), async (_req, res) => {
    const ready = !closing && ((await options.ready?.()) ?? true)
    res
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready\n' : 'not ready\n')
  })
  app.use(assetsRouter)
  app.use(exchange)
  app.use(knowVisitor(door))
  app.use(metricsRouter(metrics, options.metricsFrom, search, streams))
  app.use('/api/v1', apiRouter(door))
  if (options.sru)
    app.use('/sru', sruRouter({ db: options.database.db, settings: options.sru, baseUrl: options.baseUrl, log }))
  app.use(pagesRouter(door))
  app.use(() => {
    throw new Problem('not-found', { what: 'page' })
  })
  app.use(answerErrors(door))

  return {
    app,
    messages: messagesApp(exchange, log, measured),
    get streams() {
      return streams.open
    },
    close() {
      closing = true
      streams.close()
    },
  }
}

/** What may come in a minute is counted by the router: for both listeners together. */
function messagesApp(exchange: Router, log: WebOptions['log'], measured: RequestHandler): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', false)
  app.set('query parser', false)
  app.use(hurry, requestLog(log), measured, securityHeaders, refuseLongQueries, exchange)
  app.use((_req, res) => void res.status(404).type('text').send('There is no such page here.\n'))
  return app
}

/** An address without its query, and without the token that a one-time link is. */
const pathToLog = (url: string) => url.split('?')[0]!.replace(/^(\/(?:link|answer|copy)\/).+/is, '$1…')

/** One line a request: never what was searched for, nor by whom. */
const requestLog = (log: WebOptions['log']): RequestHandler =>
  pinoHttp({
    logger: log,
    genReqId: () => crypto.randomUUID(),
    quietReqLogger: true,
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'debug'),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: pathToLog(url),
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  })

const refuseLongQueries: RequestHandler = (req, _res, next) => {
  const query = req.url.indexOf('?')
  if (query >= 0 && req.url.length - query - 1 > longestQuery)
    throw new Problem('address-too-long', { limit: longestQuery })
  next()
}

/** What a stream ends with whose reader has gone. */
const leaving: ReadonlySet<unknown> = new Set(['ABORT_ERR', 'ERR_STREAM_PREMATURE_CLOSE'])

const answerErrors =
  (door: Door): ErrorRequestHandler =>
  (error, req, res, _next) => {
    // Somebody who leaves in the middle of a download is no fault of ours.
    if (res.closed && leaving.has(error?.code)) return void req.log.debug('the caller went away')
    const mishap = mishapOf(error, String(req.id))
    if (mishap.status >= 500) req.log.error({ err: error }, 'request failed')
    if (res.headersSent) return void res.destroy()
    if (mishap.context['seconds'] !== undefined) res.set('Retry-After', String(mishap.context['seconds']))
    else if (mishap.status === 503) res.set('Retry-After', '2')
    if (mishap.code === 'method-not-allowed') res.set('Allow', String(mishap.context['allow']))
    if (req.path.startsWith('/api/')) sendProblem(res, mishap)
    else sendPage(res, errorPage({ door, mishap, path: req.path }), mishap.status)
  }
