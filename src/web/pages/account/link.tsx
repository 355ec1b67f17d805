import type { RequestHandler } from 'express'
import { z } from 'zod'
import { addPerson, readLink, readPerson, setSecret, useLink } from '../../../accounts/index.ts'
import type { Complaints } from '../../complaints.ts'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { SecretFields, secretComplaints } from './secret-fields.tsx'

const LinkAddress = z.object({ token: z.string().min(1).max(100) })
const Form = z.object({
  login: z.string().trim().max(100).default(''),
  name: z.string().trim().max(200).default(''),
  fresh: z.string().max(1000).default(''),
  again: z.string().max(1000).default(''),
})
type Form = z.output<typeof Form>

/** The page holds the link, and whoever has that may use it. */
const secret = 'private, no-store'

/** Whom a link is for: the first administrator there is to be, or somebody who chooses a new password or PIN. */
async function guestOf(door: Door, token: string) {
  const link = await readLink(door.database.db, token, door.clock.now())
  if (!link) return undefined
  if (link.personId === null) return { kind: 'staff' as const, login: '', name: '', id: undefined }
  return await readPerson(door.database.db, link.personId)
}

/** The page a one-time link leads to. */
export const linkPage = (door: Door): RequestHandler =>
  route(LinkAddress, async ({ token }, { res }) => {
    res.set('Cache-Control', secret)
    const guest = await guestOf(door, token)
    if (!guest) return sendPage(res, <LinkGone door={door} />, 410)
    sendPage(res, <LinkForm door={door} guest={guest} token={token} form={Form.parse({})} complaints={{}} />)
  })

/** Uses the link up: makes the administrator, or sets the secret. */
export const linkAct = (door: Door): RequestHandler =>
  route(LinkAddress, async ({ token }, { req, res }) => {
    res.set('Cache-Control', secret)
    const guest = await guestOf(door, token)
    if (!guest) return sendPage(res, <LinkGone door={door} />, 410)
    const form = parse(Form, formFields(req, Form))
    const isSetup = guest.id === undefined
    const login = isSetup ? form.login : guest.login
    const complaints = {
      ...(isSetup && form.login === '' && { login: 'Choose a name to sign in by.' }),
      ...(isSetup && form.name === '' && { name: 'Say who you are, as colleagues will read it.' }),
      ...secretComplaints({ kind: guest.kind, login }, form),
    }
    if (Object.keys(complaints).length > 0)
      return sendPage(res, <LinkForm door={door} {...{ guest, token, form, complaints }} />, 400)
    const hash = await door.secrets.hash(form.fresh)
    const used = await door.database.tx(async (tx) => {
      if (!(await useLink(tx, token, door.clock.now()))) return false
      const actor = { name: form.name || guest.name, via: 'web' } as const
      const fields = { kind: 'staff', login, name: form.name, email: '', blocked: false, active: true } as const
      const id = guest.id ?? (await addPerson(tx, { ...fields, roles: [{ role: 'admin' }] }, actor))
      await setSecret(tx, { id, hash }, { ...actor, id })
      return true
    })
    if (!used) return sendPage(res, <LinkGone door={door} />, 410)
    res.redirect(303, guest.kind === 'staff' ? '/staff/login' : '/login')
  })

interface LinkFormProps {
  readonly door: Door
  readonly guest: { readonly kind: 'staff' | 'patron'; readonly name: string; readonly id?: string | undefined }
  readonly token: string
  readonly form: Form
  readonly complaints: Complaints
}

function LinkForm({ door, guest, token, form, complaints }: LinkFormProps) {
  const isSetup = guest.id === undefined
  const title = isSetup ? 'Set up Farshelf' : guest.kind === 'staff' ? 'Choose a password' : 'Choose a PIN'
  return (
    <Layout door={door} title={title}>
      <div class="panel narrow">
        <h1>{title}</h1>
        <p>
          {isSetup
            ? 'You are the first: this makes the account that manages all others.'
            : `For ${guest.name}. Whoever is signed in to this account will be signed out.`}
        </p>
        <form method="post" action={`/link/${token}`} class="stacked">
          <CsrfField />
          {isSetup && (
            <>
              <TextField
                id="login"
                label="Name to sign in by"
                value={form.login}
                complaint={complaints['login']}
                autocomplete="username"
                autocapitalize="none"
                required
              />
              <TextField
                id="name"
                label="Your name"
                value={form.name}
                complaint={complaints['name']}
                autocomplete="name"
                required
              />
            </>
          )}
          <SecretFields kind={guest.kind} complaints={complaints} />
          <button type="submit" class="btn primary">
            {isSetup ? 'Create the account' : 'Save'}
          </button>
        </form>
      </div>
    </Layout>
  )
}

const LinkGone = ({ door }: { door: Door }) => (
  <Layout door={door} title="This link is used up">
    <div class="panel nothing">
      <h1>This link is used up</h1>
      <p>It worked once and for a day. Ask for another one where you got it.</p>
      <p>
        <Link class="btn primary" to="/login">
          Sign in
        </Link>
      </p>
    </div>
  </Layout>
)
