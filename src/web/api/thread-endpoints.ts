import type { z } from 'zod'
import { askableLines, askStatus, type Exchanged, exchangedAbout, messageWords, resendLast } from '../../ill/index.ts'
import type { Door } from '../door.ts'
import { openedLending } from '../pages/lending/opened.ts'
import { acting } from './act.ts'
import { Nothing } from './act-schemas.ts'
import { type Endpoint, endpoint, problemAnswer } from './endpoint.ts'
import { lendingActs } from './lending-acts.ts'
import { ActHeaders, Lending, LendingParams } from './lending-schemas.ts'
import * as requests from './request-schemas.ts'
import { Resend, Thread } from './thread-schemas.ts'
import { knownRequest, lineOf } from './whose-requests.ts'

const problems = [400, 401, 403, 404, 409, 413, 422, 428]
const onLine = [
  { status: 200, description: 'The line as it is now', schema: requests.Line },
  problemAnswer(412, 'It was changed meanwhile: nothing was done', requests.Stale),
]
const onLending = [{ status: 200, description: 'The request as it is now', schema: Lending }]
const thread = [{ status: 200, description: 'Oldest first', schema: Thread }]

/** What our system and those of other libraries said about a line or an incoming request, and what is done about it. */
export function threadEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const now = () => new Date(clock.now())
  const lendings = lendingActs(door)
  return [
    endpoint({
      method: 'get',
      path: '/requests/{id}/lines/{line}/thread',
      summary: 'The messages with the system of a lender',
      params: requests.LineParams,
      answers: thread,
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const { id } = lineOf(await knownRequest(door, visitor, params.id, database.db), params.line)
        const mayAsk = (await askableLines(database.db, [id], now())).has(id)
        res.set('Cache-Control', 'private, no-cache').json(threadView(await exchangedAbout(database.db, [id]), mayAsk))
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/lines/{line}/resend',
      summary: 'Resend Last Message: with the same identity, so that whoever has it does nothing twice',
      params: requests.LineParams,
      headers: requests.ActHeaders,
      body: Resend,
      answers: onLine,
      problems,
      handle: ({ params, headers, body: { note } }, exchange) =>
        acting(door, exchange, params, headers, (tx, _known, { id }) =>
          resendLast(tx, door.ill.engine, id, { actor: exchange.visitor.actor, note: note || undefined, at: now() }),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/lines/{line}/status',
      summary: 'Ask the system of a lender where the request stands; its answer is a message of its own',
      params: requests.LineParams,
      headers: requests.ActHeaders,
      body: Nothing,
      answers: onLine,
      problems,
      handle: ({ params, headers }, exchange) =>
        acting(door, exchange, params, headers, (tx, _known, { id }) =>
          askStatus(tx, door.ill.engine, id, exchange.visitor.actor, now()),
        ),
    }),
    endpoint({
      method: 'get',
      path: '/lendings/{id}/thread',
      summary: 'The messages with the system of the borrowing library',
      params: LendingParams,
      answers: thread,
      problems: [400, 401, 403, 404],
      handle: async ({ params: { id } }, { res, visitor }) => {
        await openedLending(door, visitor, id)
        res.set('Cache-Control', 'private, no-cache').json(threadView(await exchangedAbout(database.db, [id]), false))
      },
    }),
    endpoint({
      method: 'post',
      path: '/lendings/{id}/resend',
      summary: 'Resend Last Message to the borrowing library',
      params: LendingParams,
      headers: ActHeaders,
      body: Resend,
      answers: onLending,
      problems: [...problems, 412],
      handle: ({ params: { id }, headers, body: { note } }, exchange) =>
        lendings.acting(exchange, id, headers, (tx) =>
          resendLast(tx, door.ill.engine, id, { actor: exchange.visitor.actor, note: note || undefined, at: now() }),
        ),
    }),
  ]
}

const threadView = (exchanged: readonly Exchanged[], mayAsk: boolean): z.input<typeof Thread> => ({
  messages: exchanged.map(({ id, direction, protocol, state, message, receipt, attempts, ...rest }) => {
    const { type, ...said } = message.message
    const error = receipt?.kind === 'refused' ? receipt.text || receipt.why : rest.error
    return {
      ...{ id, direction, protocol, state, type, said, attempts, label: messageWords(type) },
      ...(error !== undefined && { error }),
      at: rest.at.toISOString(),
      ...(rest.settledAt && { settledAt: rest.settledAt.toISOString() }),
      ...(rest.dueAt && { dueAt: rest.dueAt.toISOString() }),
    }
  }),
  mayAsk,
})
