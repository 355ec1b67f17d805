import { type Line, type Reply, type Request, readReply, sayableEvents } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Action, Instance } from '../../../workflow/index.ts'
import type { Door } from '../../door.ts'
import type { Exchange } from '../../route.ts'
import { openLine } from '../requests/opened.ts'

/** A reply that somebody looks at, with what can be done with its line. */
export interface OpenedReply {
  readonly reply: Reply
  readonly request: Request
  readonly line: Line
  readonly instance: Instance
  /** What a lender can be taken to say now. */
  readonly actions: readonly Action[]
}

/** @throws Problem request-gone, not-found */
export async function openReply(door: Door, exchange: Exchange, id: number, replyId: number): Promise<OpenedReply> {
  const { db } = door.database
  const { request } = await openLine(door, exchange, id, undefined)
  const reply = await readReply(db, id, replyId)
  if (!reply) throw new Problem('not-found', { what: 'reply' })
  const { line, actions } = await openLine(door, exchange, id, reply.lineId)
  const instance = await door.ill.engine.read(db, reply.lineId)
  const sayable = (actions.get(reply.lineId) ?? []).filter(
    ({ event, obstacles }) => obstacles.length === 0 && sayableEvents.has(event),
  )
  return { reply, request, line: line!, instance, actions: sayable }
}
