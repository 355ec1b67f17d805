import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { endSession, type PersonKind, signIn } from '../../../accounts/index.ts'
import { audit } from '../../../kit/index.ts'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { clientOf } from '../../metered-searches.ts'
import { formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { cardElsewhere } from '../../system-patrons.ts'
import { becomeVisitor, forgetSession, rememberSession, visitorOf } from '../../visitor.ts'
import { longestDraft, readDraft } from './draft-text.ts'
import { ownPath } from './own-path.ts'
import { SendDraft } from './send-draft.tsx'

const NextAddress = z.object({ next: z.string().max(2000).optional() })
const Form = z.object({
  login: z.string().max(200).default(''),
  secret: z.string().max(1000).default(''),
  code: z.string().max(20).default(''),
  next: z.string().max(2000).default(''),
  draft: z.string().max(longestDraft).default(''),
})

const words = {
  staff: {
    title: 'Sign in as staff',
    login: 'Name',
    secret: 'Password',
    refused: 'That name and password do not fit together.',
    home: '/account',
  },
  patron: {
    title: 'Sign in to your library account',
    login: 'Card number',
    secret: 'PIN or password',
    refused: 'That card number and PIN do not fit together.',
    home: '/account',
  },
} as const

/** The page where people say who they are. */
export const signInPage = (door: Door, kind: PersonKind): RequestHandler =>
  route(NextAddress, ({ next }, { res }) => sendPage(res, <SignIn door={door} kind={kind} next={ownPath(next)} />))

/** Lets somebody in, and leads to where that person was going. */
export const signInAct =
  (door: Door, kind: PersonKind): RequestHandler =>
  async (req, res) => {
    const parsed = Form.safeParse(formFields(req, Form))
    const form = parsed.success ? parsed.data : Form.parse({})
    const next = ownPath(form.next)
    const draft = readDraft(form.draft)
    const kept = draft && form.draft
    const again = (complaint: string, status: number, wantsCode = false) =>
      sendPage(
        res,
        <SignIn door={door} kind={kind} {...{ next, draft: kept, complaint, wantsCode }} login={form.login} />,
        status,
      )
    if (!form.login.trim() || !form.secret)
      return again(`Type your ${words[kind].login.toLowerCase()} and ${words[kind].secret}.`, 400)
    const now = door.clock.now()
    const { login, secret, code } = form
    const answer = await signIn(
      door.database.db,
      door.secrets,
      { kind, login, secret, code: code || undefined, address: clientOf(req), agent: req.headers['user-agent'] },
      now,
      cardElsewhere(door),
    )
    if (answer.outcome === 'code')
      return again('Type your password again, with the code your authenticator shows now.', 200, true)
    if (answer.outcome === 'unanswered')
      return again('Your library’s system does not answer now: try again in a moment.', 503)
    if (answer.outcome === 'refused') return again(words[kind].refused, 401)
    await endOwnSession(door, res)
    rememberSession(door, req, res, answer.token)
    if (!draft) return res.redirect(303, next ?? words[kind].home)
    becomeVisitor(res, answer.person, answer.token)
    sendPage(res, <SendDraft door={door} draft={draft} title="You are signed in again" />)
  }

/** Ends the session, here and in the database. */
export const signOut =
  (door: Door): RequestHandler =>
  async (req, res) => {
    await endOwnSession(door, res)
    forgetSession(door, req, res)
    res.redirect(303, '/')
  }

async function endOwnSession(door: Door, res: Response): Promise<void> {
  const { person, sessionId, actor } = visitorOf(res)
  if (!person || sessionId === undefined) return
  await endSession(door.database.db, person.id, sessionId)
  await audit(door.database.db, { actor, action: 'logout', subject: { kind: person.kind, id: person.id } })
}

interface SignInProps {
  readonly door: Door
  readonly kind: PersonKind
  readonly next?: string | undefined
  /** What somebody sent who was not signed in any more, as `draftText` has it. */
  readonly draft?: string | undefined
  readonly complaint?: string
  readonly wantsCode?: boolean
  readonly login?: string
}

/** Where somebody signs in. */
export function SignIn({ door, kind, next, draft, complaint, wantsCode = false, login = '' }: SignInProps) {
  const say = words[kind]
  const other = kind === 'staff' ? '/login' : '/staff/login'
  const otherWords = kind === 'staff' ? 'I have a library card' : 'I work here'
  const query = next === undefined ? '' : `?next=${encodeURIComponent(next)}`
  return (
    <Layout door={door} title={say.title}>
      <div class="panel narrow">
        <h1>{say.title}</h1>
        {draft !== undefined && (
          <Note tone="info">
            You were signed out before this was sent. What you typed is kept: sign in, then send it.
          </Note>
        )}
        {complaint && (
          <div role="alert">
            <Note tone={wantsCode ? 'info' : 'bad'}>{complaint}</Note>
          </div>
        )}
        <form method="post" action={kind === 'staff' ? '/staff/login' : '/login'} class="stacked">
          <CsrfField />
          {next !== undefined && <input type="hidden" name="next" value={next} />}
          {draft !== undefined && <input type="hidden" name="draft" value={draft} />}
          <TextField
            id="login"
            label={say.login}
            value={login}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
          <TextField id="secret" label={say.secret} type="password" autocomplete="current-password" required />
          {kind === 'staff' && (
            <TextField
              id="code"
              label="Code from your authenticator"
              hint={wantsCode ? undefined : 'Only if you have set one up.'}
              inputMode="numeric"
              autocomplete="one-time-code"
              required={wantsCode}
            />
          )}
          <button type="submit" class="btn primary">
            Sign in
          </button>
        </form>
        {draft === undefined ? (
          <p class="hint">
            <Link to={`${other}${query}`}>{otherWords}</Link>
          </p>
        ) : (
          <form method="post" action={other}>
            <CsrfField />
            <input type="hidden" name="draft" value={draft} />
            <button type="submit" class="quiet">
              {otherWords}
            </button>
          </form>
        )}
      </div>
    </Layout>
  )
}
