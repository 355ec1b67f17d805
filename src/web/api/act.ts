import type { Line, Request } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { type Action, eventLabel, stateLabel } from '../../workflow/index.ts'
import { alsoSaid } from '../also-said.ts'
import type { Door } from '../door.ts'
import { mishapOf } from '../mishap.ts'
import { toldEvents } from '../own-history.ts'
import { mayAct, mayUndoFor } from '../pages/requests/opened.ts'
import { pickupsOf, whoIs } from '../requests.ts'
import type { Exchange } from '../route.ts'
import { sendProblem } from '../send-problem.ts'
import type { Visitor } from '../visitor.ts'
import { saidWith } from './action-views.ts'
import { editSaid, isEdit } from './edit-request.ts'
import { type Answered, once, sendAnswered } from './once.ts'
import { lineView } from './request-views.ts'
import { seenVersion, versionedAnswer } from './versions.ts'
import { type Known, knownRequest, lineOf, readerAmong, viewOf, viewsOfActions } from './whose-requests.ts'

/** What is acted on: a request, or one of its lenders' lines. */
export interface Target {
  readonly id: string
  readonly line?: number
}

export interface ActHeaders {
  readonly 'if-match'?: string | undefined
  readonly 'idempotency-key'?: string | undefined
}

/** Lets an action happen, as a form of a page would. */
export const actByApi = (
  door: Door,
  exchange: Exchange,
  target: Target,
  name: string,
  body: unknown,
  headers: ActHeaders,
) =>
  acting(door, exchange, target, headers, async (tx, known, subject, expected) => {
    const { visitor } = exchange
    const action = offered(door, visitor, known, subject, name)
    const said = saidWith(action, known.audience, body)
    if (isEdit(action)) return await editSaid(door, visitor, tx, known.request, said, expected)
    await door.ill.engine.act(tx, subject.id, name, {
      ...{ actor: whoIs(visitor), via: 'api', ...expected },
      form: { ...said, ...(await alsoSaid(tx, action, said, pickupsOf(known.request))) },
    })
  })

/** Takes back the last action. */
export const undoByApi = (door: Door, exchange: Exchange, target: Target, headers: ActHeaders) =>
  acting(door, exchange, target, headers, async (tx, { request }, subject, expected) => {
    const { visitor } = exchange
    await door.ill.engine.undo(tx, subject.id, {
      ...{ actor: whoIs(visitor), via: 'api', ...expected },
      supervisor: mayUndoFor(visitor, request),
    })
  })

type Subject = Request | Line

/** Acts on a request or a line at the version that was seen, once for each key; it is answered as it is then. */
export async function acting(
  door: Door,
  exchange: Exchange,
  target: Target,
  headers: ActHeaders,
  act: (tx: Tx, known: Known, subject: Subject, expected: { readonly expected?: number }) => Promise<void>,
): Promise<void> {
  const { visitor } = exchange
  const { id, line } = target
  const seen = seenVersion(headers['if-match'], line === undefined ? 'the request' : 'the lender line')
  try {
    const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
      const { known, subject } = await heldAsSeen(door, visitor, target, seen, tx)
      await act(tx, known, subject, seen === undefined ? {} : { expected: seen })
      return await answerOf(door, visitor, id, line, tx)
    })
    sendAnswered(exchange, answer!)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'workflow-stale' || seen === undefined) throw error
    await sendStale(door, exchange, Number(error.context['id']), line === undefined, seen)
  }
}

/**
 * What is acted on, kept from being changed until the transaction ends, with what may be done with it as it stands.
 * @throws Problem workflow-stale where it is another version than was seen, before anything else is said
 */
async function heldAsSeen(
  door: Door,
  visitor: Visitor,
  { id, line }: Target,
  seen: number | undefined,
  tx: Tx,
): Promise<{ readonly known: Known; readonly subject: Subject }> {
  for (let held: number | undefined; ; ) {
    const known = await knownRequest(door, visitor, id, tx)
    const subject = line === undefined ? known.request : lineOf(known, line)
    if (seen !== undefined && subject.version !== seen) throw new Problem('workflow-stale', { id: subject.id })
    // It was read bit by bit: all of it is of one moment where nobody has changed it since the first.
    held ??= await door.ill.engine.hold(tx, subject.id)
    if (held === subject.version) return { known, subject }
  }
}

/** What was acted on, as it is now. */
async function answerOf(
  door: Door,
  visitor: Visitor,
  id: string,
  lineId: number | undefined,
  tx: Tx,
): Promise<Answered> {
  const known = await knownRequest(door, visitor, id, tx)
  if (lineId !== undefined) return await lineAnswer(door, known, lineId, tx)
  return versionedAnswer(known.request.version, await viewOf(door, known, tx))
}

/** A lender's line, with what may be done with it now. */
export async function lineAnswer(door: Door, known: Known, lineId: number, tx: Tx): Promise<Answered> {
  const line = lineOf(known, lineId)
  const actions = new Map([[lineId, known.actions.get(lineId) ?? []]])
  const views = await viewsOfActions(tx, { ...known, actions })
  return versionedAnswer(
    line.version,
    lineView(door.ill.engine, line, (id) => views.get(id) ?? []),
  )
}

/** @throws Problem not-found, not-allowed, workflow-illegal, workflow-refused: why it is not offered */
function offered({ ill: { engine } }: Door, visitor: Visitor, known: Known, subject: Subject, name: string): Action {
  const { audience, request, actions } = known
  const action = actions.get(subject.id)?.find(({ event }) => event === name)
  if (action?.obstacles.length === 0) return action
  if (action) throw new Problem('workflow-refused', { event: action.label, reasons: action.obstacles.join('; ') })
  const { definition } = engine.machine(subject === request ? 'request' : 'borrowing')
  const spec = Object.hasOwn(definition.events, name) ? definition.events[name] : undefined
  if (!spec?.group || !spec.by.includes(audience)) throw new Problem('not-found', { what: 'action' })
  if (audience === 'staff' && !mayAct(visitor, spec, request)) throw new Problem('not-allowed')
  throw new Problem('workflow-illegal', {
    event: eventLabel(definition, name, audience) ?? name,
    state: stateLabel(definition, subject, audience) ?? subject.state,
  })
}

/** Tells whoever came too late what happened since, readers in their words. */
async function sendStale(
  { database: { db }, ill: { engine } }: Door,
  { req, res, visitor }: Exchange,
  id: number,
  isRequest: boolean,
  seen: number,
): Promise<void> {
  const { version } = await engine.read(db, id)
  const since = (await engine.history(db, id)).filter((event) => event.version > seen)
  const { definition } = engine.machine(isRequest ? 'request' : 'borrowing')
  const changes =
    readerAmong(visitor) === undefined
      ? since.map(({ event, actor, at, ...one }) => ({
          ...{ version: one.version, at: at.toISOString() },
          ...{ label: eventLabel(definition, event) ?? event, by: actor.name },
        }))
      : toldEvents(engine, since).map(({ at, ...one }) => ({ ...one, at: at.toISOString() }))
  const words = changes.map((one) => ('by' in one ? `${one.label} (${one.by})` : one.label)).join(', ')
  const problem = new Problem('workflow-stale', { id, changed: words || `it is at version ${version}` })
  sendProblem(res, mishapOf(problem, String(req.id)), { version, changes })
}
