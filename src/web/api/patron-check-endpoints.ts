import type { z } from 'zod'
import { acceptPatron, checkPatronAgain, readPatronStanding } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import type { Exchange } from '../route.ts'
import { Nothing } from './act-schemas.ts'
import { PatronCheck } from './circulation-step-schemas.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { once, sendAnswered } from './once.ts'
import { KeyHeaders, RequestParams } from './request-schemas.ts'
import { knownRequest } from './whose-requests.ts'

const asItIs = [{ status: 200, description: 'What is known now', schema: PatronCheck }]
const problems = [400, 401, 403, 404, 413, 422]

/** What the library's own system says of the reader of a request. */
export function patronCheckEndpoints(door: Door): readonly Endpoint[] {
  /** @throws Problem not-found where nobody was to be asked */
  async function standingOf(tx: Tx, id: number): Promise<z.input<typeof PatronCheck>> {
    const standing = await readPatronStanding(tx, id)
    if (!standing) throw new Problem('not-found', { what: 'check of the borrower' })
    const { askedAt, acceptedBy, ...rest } = standing
    return {
      ...rest,
      ...(askedAt && { askedAt: askedAt.toISOString() }),
      ...(acceptedBy !== null && { acceptedBy }),
      asks: door.ill.patrons !== undefined,
    }
  }
  const headers = { 'Cache-Control': 'private, no-cache' }
  const acting = async (
    exchange: Exchange,
    asked: string,
    key: string | undefined,
    act: (tx: Tx, id: number) => Promise<void>,
  ) => {
    const answer = await once(door, exchange, key, async (tx) => {
      const { request } = await knownRequest(door, exchange.visitor, asked, tx)
      await act(tx, request.id)
      return { status: 200, headers, body: await standingOf(tx, request.id) }
    })
    sendAnswered(exchange, answer!)
  }
  return [
    endpoint({
      method: 'get',
      path: '/requests/{id}/patron-check',
      summary: 'What the library’s own system says of the borrower',
      params: RequestParams,
      answers: asItIs,
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const { request } = await knownRequest(door, visitor, params.id, door.database.db)
        res.set(headers).json(await standingOf(door.database.db, request.id))
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/patron-check',
      summary: 'Have the library’s own system asked for the borrower again, in the background',
      params: RequestParams,
      headers: KeyHeaders,
      body: Nothing,
      answers: asItIs,
      problems,
      handle: ({ params, headers: { 'idempotency-key': key } }, exchange) =>
        acting(exchange, params.id, key, (tx, id) => {
          if (!door.ill.patrons) throw new Problem('not-found', { what: 'library system' })
          return checkPatronAgain(tx, id, exchange.visitor.actor)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/patron-check/accept',
      summary: 'Accept the borrower, whatever the library’s own system says: the request goes on',
      params: RequestParams,
      headers: KeyHeaders,
      body: Nothing,
      answers: asItIs,
      problems,
      handle: ({ params, headers: { 'idempotency-key': key } }, exchange) =>
        acting(exchange, params.id, key, (tx, id) => acceptPatron(tx, id, exchange.visitor.actor)),
    }),
  ]
}
