import type { RequestHandler, Response } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { z } from 'zod'
import { type AnswerLink, answerByLink, answerForms, readAnswerLink } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { complaintsAbout, saidIn } from '../../action-form.ts'
import type { Door } from '../../door.ts'
import { clientOf } from '../../metered-searches.ts'
import { type Exchange, exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AnswerForm, AnswerOver, AnswerUnknown } from './answer-page.tsx'

const Address = z.object({ token: z.string().min(1).max(100), event: z.string().min(1).max(40) })
type Address = z.output<typeof Address>

/** Links that one client may open in a minute: a library's whole office comes from one address. */
const mostInMinute = 120

/** Counts who opens links. */
export type AnswerLimit = (req: Exchange['req']) => Promise<void>

export function answerLimit(most = mostInMinute): AnswerLimit {
  const limiter = new RateLimiterMemory({ points: most, duration: 60 })
  return async (req) => {
    await limiter.consume(clientOf(req)).catch((refused: unknown) => {
      const wait = refused instanceof RateLimiterRes ? refused.msBeforeNext : 1000
      throw new Problem('too-many-answers', { seconds: Math.max(1, Math.ceil(wait / 1000)) })
    })
  }
}

/**
 * Shows what a link in a letter would say, and how things stand. It changes nothing: programs that look through mail open
 * every link.
 */
export const answerPage = (door: Door, limit: AnswerLimit): RequestHandler =>
  route(Address, async (address, { req, res }) => {
    await limit(req)
    const link = await find(door, address)
    if (!link) return sendUnknown(door, res)
    const typed = { ...firstTyped(door, link) }
    sendLink(door, res, address, link, { typed, complaints: {} })
  })

/** Says it, once. */
export const answerAct =
  (door: Door, limit: AnswerLimit): RequestHandler =>
  async (req, res) => {
    await limit(req)
    const address = parse(Address, req.params)
    await act(door, exchangeOf(req, res), address)
  }

async function act(door: Door, { req, res }: Exchange, address: Address): Promise<void> {
  const link = await find(door, address)
  if (!link) return sendUnknown(door, res)
  const form = { form: answerForms[link.event] }
  const body = (req.body ?? {}) as Readonly<Record<string, unknown>>
  const typed = saidIn(form, body)
  const complaints = complaintsAbout(form, typed)
  if (link.standing === 'open' && Object.keys(complaints).length > 0)
    return sendLink(door, res, address, link, { typed, complaints }, 422)
  const version = Number(body['version'])
  const seen = Number.isSafeInteger(version) ? version : 0
  if (link.standing === 'open')
    try {
      await door.database.tx((tx) => answerByLink(tx, address.token, link.event, typed, seen, meansOf(door)))
    } catch (error) {
      if (!(error instanceof Problem) || !outrun.has(error.code)) throw error
      const now = (await find(door, address))!
      return sendLink(door, res, address, now, { typed, complaints: {}, changed: true }, 409)
    }
  res.set(headers).redirect(303, `/answer/${address.token}/${address.event}`)
}

/** Somebody was quicker. */
const outrun: ReadonlySet<string> = new Set(['workflow-stale', 'workflow-illegal', 'workflow-refused'])

const meansOf = (door: Door) => ({ engine: door.ill.engine, now: new Date(door.clock.now()) })
const find = (door: Door, { token, event }: Address) => readAnswerLink(door.database.db, token, event, meansOf(door))

/** Who has the address may answer: no copy of the page, and no list of addresses, keeps it. */
const headers = { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex, nofollow, noarchive' }

function sendUnknown(door: Door, res: Response): void {
  res.set(headers)
  sendPage(res, <AnswerUnknown door={door} />, 410)
}

interface Typed {
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Readonly<Record<string, string>>
  readonly changed?: boolean
}

function sendLink(door: Door, res: Response, { token }: Address, link: AnswerLink, typed: Typed, status = 200): void {
  res.set(headers)
  if (link.standing === 'open') sendPage(res, <AnswerForm {...{ door, link, token }} {...typed} />, status)
  else sendPage(res, <AnswerOver door={door} link={link} />, link.standing === 'late' ? 410 : 200)
}

/** What is known before the lender types. */
function firstTyped(door: Door, { event, line, request }: AnswerLink): Readonly<Record<string, unknown>> {
  if (event === 'shipped')
    return { service: request.service, shippedOn: new Date(door.clock.now()).toISOString().slice(0, 10) }
  return event === 'renewed' ? { dueAtLender: line.data.renewProposed ?? undefined } : {}
}
