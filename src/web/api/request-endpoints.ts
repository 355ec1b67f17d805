import type { HouseClock } from '../../circulation/index.ts'
import { countRequests, linesOf, listRequests, type RequestQuery } from '../../ill/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { clockOf } from '../house-clock.ts'
import { requestCursors } from '../list-cursor.ts'
import { toldEvents } from '../own-history.ts'
import { ownRequests, shownTo } from '../own-requests.ts'
import { listedFor } from '../requests.ts'
import type { Visitor } from '../visitor.ts'
import { type Endpoint, endpoint, problemAnswer } from './endpoint.ts'
import { placeByApi } from './place.ts'
import * as schemas from './request-schemas.ts'
import { eventView, ownView, requestView } from './request-views.ts'
import { sendVersioned } from './versions.ts'
import { knownRequest, readerAmong, viewOf } from './whose-requests.ts'

type Asked = ReturnType<typeof schemas.RequestsQuery.parse>

/** Requests: readers' own, and for staff those of their branches. */
export function requestEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  return [
    endpoint({
      method: 'post',
      path: '/requests',
      summary: 'Place a request: one’s own, or as staff for a borrower',
      headers: schemas.KeyHeaders,
      body: schemas.NewRequest,
      answers: [
        { status: 201, description: 'Placed; `Location` is its address', schema: schemas.AnyRequest },
        problemAnswer(409, 'Something stands against it: nothing was placed', schemas.Refused),
      ],
      problems: [400, 401, 403, 404, 413, 422, 502],
      handle: ({ body, headers }, exchange) => placeByApi(door, exchange, body, headers['idempotency-key']),
    }),
    endpoint({
      method: 'get',
      path: '/requests',
      summary: 'Requests: readers’ own, and for staff those of their branches',
      query: schemas.RequestsQuery,
      answers: [{ status: 200, description: 'A page of the list', schema: schemas.RequestsPage }],
      problems: [400, 401, 403],
      handle: async ({ query: asked }, { res, visitor }) => {
        const { sort, size, cursor } = asked
        const query = queryOf(asked, visitor, await clockOf(door, database.db), clock.now())
        const after = cursor === undefined ? {} : { after: requestCursors.read(sort, cursor) }
        const { engine } = door.ill
        const { requests, next } = await listRequests(database.db, query, { sort, limit: size, ...after })
        const ids = requests.map(({ id }) => id)
        const lines = await linesOf(database.db, ids, new Date(clock.now()))
        const isOfStaff = readerAmong(visitor) === undefined
        const entries = isOfStaff
          ? requests.map((one) => requestView(engine, one, lines.get(one.id) ?? []))
          : (await ownRequests(door, database.db, requests, lines)).map(ownView)
        res.set('Cache-Control', 'private, no-cache').json({
          requests: entries,
          ...(asked.count && { count: await countRequests(database.db, query) }),
          ...(next && { next: requestCursors.write(sort, next) }),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/requests/{id}',
      summary: 'A request, with what may be done now, what that asks for, and why the rest may not',
      params: schemas.RequestParams,
      answers: [{ status: 200, description: '`ETag` holds its version', schema: schemas.AnyRequest }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) => {
        const known = await knownRequest(door, exchange.visitor, params.id, database.db)
        sendVersioned(exchange, known.request.version, await viewOf(door, known, database.db))
      },
    }),
    endpoint({
      method: 'get',
      path: '/requests/{id}/history',
      summary: 'What happened to a request; for staff also at its lenders',
      params: schemas.RequestParams,
      answers: [{ status: 200, description: 'Oldest first', schema: schemas.History }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const { audience, request, lines } = await knownRequest(door, visitor, params.id, database.db)
        const { engine } = door.ill
        const histories = await engine.histories(database.db, [request.id, ...lines.map(({ id }) => id)])
        const told = histories.get(request.id)!
        const ofLines = lines.flatMap((line) => histories.get(line.id)!.map((event) => eventView(engine, line, event)))
        res.set('Cache-Control', 'private, no-cache').json({
          events:
            audience === 'patron'
              ? toldEvents(engine, told).map(({ at, ...event }) => ({ ...event, at: at.toISOString() }))
              : [...told.map((event) => eventView(engine, 'request', event)), ...ofLines].sort((one, other) =>
                  one.at.localeCompare(other.at),
                ),
        })
      },
    }),
  ]
}

/** What an address asks for, within what the visitor may see. @throws Problem bad-input for filters of staff */
function queryOf(asked: Asked, visitor: Visitor, clock: HouseClock, now: number): RequestQuery {
  const reader = readerAmong(visitor)
  const staffs = schemas.staffFilterNames.filter((name) => asked[name] !== undefined)
  if (reader !== undefined && staffs.length > 0)
    throw new Problem('bad-input', { detail: `${staffs.join(', ')}: this filter is for staff` })
  const { text, completed, service, placedFrom, placedTo, neededTo, state, lineState, assignedTo } = asked
  const { attention, card, pickupBranch, lender, record, dueTo, sentTo, queue } = asked
  return {
    ...{ text, service, placedFrom, placedTo, neededTo, pickupBranch, dueTo },
    completed: completed && true,
    states: state,
    lineStates: lineState,
    ...(assignedTo === 'nobody' && { unassigned: true }),
    ...(assignedTo !== undefined &&
      assignedTo !== 'nobody' && { assignedTo: assignedTo === 'me' ? (visitor.person?.id ?? '') : assignedTo }),
    attention: attention && true,
    queue,
    sentTo,
    cardNumber: card,
    lenderId: lender,
    bibId: record,
    ...(reader && shownTo(reader, now)),
    ...listedFor(visitor, clock),
  }
}
