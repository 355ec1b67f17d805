import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { isLentOut } from '../../../circulation/index.ts'
import {
  deliverCopy,
  type Line,
  openRequestStates,
  type Request,
  type Sendings,
  sentToAsked,
  sentToLender,
} from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import type { MessagePreview } from '../../../messages/index.ts'
import { Problem } from '../../../problems.ts'
import type { Action, Instance } from '../../../workflow/index.ts'
import { complaintsAbout, controlsOf, saidIn } from '../../action-form.ts'
import { alsoSaid } from '../../also-said.ts'
import type { Complaints } from '../../complaints.ts'
import { ActionFields } from '../../components/action-form.tsx'
import { DocumentField } from '../../components/document-field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { SentAs } from '../../components/sent-as.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { type DocumentForm, withDocument } from '../../receive-document.ts'
import { holdsFile } from '../../receive-file.ts'
import { type ActionLists, pickupsOf, whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, parse, route } from '../../route.ts'
import { seenFirst } from '../../seen-first.ts'
import { sendPage } from '../../send-page.ts'
import { Confirm, confirmed, confirming } from './confirming.tsx'
import { digestOf, LetterPreview } from './letter-preview.tsx'
import { afterAct, LineAddress, mayAct, mayComplete, openLine, pageKey, RequestAddress, received } from './opened.ts'
import { listsFor } from './presets.ts'
import { returnAddress, TermLines, type Terms, termsOf } from './terms.tsx'
import { daysOf, isTold } from './usual.ts'

const EventName = z.string().regex(/^[\w:-]{1,80}$/)
const OnRequest = RequestAddress.extend({ event: EventName })
const OnLine = LineAddress.extend({ event: EventName, reminder: z.literal('1').optional() })

/** What the form of an action is about. */
interface Subject {
  readonly id: number
  readonly instance: Instance
  readonly action: Action
  /** Where it is posted, and where one goes on from. */
  readonly base: string
  readonly back: string
  /** "R-000123 · Title", and the lender of a line. */
  readonly about: string
  readonly borrower: Request['patron']
  readonly pickupBranch: string | undefined
  /** The lender can be told. */
  readonly reaches: boolean
  /** What a lender sent as a file can come with it. */
  readonly takesFile: boolean
  /** What systems of lenders would be told, and the lenders. */
  readonly told: readonly { readonly partner: string; readonly sendings: Sendings }[]
  /** What there is to know before it is done: what the lender asks for, or where the item goes. */
  readonly known: { readonly title: string; readonly terms: Terms } | undefined
  /** Its reader has borrowed it and not brought it back. */
  readonly lent: boolean
  /** What would be sent, with what was typed; undefined where nothing is. */
  letter(typed: Readonly<Record<string, unknown>>, tx?: Tx): Promise<MessagePreview | undefined>
}

/** The page that asks what an action needs to know. */
export const requestActForm = (door: Door): RequestHandler =>
  route(OnRequest, async ({ id, event }, exchange) => {
    const subject = await subjectOf(door, exchange, id, undefined, event)
    await showForm(door, exchange, subject, await firstTyped(door, subject), {})
  })

export const lineActForm = (door: Door): RequestHandler =>
  route(OnLine, async ({ id, line, event, reminder }, exchange) => {
    const subject = await subjectOf(door, exchange, id, line, event)
    const typed = await firstTyped(door, subject)
    const reminding = event === 'message' && reminder !== undefined
    await showForm(door, exchange, subject, reminding ? { ...typed, publicNote: reminderWords } : typed, {})
  })

const reminderWords = 'Please tell us where our request stands.'

/** Does it. */
export const requestAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, event } = parse(OnRequest, req.params)
    await act(door, exchangeOf(req, res), id, undefined, event)
  }

export const lineAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, line, event } = parse(OnLine, req.params)
    await act(door, exchangeOf(req, res), id, line, event)
  }

async function subjectOf(
  door: Door,
  exchange: Exchange,
  id: number,
  lineId: number | undefined,
  event: string,
): Promise<Subject> {
  const { visitor } = exchange
  const { request, line, lines, actions } = await openLine(door, exchange, id, lineId)
  const { engine } = door.ill
  const instance = await engine.read(door.database.db, lineId ?? id)
  const action = actions.get(instance.id)?.find((one) => one.event === event)
  const definition = engine.machine(instance.definition, instance.definitionVersion).definition
  const spec = definition.events[event]
  if (spec && !mayAct(visitor, spec, request)) throw new Problem('not-allowed')
  if (!action)
    throw new Problem('workflow-illegal', {
      event: spec?.label ?? event,
      state: definition.states[instance.state]!.label,
    })
  const back = line ? `/requests/${id}/lenders` : `/requests/${id}`
  const about = { engine, event, at: new Date(door.clock.now()) }
  const told = await toldOf(door.database.db, { request, line, lines }, about)
  return {
    told,
    ...{ id: instance.id, instance, action, back, borrower: request.patron },
    known: line && (await knownOf(door, line, event)),
    lent: line !== undefined && event === 'returned' && (await isLentOut(door.database.db, String(line.id))),
    pickupBranch: request.pickupBranch,
    reaches: line !== undefined && isTold(line),
    takesFile: takingFiles.has(event) && openRequestStates.includes(request.state),
    base: line ? `/requests/${id}/lenders/${line.id}/act` : `/requests/${id}/act`,
    letter: async (form, tx = door.database.db) =>
      line && event === 'request' && action.obstacles.length === 0
        ? door.ill.preview?.(tx, 'request', {
            ...{ line, request, form, actor: whoIs(visitor), via: 'page' },
            at: new Date(door.clock.now()),
          })
        : undefined,
    about: `${request.number} · ${request.title}${line ? ` · ${line.lender.name}` : ''}`,
  }
}

/** What an act on a line, or else on the request itself, tells systems of lenders. */
async function toldOf(
  tx: Tx,
  { request, line, lines }: Pick<Awaited<ReturnType<typeof openLine>>, 'request' | 'line' | 'lines'>,
  about: Parameters<typeof sentToLender>[2],
): Promise<Subject['told']> {
  if (!line)
    return (await sentToAsked(tx, { request, lines }, about)).map(({ line, sendings }) => ({
      ...{ partner: line.lender.name, sendings },
    }))
  const sendings = await sentToLender(tx, { line, request }, about)
  return sendings ? [{ partner: line.lender.name, sendings }] : []
}

/** What stands in the form before anybody typed: what is known, and what the house usually says. */
async function firstTyped(
  door: Door,
  { instance, action, pickupBranch, reaches }: Subject,
): Promise<Record<string, unknown>> {
  const dueAtLender = instance.data['dueAtLender'] ?? undefined
  const usual = { ...(await daysOf(door, pickupBranch)), ...(reaches && { transmit: true }) }
  const known: Record<string, unknown> = { ...action.notes, dueAtLender, ...usual }
  const names = new Set(controlsOf(action).map(({ name }) => name))
  return Object.fromEntries(Object.entries(known).filter(([name, value]) => names.has(name) && value !== undefined))
}

async function showForm(
  door: Door,
  { res, visitor }: Pick<Exchange, 'res' | 'visitor'>,
  subject: Subject,
  typed: Readonly<Record<string, unknown>>,
  complaints: Complaints,
  isNew = false,
): Promise<void> {
  const { action } = subject
  const letter = await subject.letter(typed)
  const lists = await listsFor(door.database.db, action, visitor.person?.id, pickupsOf(subject))
  const status = Object.keys(complaints).length > 0 ? 422 : 200
  sendPage(res, <ActPage {...{ door, subject, typed, complaints, lists, letter, isNew }} />, status)
}

interface ActPageProps {
  readonly door: Door
  readonly subject: Subject
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Complaints
  readonly lists: ActionLists
  readonly letter: MessagePreview | undefined
  readonly isNew: boolean
}

function ActPage({ door, subject, typed, complaints, lists, letter, isNew }: ActPageProps) {
  const { action, base, back, about, instance, known } = subject
  const { label, obstacles } = action
  const asks = confirming(subject)
  const controls = controlsOf(action)
  const sends = subject.takesFile
    ? ({ action: `${base}/${action.event}?csrf=${useVisitor().csrf()}`, enctype: 'multipart/form-data' } as const)
    : { action: `${base}/${action.event}` }
  return (
    <Layout door={door} title={label} dialog>
      <div class="form-page">
        <p class="way-back">
          <Link to={back}>‹ {about}</Link>
        </p>
        <h1>{action.event === 'complete' ? 'Request Complete' : label}</h1>
        {obstacles.length > 0 ? (
          <Note tone="wait">This is not possible now: {obstacles.join('; ')}.</Note>
        ) : (
          <form method="post" {...sends} class="panel stacked">
            <CsrfField />
            <input type="hidden" name="version" value={instance.version} />
            <input type="hidden" name="key" value={`page:${randomUUID()}`} />
            {known && known.terms.length > 0 && (
              <p>
                <b>{known.title}</b>
                <TermLines terms={known.terms} />
              </p>
            )}
            <ActionFields controls={controls} typed={typed} complaints={complaints} lists={lists} />
            {asks && <Confirm {...asks} complaint={complaints[confirmed]} />}
            {subject.takesFile && <DocumentField door={door} complaint={complaints['document']} optional />}
            {controls.some(({ name }) => name === 'notify') && <WhereTo borrower={subject.borrower} />}
            {subject.told.map((one, at) => (
              <SentAs key={at} {...one} />
            ))}
            {letter && <LetterPreview letter={letter} isNew={isNew} />}
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
}

/** Whom a message would reach. */
const WhereTo = ({ borrower: { name, email } }: Pick<Subject, 'borrower'>) => (
  <p class="hint">
    {email
      ? `A message is sent only if Notify borrower is ticked: to ${name}, ${email}.`
      : `${name} has no e-mail address: a message waits under Problems until somebody tells it otherwise.`}
  </p>
)

/** The letter would not be the one that was seen. */
class Unseen extends Error {}

async function act(door: Door, exchange: Exchange, id: number, lineId: number | undefined, event: string) {
  const { req } = exchange
  if (!holdsFile(req)) return await actOn(door, exchange, id, lineId, event, { fields: req.body ?? {} })
  // Who may not see the request sends nothing.
  await openLine(door, exchange, id, lineId)
  if (!takingFiles.has(event)) throw new Problem('bad-input', { detail: 'This action takes no file.' })
  await withDocument(door, req, (form) => actOn(door, exchange, id, lineId, event, form))
}

async function actOn(
  door: Door,
  exchange: Exchange,
  id: number,
  lineId: number | undefined,
  event: string,
  { fields: body, document, complaint }: DocumentForm,
) {
  const { res, visitor } = exchange
  const key = pageKey(body)
  const { engine } = door.ill
  const subjectId = lineId ?? id
  const back = lineId === undefined ? `/requests/${id}` : `/requests/${id}/lenders`
  // Pressed twice: what the first press did stands.
  if (key !== undefined && (await engine.knows(door.database.db, subjectId, key)))
    return afterAct(res, back, event, lineId)
  const subject = await subjectOf(door, exchange, id, lineId, event)
  const { action } = subject
  const said = { ...saidIn(action, body), ...(await alsoSaid(door.database.db, action, body, pickupsOf(subject))) }
  const complaints = complaintsAbout(subject.action, said)
  const unsure = confirming(subject) !== undefined && body[confirmed] === undefined
  if (complaint || unsure || Object.keys(complaints).length > 0) {
    const sure = unsure && { [confirmed]: 'Tick this, or leave it as it is.' }
    const ofFile = complaint ?? (document && 'Choose the file again.')
    return showForm(door, exchange, subject, said, { ...complaints, ...sure, ...(ofFile && { document: ofFile }) })
  }
  if (body['preview'] !== undefined) return showForm(door, exchange, subject, said, {})
  const version = Number(body['version'])
  const cause = {
    ...{ actor: whoIs(visitor), via: 'page', form: said },
    ...(Number.isSafeInteger(version) && version > 0 && { expected: version }),
    ...(key !== undefined && { key }),
  }
  const now = new Date(door.clock.now())
  try {
    await door.database.tx(async (tx) => {
      const seen = await seenFirst(tx, engine, subjectId, event, cause)
      if (document) await deliverCopy(tx, subjectId, document, seen, { ...door.ill, now })
      else await engine.act(tx, subjectId, event, seen)
      // That a turn had ended was news of the request.
      if (subjectId !== id) await seenFirst(tx, engine, id, event, { actor: cause.actor, via: cause.via })
      // What is sent was written with the act: where that is not what was seen, the act is taken back.
      const letter =
        said['transmit'] === true && typeof body['previewed'] === 'string' ? await subject.letter(said, tx) : undefined
      if (letter && digestOf(letter) !== body['previewed']) throw new Unseen()
    })
  } catch (error) {
    if (!(error instanceof Unseen)) throw error
    return showForm(door, exchange, subject, said, {}, true)
  }
  // The reader's own dialog follows by itself; leaving it leaves the request open.
  if (received.has(event) && (await mayComplete(door, visitor, id)))
    return afterAct(res, `/requests/${id}/act/complete`, event)
  return afterAct(res, back, event, lineId)
}

/** What answers a lender's terms. */
const answering: ReadonlySet<string> = new Set(['acceptCondition', 'declineCondition'])

async function knownOf(door: Door, line: Line, event: string): Promise<Subject['known']> {
  if (answering.has(event))
    return { title: 'What it asks for', terms: (await termsOf(door, [line])).get(line.id) ?? [] }
  if (event !== 'returned') return undefined
  return { title: 'Where it goes', terms: [['To', await returnAddress(door, line)]] }
}
const takingFiles: ReadonlySet<string> = new Set(['receivedAsCopy'])
