import { timingSafeEqual } from 'node:crypto'
import express, { type Request, type RequestHandler } from 'express'
import { Problem } from '../problems.ts'
import { branchesFor, may } from './may.ts'
import type { Rule } from './policy/index.ts'
import { type Visitor, visitorOf } from './visitor.ts'

/** Where people sign in who may do what a rule wants. */
export const signInAddress = (rule: Rule) =>
  rule === 'account' || rule === 'request.place' ? '/login' : '/staff/login'

/** Programs do not sign in: they are told what they lack. */
const isForPrograms = (req: Request) => /^\/(?:api\/|metrics(?:\?|$))/.test(req.originalUrl)
const isReading = (req: Request) => req.method === 'GET' || req.method === 'HEAD'

/**
 * Lets nobody pass whom the rule does not let: strangers are asked to sign in, others hear that they may not. Who may
 * in some branches only is, from here on, an actor of these.
 */
export const allow =
  (rule: Rule): RequestHandler =>
  (req, res, next) => {
    const visitor = visitorOf(res)
    if (rule === 'account' && visitor.by === 'token') throw new Problem('only-for-people')
    if (may(visitor, rule)) {
      const branches = branchesFor(visitor, rule)
      if (branches) res.locals['visitor'] = { ...visitor, actor: { ...visitor.actor, branches } } satisfies Visitor
      return next()
    }
    if (visitor.by !== 'nothing') throw new Problem('not-allowed')
    if (isForPrograms(req) || !isReading(req)) throw new Problem('sign-in-first')
    res.redirect(303, `${signInAddress(rule)}?next=${encodeURIComponent(req.originalUrl)}`)
  }

/** Reads the fields of a form. */
export const readForm = express.urlencoded({ extended: false, limit: '2mb', parameterLimit: 2000 })

/** Reads the form of a request that changes something, and makes sure that a page of ours sent it. */
export const fromOurForm: readonly RequestHandler[] = [
  readForm,
  (req, res, next) => {
    if (isForeign(req) || !isToken(tokenOf(req), visitorOf(res).csrf())) throw new Problem('form-stale')
    next()
  },
]

/** What a form shows. One with a file is read as it comes in: its token stands in its address. */
export function tokenOf(req: Request): unknown {
  const fields: unknown = req.body
  if (typeof fields === 'object' && fields !== null && 'csrf' in fields) return fields.csrf
  return new URLSearchParams(/\?.*/s.exec(req.url)?.[0]).get('csrf')
}

export function isToken(given: unknown, token: string): boolean {
  if (typeof given !== 'string') return false
  const [is, ought] = [Buffer.from(given), Buffer.from(token)]
  return is.length === ought.length && timingSafeEqual(is, ought)
}

/**
 * Keeps other sites from using a browser's session in the API: a token of ours is shown on purpose, a cookie is not. A
 * caller with neither cookie nor origin is a program.
 */
export const fromOurScript: RequestHandler = (req, res, next) => {
  const visitor = visitorOf(res)
  if (visitor.by === 'token') return next()
  if (isForeign(req)) throw new Problem('form-stale')
  if (visitor.by === 'session' && !isToken(req.headers['x-csrf-token'], visitor.csrf())) throw new Problem('form-stale')
  next()
}

/** Whether a browser says that another site sent this. */
export function isForeign(req: Request): boolean {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = req.headers
  // Our pages send no referrer, and so older browsers say "null" of them: then the token has to do.
  if (origin === undefined || origin === 'null') return false
  return !URL.canParse(origin) || new URL(origin).host !== req.headers.host
}
