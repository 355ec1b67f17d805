import { calendarInUse } from '../../circulation/index.ts'
import {
  availabilityOf,
  countLendings,
  detailsOfLending,
  dropTaken,
  editLending,
  LendingDetails,
  type LendingOrder,
  listLendings,
  openLending,
  shipCopy,
  takeDocument,
} from '../../ill/index.ts'
import { Problem } from '../../problems.ts'
import { eventLabel } from '../../workflow/index.ts'
import type { Door } from '../door.ts'
import { clockOf } from '../house-clock.ts'
import { lendingCursors } from '../list-cursor.ts'
import { may } from '../may.ts'
import { linking } from '../pages/lending/link.ts'
import { lendingQueryOf } from '../pages/lending/list-address.ts'
import { mayActOn, type OpenedLending, openedLending } from '../pages/lending/opened.ts'
import { mostOfDocument } from '../receive-document.ts'
import { whoIs } from '../requests.ts'
import { parse } from '../route.ts'
import type { Visitor } from '../visitor.ts'
import { ActionForm, Nothing } from './act-schemas.ts'
import { saidWith } from './action-views.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { bytesOf, mediaTypes, refuseWrapped } from './file-body.ts'
import { lendingActs } from './lending-acts.ts'
import * as schemas from './lending-schemas.ts'
import { availabilityView, lendingEventView, lendingView } from './lending-views.ts'
import { once, sendAnswered } from './once.ts'
import { createdAnswer } from './versions.ts'

const asItIs = { status: 200, description: 'The request as it is now', schema: schemas.Lending }
const problems = [400, 401, 403, 404, 409, 412, 413, 422, 428]

/** Requests of other libraries. */
export function lendingEndpoints(door: Door): readonly Endpoint[] {
  const { database } = door

  const { answerOf, acting } = lendingActs(door)

  /** @throws Problem not-found, not-allowed, workflow-illegal, workflow-refused: why it is not offered */
  function offered(visitor: Visitor, { lending, actions }: OpenedLending, name: string) {
    const action = actions.find(({ event }) => event === name)
    if (action?.obstacles.length === 0) return action
    if (action) throw new Problem('workflow-refused', { event: action.label, reasons: action.obstacles.join('; ') })
    const { definition } = door.ill.engine.machine('lending')
    const spec = Object.hasOwn(definition.events, name) ? definition.events[name] : undefined
    if (!spec?.group || !spec.by.includes('staff')) throw new Problem('not-found', { what: 'action' })
    if (!mayActOn(visitor, spec)) throw new Problem('not-allowed')
    throw new Problem('workflow-illegal', {
      event: eventLabel(definition, name) ?? name,
      state: definition.states[lending.state]!.label,
    })
  }

  return [
    endpoint({
      method: 'post',
      path: '/lendings',
      summary: 'Take in a request of another library that has no system of its own',
      headers: schemas.KeyHeaders,
      body: schemas.NewLending,
      answers: [{ status: 201, description: 'Taken in; `Location` is its address', schema: schemas.Lending }],
      problems: [400, 401, 403, 404, 413, 422],
      handle: async ({ body: { library, ...order }, headers }, exchange) => {
        const { visitor } = exchange
        const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
          const { calendar } = await calendarInUse(tx, door.circulation, undefined)
          const wanted: LendingOrder = { ...order, partnerId: library, conditions: [] }
          const means = { engine: door.ill.engine, calendar, now: new Date(door.clock.now()) }
          const { lending } = await openLending(tx, wanted, { actor: whoIs(visitor), via: 'api' }, means)
          return createdAnswer(`/api/v1/lendings/${lending.id}`, await answerOf(visitor, lending.id, tx))
        })
        sendAnswered(exchange, answer!)
      },
    }),
    endpoint({
      method: 'get',
      path: '/lendings',
      summary: 'Requests of other libraries: those there is something to be done with, or all',
      query: schemas.LendingsQuery,
      answers: [{ status: 200, description: 'A page of the list', schema: schemas.LendingsPage }],
      problems: [400, 401, 403],
      handle: async ({ query: { queue, state, library, text = '', all, sort, size, cursor } }, { res }) => {
        const query = {
          ...(await lendingQueryOf(door, { queue, library, text, all })),
          ...(state !== undefined && { states: [state] }),
        }
        const after = cursor === undefined ? undefined : lendingCursors.read(sort, cursor)
        const { lendings, next } = await listLendings(database.db, query, { sort, after, limit: size })
        res.set('Cache-Control', 'private, no-cache').json({
          lendings: lendings.map((one) => lendingView(door.ill.engine, one)),
          count: (await countLendings(database.db, [query]))[0]?.count ?? 0,
          ...(next && { next: lendingCursors.write(sort, next) }),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/lendings/{id}',
      summary: 'A request of another library, with what may be done now, what that asks for, and why the rest may not',
      params: schemas.LendingParams,
      answers: [{ status: 200, description: '`ETag` holds its version', schema: schemas.Lending }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) =>
        sendAnswered(exchange, await answerOf(exchange.visitor, params.id, database.db)),
    }),
    endpoint({
      method: 'patch',
      path: '/lendings/{id}',
      summary: 'Change what is wanted, and how, as we understand it; the borrowing library is told nothing',
      params: schemas.LendingParams,
      headers: schemas.ActHeaders,
      body: schemas.LendingEdit,
      answers: [asItIs],
      problems,
      handle: ({ params: { id }, body: { privateNote, wanted, ...body }, headers }, exchange) =>
        acting(exchange, id, headers, (tx, { lending }, expected) => {
          const before = detailsOfLending(lending)
          const all = Object.entries({ ...before.wanted, ...wanted }).filter(([, value]) => value !== '')
          const after = parse(LendingDetails, { ...before, ...body, wanted: Object.fromEntries(all) })
          if (!after.wanted.title && !after.wanted.articleTitle)
            throw new Problem('bad-input', { detail: 'wanted: needs a title or an articleTitle' })
          const cause = { actor: whoIs(exchange.visitor), via: 'api', ...expected }
          return editLending(tx, id, after, { ...cause, privateNote: privateNote || undefined }, door.ill.engine)
        }),
    }),
    endpoint({
      method: 'get',
      path: '/lendings/{id}/history',
      summary: 'What happened to a request of another library',
      params: schemas.LendingParams,
      answers: [{ status: 200, description: 'Oldest first', schema: schemas.LendingHistory }],
      problems: [400, 401, 403, 404],
      handle: async ({ params: { id } }, { res, visitor }) => {
        await openedLending(door, visitor, id)
        const events = (await door.ill.engine.history(database.db, id)).map((told) =>
          lendingEventView(door.ill.engine, told),
        )
        res.set('Cache-Control', 'private, no-cache').json({ events })
      },
    }),
    endpoint({
      method: 'get',
      path: '/lendings/{id}/availability',
      summary: 'Records of ours that are what is wanted, or may be, with their copies',
      params: schemas.LendingParams,
      answers: [{ status: 200, description: 'The surest first', schema: schemas.Availability }],
      problems: [400, 401, 403, 404],
      handle: async ({ params: { id } }, { res, visitor }) => {
        const { lending } = await openedLending(door, visitor, id)
        const today = (await clockOf(door, database.db)).today()
        const candidates = await availabilityOf(database.db, lending, today)
        res.set('Cache-Control', 'private, no-cache').json(availabilityView(candidates))
      },
    }),
    endpoint({
      method: 'post',
      path: '/lendings/{id}/link',
      summary: 'Select Record: what is wanted is this record of ours, and perhaps this copy; or none',
      params: schemas.LendingParams,
      headers: schemas.ActHeaders,
      body: schemas.LendingLink,
      answers: [asItIs],
      problems,
      handle: ({ params: { id }, body: { bibId, itemId }, headers }, exchange) =>
        acting(exchange, id, headers, (tx, { lending }, expected) =>
          linking(
            door,
            tx,
            exchange.visitor,
            lending,
            { bibId: bibId ?? undefined, itemId },
            { via: 'api', ...expected },
          ),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/lendings/{id}/actions/{action}',
      summary: 'Do something with a request of another library; the body is what its form asks for',
      params: schemas.LendingActionParams,
      headers: schemas.ActHeaders,
      body: ActionForm,
      answers: [asItIs],
      problems,
      handle: ({ params: { id, action: name }, body, headers }, exchange) =>
        acting(exchange, id, headers, (tx, opened, expected) => {
          const action = offered(exchange.visitor, opened, name)
          const form = saidWith(action, 'staff', body)
          return door.ill.engine.act(tx, id, name, { actor: whoIs(exchange.visitor), via: 'api', form, ...expected })
        }),
    }),
    endpoint({
      method: 'post',
      path: '/lendings/{id}/copy',
      summary:
        'Ship a copy as a file: the body is the file. The library that asked is told where it can fetch it, by a link for this request alone that is good for some days',
      params: schemas.LendingParams,
      query: schemas.SentCopyQuery,
      headers: schemas.ActHeaders,
      file: mediaTypes,
      answers: [asItIs],
      problems,
      handle: async ({ params: { id }, query: { name, ...form }, headers }, exchange) => {
        const { req, visitor } = exchange
        refuseWrapped(req)
        await openedLending(door, visitor, id)
        const now = new Date(door.clock.now())
        const options = { fileName: name, most: mostOfDocument(door), now }
        const taken = await takeDocument(database, bytesOf(req), options).finally(() => req.resume())
        try {
          // What a call with the same key is compared with.
          req.body = { sha256: taken.sha256.toString('hex'), name, ...form }
          await acting(exchange, id, headers, (tx, opened, expected) => {
            offered(visitor, opened, 'shipped')
            return shipCopy(
              tx,
              id,
              taken,
              { actor: whoIs(visitor), via: 'api', form, ...expected },
              { ...door.ill, now },
            )
          })
        } finally {
          await dropTaken(database, taken)
        }
      },
    }),
    endpoint({
      method: 'post',
      path: '/lendings/{id}/undo',
      summary: 'Take back the last action on a request of another library, while nothing has left the house',
      params: schemas.LendingParams,
      headers: schemas.ActHeaders,
      body: Nothing,
      answers: [asItIs],
      problems,
      handle: ({ params: { id }, headers }, exchange) =>
        acting(exchange, id, headers, (tx, _opened, expected) =>
          door.ill.engine.undo(tx, id, {
            ...{ actor: whoIs(exchange.visitor), via: 'api', ...expected },
            supervisor: may(exchange.visitor, 'admin'),
          }),
        ),
    }),
  ]
}
