import type { RequestHandler } from 'express'
import { z } from 'zod'
import { askStatus, resendLast } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { exchangeOf, parse } from '../../route.ts'
import { LendingAddress, openedLending } from '../lending/opened.ts'
import { afterAct, LineAddress, openRequest } from './opened.ts'

const Resend = z.object({
  note: z
    .string()
    .trim()
    .max(2000)
    .optional()
    .transform((text) => text || undefined),
})

/** Resend Last Message, to a lender. */
export const resendToLender =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, line } = parse(LineAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { note } = parse(Resend, req.body)
    await openLineOf(door, visitor, id, line)
    const at = new Date(door.clock.now())
    await door.database.tx((tx) => resendLast(tx, door.ill.engine, line, { actor: visitor.actor, note, at }))
    afterAct(res, `/requests/${id}?tab=messages`, 'resent')
  }

/** Asks a lender where the request stands. */
export const askLender =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, line } = parse(LineAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    await openLineOf(door, visitor, id, line)
    await door.database.tx((tx) => askStatus(tx, door.ill.engine, line, visitor.actor, new Date(door.clock.now())))
    afterAct(res, `/requests/${id}?tab=messages`, 'asked')
  }

/** Resend Last Message, to a library that borrows. */
export const resendToBorrower =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(LendingAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { note } = parse(Resend, req.body)
    await openedLending(door, visitor, id)
    const at = new Date(door.clock.now())
    await door.database.tx((tx) => resendLast(tx, door.ill.engine, id, { actor: visitor.actor, note, at }))
    afterAct(res, `/lending/${id}?tab=messages`, 'resent')
  }

/** @throws Problem not-found for a line of another request */
async function openLineOf(door: Door, visitor: Parameters<typeof openRequest>[1], id: number, line: number) {
  const { lines } = await openRequest(door, visitor, id)
  if (!lines.some((one) => one.id === line)) throw new Problem('not-found', { what: 'line' })
}
