import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { scannableUses, searchableUses, sortableUses } from '../../catalogue/index.ts'
import { Problem } from '../../problems.ts'
import { type SruDescription, type SruParameters, type SruVersion, sruFrame } from '../../standards/sru/index.ts'
import { allow } from '../guard.ts'
import { clientOf } from '../metered-searches.ts'
import { policy } from '../policy/index.ts'
import { answerSru, refusedSru, type SruService } from './answer.ts'
import { recordSchemas } from './schemas.ts'

const largestForm = '64kb'

/**
 * The catalogue over SRU 1.1, 1.2 and 2.0, at the name of its database. POST is for long queries and changes nothing,
 * so it needs no proof that it comes from a page of ours.
 */
export function sruRouter(service: SruService): Router {
  const { settings } = service
  const limiter = new RateLimiterMemory({ points: settings.requestsPerMinute, duration: 60 })
  const answer: RequestHandler = async (req, res) => {
    if (String(req.params['database']).toLowerCase() !== settings.database.toLowerCase())
      throw new Problem('not-found', { what: 'database' })
    const parameters = parametersOf(req)
    const frame = sruFrame(parameters)
    const description = describe(req, service)
    const wait = await limiter.consume(clientOf(req)).then(() => undefined, secondsLeft)
    if (wait === undefined) return send(req, res, frame.version, await answerSru(service, parameters, description))
    const details = `too many requests: wait ${wait} seconds`
    res.status(429).set('Retry-After', String(wait))
    send(req, res, frame.version, refusedSru(frame, { condition: 2, details }, description))
  }
  const router = express.Router()
  router.get('/:database', allow(policy['GET /sru/:database']), answer)
  router.post(
    '/:database',
    allow(policy['POST /sru/:database']),
    express.text({ type: 'application/x-www-form-urlencoded', limit: largestForm }),
    answer,
  )
  router.all('/:database', () => {
    throw new Problem('method-not-allowed', { allow: 'GET, HEAD, POST' })
  })
  return router
}

/** The first value of each parameter. */
function parametersOf(req: Request): SruParameters {
  const text = req.method === 'POST' ? String(req.body ?? '') : (/\?.*/s.exec(req.url)?.[0] ?? '')
  return new Map([...new URLSearchParams(text)].reverse())
}

function secondsLeft(refused: unknown): number {
  if (!(refused instanceof RateLimiterRes)) throw refused
  return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
}

function send(req: Request, res: Response, version: SruVersion, xml: string): void {
  // Clients of version 1, and browsers, do not know the type of version 2.0: only who asks for it has it.
  const accepted = req.accepts(['application/xml', version.mediaType])
  res
    .set('Cache-Control', 'no-store')
    .type(accepted || 'application/xml')
    .send(xml)
}

/** What the explain record says, with the address we are known by, else as the client has it. */
function describe(req: Request, { settings, baseUrl }: SruService): SruDescription {
  const stated = baseUrl ?? `${req.protocol}://${req.get('host')}`
  const address = URL.canParse(stated) ? new URL(stated) : undefined
  return {
    host: address?.hostname ?? 'localhost',
    port: Number(address?.port) || (address?.protocol === 'https:' ? 443 : 80),
    database: `sru/${settings.database}`,
    title: settings.title,
    schemas: recordSchemas,
    searchable: searchableUses,
    scannable: scannableUses,
    sortable: sortableUses,
    defaultRecords: settings.defaultRecords,
    mostRecords: settings.mostRecords,
  }
}
