import type { Request, RequestHandler } from 'express'
import type { Door } from '../../door.ts'
import { isForeign, isToken, readForm, signInAddress, tokenOf } from '../../guard.ts'
import { may } from '../../may.ts'
import type { Rule } from '../../policy/index.ts'
import { sendPage } from '../../send-page.ts'
import { visitorOf } from '../../visitor.ts'
import { type Draft, draftText } from './draft-text.ts'
import { SendDraft } from './send-draft.tsx'
import { SignIn } from './sign-in.tsx'

/** A page that holds a password in plain sight is worse than one that has to be typed again. */
const secrets = ['secret', 'fresh', 'again', 'code']

/**
 * Keeps what was typed when its session ended meanwhile, or another was begun: nobody types a record twice because of a
 * telephone call. It is carried along while its owner signs in, and sent when its owner says so.
 */
export const keepDraft =
  (door: Door) =>
  (rule: Rule): RequestHandler =>
  (req, res, next) => {
    const visitor = visitorOf(res)
    const isStranger = visitor.by === 'nothing'
    if (rule === 'public' || visitor.by === 'token' || !isPageOf(req) || !(isStranger || may(visitor, rule)))
      return next()
    readForm(req, res, (error?: unknown) => {
      const token = tokenOf(req)
      if (error || isForeign(req) || isToken(token, isStranger ? '' : visitor.csrf())) return next(error)
      if (!isOurs(req) && !(visitor.formerCsrf && isToken(token, visitor.formerCsrf))) return next()
      const draft = draftOf(req)
      const text = draft && draftText(draft)
      if (!text) return next()
      send(draft, text)
    })

    function send(draft: Draft, text: string): void {
      const kind = signInAddress(rule) === '/login' ? 'patron' : 'staff'
      if (isStranger) sendPage(res, <SignIn door={door} kind={kind} draft={text} />, 401)
      else {
        const title = `You are signed in as ${visitor.person?.name} now`
        sendPage(res, <SendDraft door={door} draft={draft} title={title} />, 403)
      }
    }
  }

/** Whether a browser goes to the page that answers. What a script sends, it also keeps. */
const isPageOf = (req: Request) => ['navigate', undefined].includes(req.headers['sec-fetch-mode'] as string | undefined)

/** Whether a browser vouches for it that a page of ours sent this. */
const isOurs = (req: Request) => req.headers['sec-fetch-site'] === 'same-origin'

function draftOf(req: Request): Draft | undefined {
  const body = req.body as Readonly<Record<string, string | readonly string[]>> | undefined
  if (!body || secrets.some((name) => body[name])) return undefined
  const fields = Object.entries(body)
    .filter(([name]) => name !== 'csrf')
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const))
  return fields.length > 0 ? { to: req.originalUrl, fields } : undefined
}
