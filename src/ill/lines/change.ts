import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import { readLender } from '../lenders/index.ts'
import { readRequest } from '../requests/read.ts'
import type { IllSettings } from '../settings.ts'
import { linesOf, readLines } from './read.ts'
import type { Line } from './types.ts'

interface Means {
  readonly engine: Engine
  readonly settings: IllSettings
  readonly now: Date
}

/** Holds a request's list of lenders until the transaction ends. */
async function holdRequest(tx: Tx, id: number) {
  await sql`select from ill_requests where id = ${id} for no key update`.execute(tx)
  const request = await readRequest(tx, { id })
  if (!request) throw new Problem('request-gone', { id })
  return request
}

/**
 * Adds a lender at the end of a request's list: Awaiting, or Unapproved where lenders have to be approved. Two addings to
 * one request with one key are one.
 * @throws Problem request-gone, request-not-linked, not-found for the lender; bad-input when the key was another lender's
 */
export async function addLine(
  tx: Tx,
  requestId: number,
  lenderId: number,
  { actor, via, key }: Pick<Cause, 'actor' | 'via' | 'key'>,
  { engine, settings, now }: Means,
): Promise<Line> {
  const request = await holdRequest(tx, requestId)
  const before = key === undefined ? undefined : await addedBy(tx, requestId, key, now)
  if (before && before.lender.id !== lenderId)
    throw new Problem('bad-input', { detail: 'This key was used for another lender' })
  if (before) return before
  if (request.bibId === undefined) throw new Problem('request-not-linked', { number: request.number })
  if (!(await readLender(tx, lenderId))) throw new Problem('not-found', { what: 'lender' })
  const lines = (await linesOf(tx, [requestId], now)).get(requestId)!
  const { id } = await engine.start(tx, 'borrowing', { actor, via }, { approved: !settings.approveLenders })
  const position = Math.max(0, ...lines.map((line) => line.position)) + 1
  await tx
    .insertInto('ill_lines')
    .values({ id, request_id: requestId, lender_id: lenderId, position, add_key: key ?? null })
    .execute()
  await audit(tx, {
    actor: auditActor(actor, via),
    action: 'request.add-lender',
    subject: { kind: 'request', id: requestId },
    detail: { line: id, lender: lenderId },
  })
  return (await readLines(tx, [id], now)).get(id)!
}

/** The line a key was used for. The request is held: nobody uses it at this moment. */
async function addedBy(tx: Tx, requestId: number, key: string, now: Date): Promise<Line | undefined> {
  const line = await tx
    .selectFrom('ill_lines')
    .select('id')
    .where('request_id', '=', requestId)
    .where('add_key', '=', key)
    .executeTakeFirst()
  return line && (await readLines(tx, [line.id], now)).get(line.id)
}

/**
 * Puts a request's lenders into another order; those that were asked already keep their places among themselves.
 * @param order ids of all lines
 * @throws Problem request-gone, order-changed when it does not name exactly the lines there are
 */
export async function orderLines(
  tx: Tx,
  requestId: number,
  order: readonly number[],
  { actor, via }: Pick<Cause, 'actor' | 'via'>,
  now: Date,
): Promise<void> {
  await holdRequest(tx, requestId)
  const lines = (await linesOf(tx, [requestId], now)).get(requestId)!
  const asked = new Set(lines.filter(({ state }) => state !== 'idle').map(({ id }) => id))
  const same = order.length === lines.length && lines.every(({ id }) => order.includes(id))
  const kept = order.filter((id) => asked.has(id)).join() === [...asked].join()
  if (!same || !kept || new Set(order).size !== order.length) throw new Problem('order-changed')
  await sql`update ill_lines set position = place from unnest(${[...order]}::bigint[]) with ordinality as wanted (line, place)
    where id = line`.execute(tx)
  await audit(tx, {
    actor: auditActor(actor, via),
    action: 'request.order-lenders',
    subject: { kind: 'request', id: requestId },
    detail: { order: order.join(' ') },
  })
}
