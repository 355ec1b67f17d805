import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  confirmSecret,
  endSession,
  type Person,
  type SessionInfo,
  sessionsOf,
  setKeepHistory,
  setSecret,
} from '../../../accounts/index.ts'
import type { Complaints } from '../../complaints.ts'
import { Check } from '../../components/choice.tsx'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { clientOf } from '../../metered-searches.ts'
import { destinations } from '../../navigation.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { NoticesChoice } from './notices.tsx'
import { SecretFields, secretComplaints } from './secret-fields.tsx'

const notices = {
  '1': 'Saved. You are still signed in here, and nowhere else.',
  notices: 'Saved: your choice counts from now on.',
  'history-kept': 'Your history is kept, and shown in My requests.',
  'history-hidden': 'Your history is hidden after six months.',
  'authenticator-on': 'Your authenticator is on: signing in takes a code of it from now on.',
  'authenticator-off': 'Your authenticator is off: the password alone is enough now.',
} as const
const AccountAddress = z.object({
  saved: z.enum(['1', 'notices', 'authenticator-on', 'authenticator-off', 'history-kept', 'history-hidden']).optional(),
})
const SecretForm = z.object({
  now: z.string().max(1000).default(''),
  fresh: z.string().max(1000).default(''),
  again: z.string().max(1000).default(''),
})

const HistoryForm = z.object({ keep: z.string().max(10).optional() })

/** One's own account: where to go, the password or PIN, and where one is signed in. */
export const accountPage = (door: Door): RequestHandler =>
  route(AccountAddress, ({ saved }, exchange) => show(door, exchange, {}, saved && notices[saved]))

async function show(door: Door, { res, visitor }: Exchange, complaints: Complaints, notice?: string, status = 200) {
  // Its rule lets nobody in who is no person.
  const person = visitor.person!
  const sessions = await sessionsOf(door.database.db, person.id)
  sendPage(res, <Account door={door} {...{ person, sessions, complaints, notice }} />, status)
}

/** Changes the password or PIN of whoever knows the old one. */
export const changeSecret = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { req, res, visitor } = exchange
    const { id, kind, login } = visitor.person!
    const form = parse(SecretForm, formFields(req, SecretForm))
    const { db } = door.database
    const asked = { person: visitor.person!, secret: form.now, address: clientOf(req) }
    const isRight = await confirmSecret(db, door.secrets, asked, door.clock.now())
    const complaints = {
      ...(!isRight && { now: 'This is not the one you have now.' }),
      ...secretComplaints({ kind, login }, form),
    }
    if (Object.keys(complaints).length > 0) return await show(door, exchange, complaints, undefined, 400)
    const hash = await door.secrets.hash(form.fresh)
    await door.database.tx((tx) => setSecret(tx, { id, hash, keep: visitor.sessionId }, visitor.actor))
    res.redirect(303, '/account?saved=1')
  })

/** Says whether one's history is shown, and kept, for longer than half a year. */
export const keepHistoryAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const keep = parse(HistoryForm, formFields(req, HistoryForm)).keep !== undefined
    await door.database.tx((tx) => setKeepHistory(tx, visitor.person!.id, keep, visitor.actor))
    res.redirect(303, `/account?saved=${keep ? 'history-kept' : 'history-hidden'}`)
  })

/** Signs one of one's own sessions out. */
export const endOneSession = (door: Door): RequestHandler =>
  route(z.object({ session: z.uuid() }), async ({ session }, { res, visitor }) => {
    await endSession(door.database.db, visitor.person!.id, session)
    res.redirect(303, '/account')
  })

interface AccountProps {
  readonly door: Door
  readonly person: Person
  readonly sessions: readonly SessionInfo[]
  readonly complaints: Complaints
  readonly notice?: string | undefined
}

function Account({ door, person, sessions, complaints, notice }: AccountProps) {
  const visitor = useVisitor()
  const { sessionId } = visitor
  // They have none of ours.
  const isOfCard = person.kind === 'patron' && !person.hasSecret && door.ill.patrons?.signIn === true
  const places = destinations.filter(({ permission }) => may(visitor, permission))
  return (
    <Layout door={door} title="Your account">
      <h1>{person.name}</h1>
      <p class="hint">
        {person.kind === 'staff' ? `Signed in as ${person.login}` : `Card number ${person.login}`}
        {person.expiresOn && `, valid until ${person.expiresOn}`}
      </p>
      {notice && (
        <div role="status">
          <Note tone="info">{notice}</Note>
        </div>
      )}
      {person.kind === 'patron' && (
        <p class="acts">
          <Link class="btn primary" to="/account/loans">
            Your loans and reservations
          </Link>
          <Link class="btn" to="/account/requests">
            My requests
          </Link>
        </p>
      )}
      {places.length > 0 && (
        <ul class="destinations">
          {places.map(({ to, label, about }) => (
            <li key={to} class="panel">
              <h2>
                <Link to={to}>{label}</Link>
              </h2>
              <p>{about}</p>
            </li>
          ))}
        </ul>
      )}
      {isOfCard ? (
        <section class="panel">
          <h2>Your PIN</h2>
          <p>It is the one of your library card: it is changed where your library keeps its readers.</p>
        </section>
      ) : (
        <section class="panel">
          <h2>{person.kind === 'staff' ? 'Change your password' : 'Change your PIN'}</h2>
          <form method="post" action="/account/secret" class="stacked">
            <CsrfField />
            <TextField
              id="now"
              label={person.kind === 'staff' ? 'Password you have now' : 'PIN you have now'}
              complaint={complaints['now']}
              type="password"
              autocomplete="current-password"
              required
            />
            <SecretFields kind={person.kind} complaints={complaints} />
            <button type="submit" class="btn">
              Save
            </button>
          </form>
        </section>
      )}
      {person.kind === 'patron' && <NoticesChoice person={person} circulation={door.circulation} />}
      {person.kind === 'patron' && (
        <section class="panel">
          <h2>Your history</h2>
          <form method="post" action="/account/history" class="stacked">
            <CsrfField />
            <Check
              name="keep"
              checked={person.keepsHistory}
              words="Keep and show my requests for longer than six months."
            />
            <p class="hint">Without this, requests that have ended are shown in My requests for six months.</p>
            <button type="submit" class="btn">
              Save
            </button>
          </form>
        </section>
      )}
      {person.kind === 'staff' && (
        <section class="panel bar">
          <div>
            <h2>Authenticator</h2>
            <p class="hint">
              {person.hasTotp
                ? 'On: signing in takes your password and a code.'
                : 'Off. With one, a stolen password alone opens nothing.'}
            </p>
          </div>
          <Link class="btn" to="/account/authenticator">
            {person.hasTotp ? 'Change' : 'Set up'}
          </Link>
        </section>
      )}
      <section class="panel">
        <h2>Where you are signed in</h2>
        <ul class="sessions">
          {sessions.map(({ id, agent, seenAt }) => (
            <li key={id}>
              <div>
                <b>{browserOf(agent)}</b>
                <span class="hint">
                  {' '}
                  last used <Moment at={seenAt} />
                </span>
              </div>
              {id === sessionId ? (
                <span class="badge ok">✓ This browser</span>
              ) : (
                <form method="post" action={`/account/sessions/${id}/end`}>
                  <CsrfField />
                  <button type="submit" class="btn">
                    Sign out
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  )
}

/** What a browser calls itself, in a word or two. */
function browserOf(agent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1]
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera' }
  if (!browser && !system) return 'A program'
  return [browser && (names[browser] ?? browser), system && `on ${system === 'Mac OS X' ? 'a Mac' : system}`]
    .filter(Boolean)
    .join(' ')
}
