import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { readItem } from '../../../catalogue/index.ts'
import { type Lending, type Sendings, sentToBorrower, shipCopy, systemWays } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Action, Outcome } from '../../../workflow/index.ts'
import { complaintsAbout, controlsOf, saidIn } from '../../action-form.ts'
import type { Complaints } from '../../complaints.ts'
import { ActionFields } from '../../components/action-form.tsx'
import { DocumentField } from '../../components/document-field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { SentAs } from '../../components/sent-as.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { type DocumentForm, withDocument } from '../../receive-document.ts'
import { holdsFile } from '../../receive-file.ts'
import { whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { afterAct, pageKey } from '../requests/opened.ts'
import { dayWords } from '../requests/words.ts'
import { LendingAddress, mayActOn, openedLending, usualDueOf } from './opened.ts'
import { checksOut, copiesThere, shelfHint } from './shelf.ts'

const OnLending = LendingAddress.extend({ event: z.string().regex(/^[\w:-]{1,80}$/) })

interface Subject {
  readonly lending: Lending
  readonly action: Action
  /** A file can be sent with it: where a copy is wanted, and there is somebody who could fetch it. */
  readonly takesFile: boolean
}

/** The page that asks what an action needs to know. */
export const lendingActForm = (door: Door): RequestHandler =>
  route(OnLending, async ({ id, event }, exchange) => {
    const subject = await subjectOf(door, exchange, id, event)
    await showForm(door, exchange, subject, await firstTyped(door, subject), {})
  })

/** Does it. */
export const lendingAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, event } = parse(OnLending, req.params)
    const exchange = exchangeOf(req, res)
    if (!holdsFile(req)) return await actOn(door, exchange, id, event, { fields: req.body ?? {} })
    // Who may not do it sends nothing.
    const { takesFile } = await subjectOf(door, exchange, id, event)
    if (!takesFile) throw new Problem('bad-input', { detail: 'This action takes no file.' })
    await withDocument(door, req, (form) => actOn(door, exchange, id, event, form))
  }

async function actOn(
  door: Door,
  exchange: Exchange,
  id: number,
  event: string,
  { fields: body, document, complaint }: DocumentForm,
): Promise<void> {
  const { res } = exchange
  const { engine } = door.ill
  const key = pageKey(body)
  // Pressed twice: what the first press did stands.
  if (key !== undefined && (await engine.knows(door.database.db, id, key)))
    return afterAct(res, `/lending/${id}`, event)
  const subject = await subjectOf(door, exchange, id, event)
  const said = saidIn(subject.action, body)
  const typed = { ...said, [elsewhere]: body[elsewhere] }
  const wrong = {
    ...complaintsAbout(subject.action, said),
    ...(document && againstFile(said)),
    ...(body[elsewhere] === undefined && (await withoutNumber(door, subject, said))),
  }
  if (complaint || Object.keys(wrong).length > 0) {
    const ofFile = complaint ?? (document && (wrong['document'] ?? 'Choose the file again.'))
    return showForm(door, exchange, subject, typed, { ...wrong, ...(ofFile && { document: ofFile }) })
  }
  const version = Number(body['version'])
  const cause = {
    ...{ actor: whoIs(exchange.visitor), via: 'page', form: said },
    ...(Number.isSafeInteger(version) && version > 0 && { expected: version }),
    ...(key !== undefined && { key }),
  }
  try {
    const waits = await door.database.tx(async (tx) => {
      if (!document) return hasToWait(await engine.act(tx, id, event, cause))
      await shipCopy(tx, id, document, cause, { ...door.ill, now: new Date(door.clock.now()) })
      return false
    })
    if (waits) return afterAct(res, `/lending/${id}`, 'checkingOut')
  } catch (error) {
    // What stands against it belongs beside what was typed.
    if (error instanceof Problem && (error.code === 'item-not-free' || error.code === 'workflow-refused'))
      return showForm(door, exchange, subject, typed, {}, error.message)
    throw error
  }
  afterAct(res, `/lending/${id}`, event)
}

/** The box that says that what goes is none of the copies that stand there. */
const elsewhere = 'elsewhere'

/** A loan that goes without a number is not checked out, and its copy stands in the catalogue as if it were there. */
async function withoutNumber(
  door: Door,
  { action, lending }: Subject,
  { service, itemNo }: Readonly<Record<string, unknown>>,
): Promise<Complaints> {
  const lends = action.event === 'shipped' && (service ?? lending.data.service) === 'loan'
  if (!lends || itemNo !== undefined || lending.itemId !== undefined) return {}
  const there = await copiesThere(door, lending)
  return there.some(({ sure }) => sure)
    ? { itemNo: 'Scan the copy that goes: without its number the catalogue goes on showing it on the shelf.' }
    : {}
}

/** What speaks against sending a file, beside what the file itself is. */
function againstFile({ service, url }: Readonly<Record<string, unknown>>): Complaints {
  if (service !== undefined && service !== 'copy') return { document: 'A file is sent as a copy: choose Copy above.' }
  return url === undefined ? {} : { url: 'Give the file or its address, not both.' }
}

async function subjectOf(door: Door, { visitor }: Exchange, id: number, event: string): Promise<Subject> {
  const { lending, actions } = await openedLending(door, visitor, id)
  const action = actions.find((one) => one.event === event)
  const { definition } = door.ill.engine.machine('lending')
  const spec = Object.hasOwn(definition.events, event) ? definition.events[event] : undefined
  if (spec && !mayActOn(visitor, spec)) throw new Problem('not-allowed')
  if (!action)
    throw new Problem('workflow-illegal', {
      event: spec?.label ?? event,
      state: definition.states[lending.state]!.label,
    })
  const wantsCopy = event === 'shipped' && lending.services.includes('copy')
  const fetches = systemWays.has(lending.via) || lending.partner.email !== ''
  return { lending, action, takesFile: wantsCopy && fetches && door.ill.copiesLink !== undefined }
}

/** The event has not happened: it follows what another system does. */
const hasToWait = ({ instance, event }: Outcome): boolean => instance.version < event.version

/** What stands in the form before anybody typed: what is known, and what is usual. */
async function firstTyped(door: Door, { lending, action }: Subject): Promise<Record<string, unknown>> {
  const { db } = door.database
  const today = (await clockOf(door, db)).today()
  const { itemId, data } = lending
  const item = itemId === undefined ? undefined : await readItem(db, itemId)
  const known: Record<string, unknown> = {
    ...action.notes,
    itemNo: item?.accessionNo ?? (await onlyCopy(door, action, lending)),
    ...{ shippedOn: today, receivedOn: today, returnedOn: today, checkedInOn: today },
    dueOn: await firstDue(door, action, lending),
    ...(action.event === 'shipped' && { renewable: true, service: data.service }),
  }
  const names = new Set(controlsOf(action).map(({ name }) => name))
  return Object.fromEntries(Object.entries(known).filter(([name, value]) => names.has(name) && value !== undefined))
}

/** The day that stands as due: of what is overdue the day it was due, of what is lent or renewed the usual one. */
async function firstDue(door: Door, action: Action, lending: Lending): Promise<string | undefined> {
  const { data } = lending
  if (action.event === 'overdue') return data.dueOn ?? undefined
  if (action.event === 'renew' || checksOut(door, action.event)) return undefined
  return data.renewTo ?? (await usualDueOf(door, lending))
}

async function showForm(
  door: Door,
  { res, visitor }: Pick<Exchange, 'res' | 'visitor'>,
  { lending, action, takesFile }: Subject,
  typed: Readonly<Record<string, unknown>>,
  complaints: Complaints,
  refusal?: string,
): Promise<void> {
  const { id, number, title, partner, version, data } = lending
  const { label, obstacles, event } = action
  const back = `/lending/${id}`
  const controls = controlsOf(action)
  const target = `${back}/act/${event}`
  const sends = takesFile
    ? ({ action: `${target}?csrf=${visitor.csrf()}`, enctype: 'multipart/form-data' } as const)
    : { action: target }
  const early =
    event === 'overdue' && data.dueOn !== null && data.dueOn >= (await clockOf(door, door.database.db)).today()
      ? `It is not late yet: it is due on ${dayWords(data.dueOn)}.`
      : undefined
  const there = controls.some(({ name }) => name === 'itemNo') ? await shelfHint(door, lending) : undefined
  const hints: Readonly<Record<string, string>> = there === undefined ? {} : { itemNo: there }
  const about = { engine: door.ill.engine, event, at: new Date(door.clock.now()) }
  const sendings: Sendings | undefined = await sentToBorrower(door.database.db, lending, about)
  const page = (
    <Layout door={door} title={label} dialog>
      <div class="form-page">
        <p class="way-back">
          <Link to={back}>
            ‹ {number} · {title} · {partner.name}
          </Link>
        </p>
        <h1>{label}</h1>
        {refusal && (
          <div role="alert">
            <Note tone="bad">{refusal}</Note>
          </div>
        )}
        {obstacles.length > 0 ? (
          <Note tone="wait">This is not possible now: {obstacles.join('; ')}.</Note>
        ) : (
          <form method="post" {...sends} class="panel stacked">
            <CsrfField />
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="key" value={`page:${randomUUID()}`} />
            {early && <Note tone="wait">{early}</Note>}
            <ActionFields controls={controls} typed={typed} complaints={complaints} lists={{}} hints={hints} />
            {there && lending.services.includes('loan') && (
              <label class="check">
                <input type="checkbox" name={elsewhere} value="1" checked={typed[elsewhere] !== undefined} /> What goes
                is none of these copies, and has no number of ours
              </label>
            )}
            {takesFile && <DocumentField door={door} complaint={complaints['document']} optional to={partner.name} />}
            {checksOut(door, action.event) && (
              <p class="hint">
                The library’s own system checks a loan out first. It is shipped once that is done, with the date due it
                gives; a date entered here is only wished for. Several volumes: part their numbers by semicolons.
              </p>
            )}
            {sendings ? (
              <SentAs partner={partner.name} sendings={sendings} />
            ) : (
              controls.some(({ name }) => name === 'publicNote') && <Told lending={lending} />
            )}
            <div class="acts">
              <button type="submit" class="btn primary">
                {label}
              </button>
              <Link class="btn" to={back} close>
                Cancel
              </Link>
            </div>
          </form>
        )}
      </div>
    </Layout>
  )
  sendPage(res, page, refusal || Object.keys(complaints).length > 0 ? 422 : 200)
}

/** The copy that is lent where there is no other. */
async function onlyCopy(door: Door, { event }: Action, lending: Lending): Promise<string | undefined> {
  if (event !== 'shipped' || lending.data.service !== 'loan') return undefined
  const [first, ...others] = await copiesThere(door, lending)
  return first?.sure && others.length === 0 ? first.number : undefined
}

/** How the borrowing library hears of it. */
const Told = ({ lending: { via, partner } }: { readonly lending: Lending }) => (
  <p class="hint">
    {systemWays.has(via)
      ? `The system of ${partner.name} is told.`
      : partner.email
        ? `What ${partner.name} has to know goes to ${partner.email}.`
        : `${partner.name} has no e-mail address: tell them yourself.`}
  </p>
)
