import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  addPerson,
  changePerson,
  endSessions,
  listRoles,
  makeSecretLink,
  type Person,
  readPerson,
  removeAuthenticator,
  sessionsOf,
} from '../../../accounts/index.ts'
import { branches } from '../../../catalogue/index.ts'
import { audit } from '../../../kit/index.ts'
import { Problem } from '../../../problems.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { type Exchange, formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { emptyForm, fieldsOf, formOf, kinds, PersonForm, PersonFormChecked } from './person-form.ts'
import { PersonPage } from './person-page.tsx'

const NewAddress = z.object({ kind: z.enum(kinds).default('staff') })
const PersonAddress = z.object({ person: z.uuid(), saved: z.enum(['made', 'changed', 'ended', 'off']).optional() })

const notices = {
  made: 'The account is made. Nobody can sign in to it yet: make a one-time link for choosing a password or PIN.',
  changed: 'Saved.',
  ended: 'Signed out everywhere.',
  off: 'The authenticator is turned off: the password alone is enough now.',
} as const

/** Whatever is shown beside an account. */
interface Shown {
  readonly person?: Person | undefined
  readonly form: PersonForm
  readonly complaints?: Complaints
  readonly notice?: string | undefined
  readonly refusal?: string | undefined
  /** A one-time link, shown this once. */
  readonly link?: string
}

async function show(door: Door, { res }: Exchange, shown: Shown, status = 200): Promise<void> {
  const { db } = door.database
  const sessions = shown.person ? await sessionsOf(db, shown.person.id) : []
  const lists = { roles: await listRoles(db), branches: await branches(db) }
  const today = (await clockOf(door, db)).today(shown.person?.branch)
  sendPage(res, <PersonPage door={door} {...{ ...shown, ...lists, today, sessions: sessions.length }} />, status)
}

/** @throws Problem not-found */
async function known(door: Door, id: string): Promise<Person> {
  const person = await readPerson(door.database.db, id)
  if (!person) throw new Problem('not-found', { what: 'account' })
  return person
}

/** An empty form. */
export const newPersonPage = (door: Door): RequestHandler =>
  route(NewAddress, ({ kind }, exchange) => show(door, exchange, { form: emptyForm(kind) }))

/** An account, to be looked at and changed. */
export const personPage = (door: Door): RequestHandler =>
  route(PersonAddress, async ({ person: id, saved }, exchange) => {
    const person = await known(door, id)
    await show(door, exchange, { person, form: formOf(person), notice: saved && notices[saved] })
  })

/** Makes an account. */
export const addPersonAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { res, visitor } = exchange
    const { form, complaints } = await judge(door, exchange)
    if (complaints) return await show(door, exchange, { form, complaints }, 400)
    try {
      const id = await door.database.tx((tx) => addPerson(tx, fieldsOf(form), visitor.actor))
      res.redirect(303, `/admin/people/${id}?saved=made`)
    } catch (error) {
      await show(door, exchange, { form, complaints: taken(error) }, 409)
    }
  })

/** Changes an account, and ends its sessions where that changes what it may do. */
export const changePersonAct = (door: Door): RequestHandler =>
  route(PersonAddress, async ({ person: id }, exchange) => {
    const { res, visitor } = exchange
    const person = await known(door, id)
    const { form, complaints } = await judge(door, exchange, person)
    if (complaints) return await show(door, exchange, { person, form, complaints }, 400)
    try {
      await door.database.tx((tx) => changePerson(tx, id, fieldsOf(form), visitor.actor))
      res.redirect(303, `/admin/people/${id}?saved=changed`)
    } catch (error) {
      if (error instanceof Problem && error.code === 'last-admin')
        return await show(door, exchange, { person, form, refusal: error.message }, 409)
      await show(door, exchange, { person, form, complaints: taken(error) }, 409)
    }
  })

/** A one-time link for choosing a new password or PIN: on the answer's page, and nowhere else. */
export const linkPersonAct = (door: Door): RequestHandler =>
  route(PersonAddress, async ({ person: id }, exchange) => {
    const person = await known(door, id)
    const { actor } = exchange.visitor
    const token = await door.database.tx((tx) => makeSecretLink(tx, person, actor, door.clock.now()))
    await show(door, exchange, { person, form: formOf(person), link: `/link/${token}` })
  })

/** Signs somebody out everywhere. */
export const endSessionsAct = (door: Door): RequestHandler =>
  route(PersonAddress, async ({ person: id }, { res, visitor }) => {
    const { kind } = await known(door, id)
    await door.database.tx(async (tx) => {
      await endSessions(tx, id)
      await audit(tx, { actor: visitor.actor, action: 'person.sign-out', subject: { kind, id } })
    })
    res.redirect(303, `/admin/people/${id}?saved=ended`)
  })

/** For somebody whose telephone is lost. */
export const authenticatorOffAct = (door: Door): RequestHandler =>
  route(PersonAddress, async ({ person: id }, { res, visitor }) => {
    await known(door, id)
    await door.database.tx((tx) => removeAuthenticator(tx, id, visitor.actor))
    res.redirect(303, `/admin/people/${id}?saved=off`)
  })

/** What the form says, and what is wrong with it. Codes of lists that do not exist can't be chosen on the page. */
async function judge(door: Door, { req }: Exchange, person?: Person) {
  const given = formFields(req, PersonForm)
  // The kind of an account does not change.
  const parsed = PersonFormChecked.safeParse({ ...given, ...(person && { kind: person.kind }) })
  if (!parsed.success) return { form: asTyped(given, person), complaints: complaintsOf(parsed.error) }
  const form = parsed.data
  const roles = new Set((await listRoles(door.database.db)).map(({ name }) => name))
  const unknown = form.role.find((name) => name !== '' && !roles.has(name))
  return unknown === undefined
    ? { form, complaints: undefined }
    : { form, complaints: { roles: `There is no role “${unknown}” (any more).` } }
}

/** The form as it was sent, to be put right: whatever a browser can't have sent is left out. */
function asTyped(given: Record<string, unknown>, person?: Person): PersonForm {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '')
  const texts = (name: string) => (Array.isArray(given[name]) ? given[name].map(String) : [])
  return {
    kind: person?.kind ?? (given['kind'] === 'patron' ? 'patron' : 'staff'),
    login: text('login'),
    name: text('name'),
    email: text('email'),
    branch: text('branch'),
    group: text('group'),
    expiresOn: text('expiresOn'),
    blocked: given['blocked'] === '1' ? '1' : undefined,
    closed: given['closed'] === '1' ? '1' : undefined,
    role: texts('role'),
    roleBranch: texts('roleBranch'),
  }
}

/** @throws what is no login that is taken */
function taken(error: unknown): Complaints {
  if (error instanceof Problem && error.code === 'login-taken')
    return { login: 'Another account has this one: choose another.' }
  throw error
}
