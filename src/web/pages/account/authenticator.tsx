import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  authenticatorUri,
  confirmSecret,
  isAuthenticator,
  newAuthenticator,
  type Person,
  removeAuthenticator,
  setAuthenticator,
} from '../../../accounts/index.ts'
import { Problem } from '../../../problems.ts'
import type { Complaints } from '../../complaints.ts'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { type QrCode, QrPicture, qrCodeOf } from '../../components/qr-code.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { clientOf } from '../../metered-searches.ts'
import { type Exchange, formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'

const Form = z.object({
  secret: z.string().max(100).default(''),
  code: z.string().trim().max(20).default(''),
  now: z.string().max(1000).default(''),
})

/** The second thing staff can be asked for: patrons have a PIN and nothing more. @throws Problem not-found */
function staffOf({ visitor: { person } }: Exchange): Person {
  if (person?.kind !== 'staff') throw new Problem('not-found', { what: 'page' })
  return person
}

interface Shown {
  /** The secret that is being tried; a new one else. */
  readonly secret?: string
  readonly complaints?: Complaints
}

async function show(door: Door, exchange: Exchange, { secret, complaints }: Shown = {}, status = 200): Promise<void> {
  const person = staffOf(exchange)
  if (person.hasTotp) return sendPage(exchange.res, <TurnOff door={door} complaints={complaints} />, status)
  const fresh = secret !== undefined && isAuthenticator(secret) ? secret : newAuthenticator()
  const code = await qrCodeOf(authenticatorUri(fresh, person.login))
  sendPage(exchange.res, <SetUp door={door} {...{ secret: fresh, code, complaints }} />, status)
}

/** Sets an authenticator up, or turns the one there is off. */
export const authenticatorPage = (door: Door): RequestHandler => route(z.object({}), (_input, to) => show(door, to))

export const authenticatorAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const person = staffOf(exchange)
    if (person.hasTotp) return exchange.res.redirect(303, '/account/authenticator')
    const form = Form.parse(Form.safeParse(formFields(exchange.req, Form)).data ?? {})
    const { secret, code } = form
    if (!isAuthenticator(secret)) throw new Problem('bad-input', { detail: 'This form is incomplete: open it anew.' })
    const complaints = await secretComplaints(door, exchange, form.now)
    const set =
      !complaints &&
      (await door.database.tx((tx) =>
        setAuthenticator(tx, { id: person.id, secret, code }, exchange.visitor.actor, door.clock.now()),
      ))
    if (set) return exchange.res.redirect(303, '/account?saved=authenticator-on')
    await show(
      door,
      exchange,
      { secret, complaints: complaints ?? { code: 'Type the code the authenticator shows now.' } },
      400,
    )
  })

export const authenticatorOffOwnAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const person = staffOf(exchange)
    const form = Form.parse(Form.safeParse(formFields(exchange.req, Form)).data ?? {})
    const complaints = await secretComplaints(door, exchange, form.now, form.code)
    if (complaints) return await show(door, exchange, { complaints }, 400)
    await door.database.tx((tx) => removeAuthenticator(tx, person.id, exchange.visitor.actor))
    exchange.res.redirect(303, '/account?saved=authenticator-off')
  })

async function secretComplaints(
  door: Door,
  exchange: Exchange,
  secret: string,
  code?: string,
): Promise<Complaints | undefined> {
  const asked = {
    person: staffOf(exchange),
    secret,
    address: clientOf(exchange.req),
    ...(code !== undefined && { code }),
  }
  const right = await confirmSecret(door.database.db, door.secrets, asked, door.clock.now())
  if (right) return undefined
  return { now: code === undefined ? 'This is not your password.' : 'Password and code are not both right.' }
}

const Password = ({ complaint }: { readonly complaint: string | undefined }) => (
  <TextField
    id="now"
    label="Your password"
    complaint={complaint}
    type="password"
    autocomplete="current-password"
    required
  />
)

const Code = ({ complaint }: { readonly complaint: string | undefined }) => (
  <TextField
    id="code"
    label="Code the app shows now"
    complaint={complaint}
    inputMode="numeric"
    autocomplete="one-time-code"
    required
  />
)

interface SetUpProps {
  readonly door: Door
  readonly secret: string
  readonly code: QrCode
  readonly complaints?: Complaints | undefined
}

const SetUp = ({ door, secret, code, complaints = {} }: SetUpProps) => (
  <Layout door={door} title="Set up an authenticator">
    <div class="panel narrow">
      <h1>Set up an authenticator</h1>
      <p>An app on your telephone shows a code that changes every 30 seconds. Signing in takes that code too.</p>
      <form method="post" action="/account/authenticator" class="stacked">
        <CsrfField />
        <input type="hidden" name="secret" value={secret} />
        <div>
          <p>Scan this with the app:</p>
          <QrPicture code={code} label="QR code for your authenticator; the same as text stands below" />
          <p>
            Or type: <code class="spelled">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
        </div>
        <Code complaint={complaints['code']} />
        <Password complaint={complaints['now']} />
        <div class="acts">
          <button type="submit" class="btn primary">
            Turn it on
          </button>
          <Link class="btn" to="/account">
            Leave it
          </Link>
        </div>
      </form>
    </div>
  </Layout>
)

const TurnOff = ({ door, complaints = {} }: { readonly door: Door; readonly complaints?: Complaints | undefined }) => (
  <Layout door={door} title="Your authenticator">
    <div class="panel narrow">
      <h1>Your authenticator</h1>
      <Note tone="info">It is on: signing in takes your password and a code.</Note>
      <p>
        For a new telephone, turn it off and set it up again. If the one it is on is lost, ask whoever manages accounts.
      </p>
      <form method="post" action="/account/authenticator/off" class="stacked">
        <CsrfField />
        <Code complaint={complaints['code']} />
        <Password complaint={complaints['now']} />
        <div class="acts">
          <button type="submit" class="btn">
            Turn it off
          </button>
          <Link class="btn" to="/account">
            Leave it on
          </Link>
        </div>
      </form>
    </div>
  </Layout>
)
