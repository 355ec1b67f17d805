import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { newToken, type Person, type Rights, readPerson, resumeSession, rightsOf, useToken } from '../accounts/index.ts'
import type { Actor } from '../kit/index.ts'
import { countUnread } from '../messages/index.ts'
import { cookieOf, giveCookie, takeCookie } from './cookie.ts'
import type { Door } from './door.ts'
import { clockOf } from './house-clock.ts'
import { may } from './may.ts'
import { requestInHand } from './request-in-hand.ts'

/** Who a request comes from, as far as it says. */
export interface Visitor extends Rights {
  /** The person signed in; programs with a token are none. */
  readonly person?: Person
  readonly sessionId?: string
  /** Milliseconds until the session ends, and whether using it puts that off. */
  readonly sessionEnd?: { readonly left: number; readonly mayStay: boolean }
  /** Of a program. */
  readonly tokenId?: string
  /** How the visitor showed who it is: a browser sends its cookie unasked, a program its token on purpose. */
  readonly by: 'nothing' | 'session' | 'token'
  /** For histories and the audit trail. */
  readonly actor: Actor
  /** The request for which somebody on the staff searches now. */
  readonly inHand?: number | undefined
  /** Alerts that whoever is signed in has not read. */
  readonly alerts: number
  /** By whose clock times are shown: that of the house. */
  readonly timeZone: string
  /** What forms carried before the session ended that the browser still shows. */
  readonly formerCsrf?: string
  /** What forms carry to show that they come from a page of ours. Asking gives a browser without one a cookie. */
  csrf(): string
}

const sessionCookie = 'farshelf-session'
const visitCookie = 'farshelf-visit'
/** Where a page asks how long its session lasts: asking is no use of it. */
const sessionPath = '/account/session'

/** Browsers keep `__Host-` cookies from being set by neighbours; they take them over HTTPS only. */
const nameOf = (door: Door, req: Request, name: string) => (isSecure(door, req) ? `__Host-${name}` : name)
const isSecure = (door: Door, req: Request) => door.secure || req.secure

function tokenOf(door: Door, req: Request, name: string): string | undefined {
  const value = cookieOf(req, nameOf(door, req, name))
  return value && /^[\w-]{43}$/.test(value) ? value : undefined
}

function setCookie(door: Door, req: Request, res: Response, name: string, value: string): void {
  giveCookie(req, res, nameOf(door, req, name), value, { secure: isSecure(door, req) })
}

/** A browser begins to be somebody: what it was before, it is no longer. */
export const rememberSession = (door: Door, req: Request, res: Response, token: string): void =>
  setCookie(door, req, res, sessionCookie, token)

export function forgetSession(door: Door, req: Request, res: Response): void {
  takeCookie(req, res, nameOf(door, req, sessionCookie), isSecure(door, req))
}

const csrfOf = (cookie: string) => createHash('sha256').update(`csrf ${cookie}`).digest('base64url')

/** Finds out who each request comes from. What needs no database asks none. */
export const knowVisitor =
  (door: Door): RequestHandler =>
  async (req, res, next) => {
    const session = tokenOf(door, req, sessionCookie)
    let visit = tokenOf(door, req, visitCookie)
    const known = await identify(door, req, session)
    const asksPage = known.person !== undefined && !req.path.startsWith('/api/')
    const { db } = door.database
    const [alerts, timeZone] = asksPage
      ? await Promise.all([countUnread(db, known.person.id), clockOf(door, db).then((clock) => clock.timeZone())])
      : [0, door.circulation.calendar.timeZone]
    const visitor: Visitor = {
      ...known,
      alerts,
      timeZone,
      ...(may(known, 'requests@branch') && { inHand: requestInHand(req) }),
      csrf() {
        if (known.by === 'session') return csrfOf(session!)
        if (visit === undefined) {
          visit = newToken()
          setCookie(door, req, res, visitCookie, visit)
        }
        return csrfOf(visit)
      },
    }
    res.locals['visitor'] = visitor
    next()
  }

type Known = Omit<Visitor, 'csrf' | 'alerts' | 'timeZone'>
const stranger: Known = { by: 'nothing', ...rightsOf([]), actor: { name: 'a visitor', via: 'web' } }

async function identify(door: Door, req: Request, session: string | undefined): Promise<Known> {
  const { db } = door.database
  const now = door.clock.now()
  const bearer = /^Bearer (\S{1,200})$/.exec(req.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) {
    const token = await useToken(db, bearer, now)
    if (!token) return stranger
    const rights = rightsOf([{ permissions: token.permissions, branch: null }])
    return { by: 'token', tokenId: token.id, ...rights, actor: { name: token.name, via: 'api' } }
  }
  if (session === undefined) return stranger
  const isUse = !(req.method === 'GET' && req.path === sessionPath)
  const resumed = await resumeSession(db, session, now, isUse)
  const person = resumed && (await readPerson(db, resumed.personId))
  if (!resumed || !person?.active) return { ...stranger, formerCsrf: csrfOf(session) }
  const via = req.path.startsWith('/api/') ? 'api' : 'web'
  return {
    by: 'session',
    person,
    sessionId: resumed.sessionId,
    sessionEnd: { left: resumed.left, mayStay: resumed.mayStay },
    permissions: person.permissions,
    inBranches: person.inBranches,
    actor: { id: person.id, name: person.name, via },
  }
}

/** Whom an answer is for that signs somebody in: the page of it belongs to the new session. */
export function becomeVisitor(res: Response, person: Person, token: string): void {
  const { timeZone } = visitorOf(res)
  res.locals['visitor'] = {
    by: 'session',
    person,
    permissions: person.permissions,
    inBranches: person.inBranches,
    actor: { id: person.id, name: person.name, via: 'web' },
    ...{ alerts: 0, timeZone },
    csrf: () => csrfOf(token),
  } satisfies Visitor
}

/** Who the request that is being answered comes from; a stranger where it failed before that was found out. */
export const visitorOf = (res: Response): Visitor =>
  (res.locals['visitor'] as Visitor | undefined) ?? { ...stranger, alerts: 0, timeZone: 'UTC', csrf: () => '' }
