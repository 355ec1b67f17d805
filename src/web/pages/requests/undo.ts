import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Request } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, parse } from '../../route.ts'
import { afterAct, LineAddress, mayUndoFor, openRequest, RequestAddress } from './opened.ts'

const Form = z.object({ version: z.coerce.number().int().positive() })

/** Takes the last action on a request back. */
export const undoRequest =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const exchange = exchangeOf(req, res)
    const { request } = await openRequest(door, exchange.visitor, id)
    await undo(door, exchange, id, request)
    afterAct(res, `/requests/${id}`, 'undo')
  }

/** Takes the last action on a lender's line back. */
export const undoLine =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, line } = parse(LineAddress, req.params)
    const exchange = exchangeOf(req, res)
    const { request, lines } = await openRequest(door, exchange.visitor, id)
    if (!lines.some((one) => one.id === line)) throw new Problem('not-found', { what: 'line' })
    await undo(door, exchange, line, request)
    afterAct(res, `/requests/${id}/lenders`, 'undo')
  }

async function undo(door: Door, { req, visitor }: Exchange, id: number, request: Request): Promise<void> {
  const { version } = parse(Form, req.body)
  await door.database.tx((tx) =>
    door.ill.engine.undo(tx, id, {
      ...{ actor: whoIs(visitor), via: 'page', expected: version },
      supervisor: mayUndoFor(visitor, request),
    }),
  )
}
