import { sql } from 'kysely'
import { storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import { ensure } from '../../kit/jobs/index.ts'
import type { ExchangeProtocol } from './carrier.ts'
import { identityOf } from './identity.ts'
import { IllMessage, type RequesterMessage } from './message.ts'

/** The job that sends what waits for one partner, in its order. */
export const sendJob = 'ill.exchange'
export const sendKey = (partner: number) => `exchange:${partner}`

/** A message that is to go to a partner. */
export interface Outgoing {
  readonly partnerId: number
  /** The lender's line, or the request of another library. */
  readonly instanceId: number
  readonly protocol: ExchangeProtocol
  readonly message: IllMessage
  /** Once for each. */
  readonly key: string
  readonly at: Date
}

/** Leaves a message to be sent, as part of the caller's transaction: once for its key. */
export async function queueIllMessage(tx: Tx, outgoing: Outgoing): Promise<void> {
  const { partnerId, instanceId, protocol, key, at } = outgoing
  // What is not said is left out; what is not sound is a fault of ours.
  const message = IllMessage.parse(outgoing.message)
  const added = await tx
    .insertInto('ill_messages')
    .values({
      ...{ partner_id: partnerId, instance_id: instanceId, direction: 'out', protocol, key, state: 'queued' },
      transaction: storableText(message.envelope.requestId),
      type: message.message.type,
      identity: identityOf(message),
      body: storableJson(message),
      ...{ queued_at: at, created_at: at, due_at: at },
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added) await wakeSender(tx, partnerId)
}

/** Sees to it that somebody comes to what waits for a partner. */
export const wakeSender = (tx: Tx, partner: number): Promise<void> => ensure(tx, sendJob, { partner }, sendKey(partner))

/** A message on its way out. */
export interface Waiting {
  readonly id: number
  readonly partnerId: number
  readonly instanceId: number
  readonly protocol: ExchangeProtocol
  readonly type: string
  readonly message: IllMessage
  readonly attempts: number
  readonly queuedAt: Date
  /** As it went out before; none before the first attempt. */
  readonly written: string | undefined
}

const waiting = sql<boolean>`direction = 'out' and state in ('queued', 'sent')`
/** Nothing of its transaction goes before it: of each, one message is on its way. */
const first = sql<boolean>`not exists (select from ill_messages before where before.partner_id = ill_messages.partner_id
  and before.instance_id = ill_messages.instance_id and before.direction = 'out' and before.state in ('queued', 'sent')
  and before.id < ill_messages.id)`

/** The message for a partner that is to be tried now; undefined where there is none. */
export async function nextDue(tx: Tx, partner: number, now: Date): Promise<Waiting | undefined> {
  const row = await tx
    .selectFrom('ill_messages')
    .select(['id', 'partner_id', 'instance_id', 'protocol', 'type', 'body', 'attempts', 'queued_at', 'raw'])
    .where('partner_id', '=', partner)
    .where(waiting)
    .where('due_at', '<=', now)
    .where(first)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    ...{ id: row.id, partnerId: row.partner_id, instanceId: row.instance_id!, protocol: row.protocol, type: row.type },
    ...{ message: IllMessage.parse(row.body), attempts: row.attempts, queuedAt: row.queued_at },
    written: row.raw ?? undefined,
  }
}

/** When a message for a partner is to be tried next; undefined where none waits. */
export async function nextTime(tx: Tx, partner: number): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('ill_messages')
    .select('due_at')
    .where('partner_id', '=', partner)
    .where(waiting)
    .where(first)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row?.due_at ?? undefined
}

/** Everything for a partner that cannot be reached waits. */
export const postpone = (tx: Tx, partner: number, until: Date) =>
  tx
    .updateTable('ill_messages')
    .set({ due_at: until })
    .where('partner_id', '=', partner)
    .where(waiting)
    .where('due_at', '<', until)
    .execute()

/**
 * The request that a transaction began with: ours, of a lender's line, or another library's. Not by its number, for
 * that is its requester's, and a library may use one for what it asks of us that is ours for what we ask of it.
 */
export async function firstRequest(
  tx: Tx,
  instance: number,
): Promise<Extract<RequesterMessage, { type: 'request' }> | undefined> {
  const row = await tx
    .selectFrom('ill_messages')
    .select('body')
    .where('instance_id', '=', instance)
    .where('type', '=', 'request')
    .where('state', '<>', 'refused')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  const first = row && IllMessage.parse(row.body).message
  return first?.type === 'request' ? first : undefined
}
