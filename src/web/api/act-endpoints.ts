import { addLine, linesOf, orderLines } from '../../ill/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { linkingWith } from '../request-link.ts'
import { selectSource } from '../request-source.ts'
import { whoIs } from '../requests.ts'
import type { Visitor } from '../visitor.ts'
import { actByApi, lineAnswer, undoByApi } from './act.ts'
import * as acts from './act-schemas.ts'
import { type Endpoint, endpoint, problemAnswer } from './endpoint.ts'
import { once, sendAnswered } from './once.ts'
import * as schemas from './request-schemas.ts'
import { lineView } from './request-views.ts'
import { sendUndecided } from './select-endpoints.ts'
import { Undecided } from './select-schemas.ts'
import { createdAnswer, versionedAnswer } from './versions.ts'
import { knownRequest, viewOf } from './whose-requests.ts'

const stale = problemAnswer(412, 'It was changed meanwhile: nothing was done', schemas.Stale)
const onRequest = { status: 200, description: 'The request as it is now', schema: schemas.AnyRequest }
const onLine = { status: 200, description: 'The line as it is now', schema: schemas.Line }
const problems = [400, 401, 403, 404, 409, 413, 422, 428]

/** What is done with requests and with their lenders. */
export function actEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const cause = (visitor: Visitor) => ({ actor: whoIs(visitor), via: 'api' })
  return [
    endpoint({
      method: 'patch',
      path: '/requests/{id}',
      summary: 'Change the details of a request: what is wanted, how, where and by when. The same as its action `edit`',
      params: schemas.RequestParams,
      headers: schemas.ActHeaders,
      body: schemas.RequestEdit,
      answers: [{ ...onRequest, schema: schemas.Request }, stale],
      problems,
      handle: ({ params, body, headers }, exchange) => actByApi(door, exchange, params, 'edit', body, headers),
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/actions/{action}',
      summary: 'Do something with a request; the body is what its form asks for',
      params: schemas.RequestActionParams,
      headers: schemas.ActHeaders,
      body: acts.ActionForm,
      answers: [onRequest, stale],
      problems,
      handle: ({ params: { id, action }, body, headers }, exchange) =>
        actByApi(door, exchange, { id }, action, body, headers),
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/undo',
      summary: 'Take back the last action on a request, while nothing has left the house',
      params: schemas.RequestParams,
      headers: schemas.ActHeaders,
      body: acts.Nothing,
      answers: [onRequest, stale],
      problems,
      handle: ({ params, headers }, exchange) => undoByApi(door, exchange, params, headers),
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/link',
      summary: 'Select Record: link a record of ours, or take in the one the request was placed with',
      params: schemas.RequestParams,
      headers: schemas.KeyHeaders,
      body: acts.Link,
      answers: [
        onRequest,
        problemAnswer(409, 'We may have it, or characters were lost: nothing was changed', Undecided),
      ],
      problems: [400, 401, 403, 404, 413, 422],
      handle: async ({ params, headers, body }, exchange) => {
        const { visitor, req, res } = exchange
        let undecided: Parameters<typeof sendUndecided>[1] | undefined
        const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
          const { request } = await knownRequest(door, visitor, params.id, tx)
          if ('bibId' in body) await linkingWith(door, String(request.id), visitor, 'api')(tx, body.bibId)
          else {
            const outcome = await selectSource(tx, door, visitor, request, body, 'api')
            if (!outcome) throw new Problem('not-found', { what: 'record kept with the request' })
            if (outcome.kind === 'undecided') {
              undecided = outcome
              return undefined
            }
          }
          const known = await knownRequest(door, visitor, params.id, tx)
          return versionedAnswer(known.request.version, await viewOf(door, known, tx))
        })
        if (answer) sendAnswered(exchange, answer)
        else sendUndecided(res, undecided!, String(req.id))
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/lines',
      summary: 'Add a lender at the end of a request’s list',
      params: schemas.RequestParams,
      headers: schemas.KeyHeaders,
      body: acts.NewLine,
      answers: [{ status: 201, description: 'Added; `Location` is its address', schema: schemas.Line }],
      problems: [400, 401, 403, 404, 409, 413, 422],
      handle: async ({ params, headers, body }, exchange) => {
        const { visitor } = exchange
        const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
          const { request } = await knownRequest(door, visitor, params.id, tx)
          const means = { ...door.ill, now: new Date(clock.now()) }
          const { id } = await addLine(tx, request.id, body.lender, cause(visitor), means)
          const known = await knownRequest(door, visitor, params.id, tx)
          return createdAnswer(`/api/v1/requests/${request.id}/lines/${id}`, await lineAnswer(door, known, id, tx))
        })
        sendAnswered(exchange, answer!)
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/lines/order',
      summary: 'Put a request’s lenders into another order; those that were asked keep theirs',
      params: schemas.RequestParams,
      body: acts.Order,
      answers: [{ status: 200, description: 'In their order', schema: acts.Lines }],
      problems: [400, 401, 403, 404, 409, 413],
      handle: async ({ params, body }, { res, visitor }) => {
        const now = new Date(clock.now())
        const lines = await database.tx(async (tx) => {
          const { request } = await knownRequest(door, visitor, params.id, tx)
          await orderLines(tx, request.id, body.order, cause(visitor), now)
          return (await linesOf(tx, [request.id], now)).get(request.id)!
        })
        res.json({ lines: lines.map((line) => lineView(door.ill.engine, line)) })
      },
    }),
    endpoint({
      method: 'get',
      path: '/requests/{id}/lines/{line}',
      summary: 'A lender’s line, with what may be done now, what that asks for, and why the rest may not',
      params: schemas.LineParams,
      answers: [{ status: 200, description: '`ETag` holds its version', schema: schemas.Line }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) => {
        const known = await knownRequest(door, exchange.visitor, params.id, database.db)
        sendAnswered(exchange, await lineAnswer(door, known, params.line, database.db))
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/lines/{line}/actions/{action}',
      summary: 'Do something with a lender’s line; the body is what its form asks for',
      params: schemas.LineActionParams,
      headers: schemas.ActHeaders,
      body: acts.ActionForm,
      answers: [onLine, stale],
      problems,
      handle: ({ params: { id, line, action }, body, headers }, exchange) =>
        actByApi(door, exchange, { id, line }, action, body, headers),
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/lines/{line}/undo',
      summary: 'Take back the last action on a lender’s line, while nothing has left the house',
      params: schemas.LineParams,
      headers: schemas.ActHeaders,
      body: acts.Nothing,
      answers: [onLine, stale],
      problems,
      handle: ({ params, headers }, exchange) => undoByApi(door, exchange, params, headers),
    }),
  ]
}
