import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { iso18626, type Partner, partnersShowing } from '../../ill/index.ts'
import { audit, networkOf } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { messageLimits } from '../../standards/iso18626/index.ts'
import type { Door } from '../door.ts'
import { allow } from '../guard.ts'
import { mishapOf } from '../mishap.ts'
import { policy } from '../policy/index.ts'
import { answerMessage, noteNoMessage } from './answer.ts'
import { shownBy } from './caller.ts'

const path = '/iso18626'
/** What those whom nobody knows may try in a minute, before they hear nothing more and leave no trace. */
const strangersPerMinute = 30

/**
 * ISO 18626: a message is posted, and confirmed on the same connection. Whoever posts is a program that shows who it is on
 * purpose: no session is looked at, and no form of ours is needed.
 */
export function iso18626Router(door: Door): Router {
  const { symbol, exchange } = door.ill.settings
  const strangers = new RateLimiterMemory({ points: strangersPerMinute, duration: 60 })
  const forgers = new RateLimiterMemory({ points: strangersPerMinute, duration: 60 })
  const partners = new RateLimiterMemory({ points: exchange.perMinute, duration: 60 })

  const isServed: RequestHandler = (_req, _res, next) => {
    if (symbol === undefined) throw new Problem('not-found', { what: 'exchange of messages' })
    next()
  }
  const isXml: RequestHandler = (req, _res, next) => {
    if (!/^\s*(application|text)\/xml\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
      throw new Problem('media-type-wrong', { allowed: 'application/xml and text/xml' })
    next()
  }
  /** Whoever shows nothing that we know is not listened to. */
  const isKnown: RequestHandler = async (req, res, next) => {
    const shown = shownBy(req, exchange, door.clock.now())
    const candidates = await partnersShowing(door.database.db, shown)
    res.locals['candidates'] = candidates
    if (candidates.length > 0) return next()
    await consume(strangers, networkOf(shown.address))
    await audit(door.database.db, {
      actor: { name: 'a stranger', via: 'api' },
      action: 'exchange.stranger',
      subject: { kind: 'network', id: networkOf(shown.address) },
      detail: { token: shown.token !== undefined, certificate: shown.certificate?.fingerprint ?? false },
    })
    res.set('WWW-Authenticate', 'Bearer')
    throw new Problem('partner-unknown')
  }
  const answer: RequestHandler = async (req, res) => {
    const body: unknown = req.body
    const posted = { bytes: body instanceof Buffer ? body : Buffer.alloc(0), log: req.log }
    const incoming = iso18626.readIso18626(posted.bytes)
    if (incoming.kind === 'nothing') {
      await noteNoMessage(door, candidatesOf(res), networkOf(req.ip ?? ''), posted)
      throw new Problem('bad-input', { detail: `It is no message: ${incoming.detail}` })
    }
    const { read, address } = incoming
    const sender = read.kind === 'supplyingAgencyMessage' ? address.responder : address.requester
    const partner = await sentBy(door, req, res, sender, forgers)
    await consume(partners, String(partner.id))
    const xml = await answerMessage(door, partner, incoming, posted)
    res.set('Cache-Control', 'no-store').type('application/xml').send(xml)
  }

  const router = express.Router()
  router.post(
    path,
    allow(policy['POST /iso18626']),
    isServed,
    isXml,
    isKnown,
    express.raw({ type: () => true, limit: messageLimits.bytes, inflate: false }),
    answer,
  )
  router.all(path, () => {
    throw new Problem('method-not-allowed', { allow: 'POST' })
  })
  router.use(path, answerPlainly)
  return router
}

/** Whom what a caller shows lets be. */
const candidatesOf = (res: Response) => res.locals['candidates'] as readonly Partner[]

/**
 * The library a message says it is from, where the caller may be that one; of a caller who says others, so many times a
 * minute are written down. @throws Problem partner-forged, too-many-messages
 */
async function sentBy(
  { database }: Door,
  req: Request,
  res: Response,
  sender: string,
  forgers: RateLimiterMemory,
): Promise<Partner> {
  const candidates = candidatesOf(res)
  const found = candidates.find(({ symbol }) => symbol.toLowerCase() === sender.toLowerCase())
  if (found) return found
  await consume(forgers, networkOf(req.ip ?? ''))
  const [shown] = candidates
  await audit(database.db, {
    actor: { name: candidates.length === 1 ? shown!.name : 'one of several libraries', via: 'api' },
    action: 'exchange.forged',
    subject:
      candidates.length === 1 ? { kind: 'lender', id: shown!.id } : { kind: 'network', id: networkOf(req.ip ?? '') },
    detail: { saysItIs: sender.slice(0, 60) },
  })
  throw new Problem('partner-forged')
}

/** @throws Problem too-many-messages */
const consume = (limiter: RateLimiterMemory, key: string) =>
  limiter.consume(key).catch((refused: unknown) => {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw new Problem('too-many-messages', { seconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) })
  })

/** Programs read no pages. */
const answerPlainly: ErrorRequestHandler = (error, req, res, _next) => {
  const mishap = mishapOf(error, String(req.id))
  // Its parser says so by a status alone.
  const status = error?.status === 415 ? 415 : mishap.status
  if (status >= 500) req.log.error({ err: error }, 'a message could not be taken in')
  if (mishap.context['seconds'] !== undefined) res.set('Retry-After', String(mishap.context['seconds']))
  if (mishap.code === 'method-not-allowed') res.set('Allow', String(mishap.context['allow']))
  res.status(status).type('text').send(`${mishap.text}\n`)
}
