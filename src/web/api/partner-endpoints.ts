import { makePartnerToken, revokePartnerToken, setPartnerHeader } from '../../ill/index.ts'
import type { Door } from '../door.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import * as schemas from './lender-schemas.ts'

/** How the systems of lenders and ours know each other. */
export function partnerEndpoints({ database, clock }: Door): readonly Endpoint[] {
  const now = () => new Date(clock.now())
  return [
    endpoint({
      method: 'post',
      path: '/lenders/{lender}/token',
      summary: 'Give a library a token to show us with its messages; the old one is good no more',
      params: schemas.LenderParams,
      answers: [{ status: 201, description: 'This once', schema: schemas.PartnerToken }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const token = await database.tx((tx) => makePartnerToken(tx, params.lender, visitor.actor, now()))
        res.status(201).set('Cache-Control', 'no-store').json({ token })
      },
    }),
    endpoint({
      method: 'delete',
      path: '/lenders/{lender}/token',
      summary: 'End a library’s token',
      params: schemas.LenderParams,
      answers: [{ status: 204, description: 'Ended' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        await database.tx((tx) => revokePartnerToken(tx, params.lender, visitor.actor))
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'put',
      path: '/lenders/{lender}/header',
      summary: 'Set the header we show a library with each message; it is not shown again',
      params: schemas.LenderParams,
      body: schemas.PartnerHeader,
      answers: [{ status: 204, description: 'Set' }],
      problems: [400, 401, 403, 404, 413],
      handle: async ({ params, body }, { res, visitor }) => {
        await database.tx((tx) => setPartnerHeader(tx, params.lender, body, visitor.actor, now()))
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'delete',
      path: '/lenders/{lender}/header',
      summary: 'Show a library nothing more',
      params: schemas.LenderParams,
      answers: [{ status: 204, description: 'Removed' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        await database.tx((tx) => setPartnerHeader(tx, params.lender, undefined, visitor.actor, now()))
        res.status(204).end()
      },
    }),
  ]
}
