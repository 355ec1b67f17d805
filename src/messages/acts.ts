import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { enqueue } from '../kit/jobs/index.ts'
import { isMailAddress } from '../kit/mail/index.ts'
import { Problem } from '../problems.ts'
import { type MessageRow, type MessageState, messageStates } from './message.ts'
import { jobKey, sendJob } from './send-job.ts'

/** States in which a message goes no further by itself. */
const resting: readonly MessageState[] = ['failed', 'unsure', 'held', 'kept', 'bounced']

/**
 * Has a message sent after all, or again: one that is held, kept, failed, or perhaps sent, where somebody has looked and
 * says that it was not. To another address, where one is given.
 * @throws Problem message-gone, message-state, message-address
 */
export async function sendMessage(
  tx: Tx,
  id: number,
  actor: Actor,
  { address }: { readonly address?: string | undefined } = {},
) {
  const row = await rested(tx, id)
  const to = address?.trim() || row.to_address
  if (!isMailAddress(to)) throw new Problem('message-address', { message: id, address: to })
  await settle(tx, id, {
    state: 'queued',
    reason: null,
    to_address: to,
    attempt: null,
    handed_over_at: null,
    dismissed_at: null,
    settled_by_name: null,
  })
  // The one that was given up holds the key.
  await tx.deleteFrom('jobs').where('key', '=', jobKey(id)).where('failed_at', 'is not', null).execute()
  await enqueue(tx, sendJob, { message: id }, { key: jobKey(id) })
  // The address is the reader's own affair: the trail says that it changed, not to what.
  await told(tx, row, 'message.send', actor, { from: row.state, newAddress: to !== row.to_address })
}

/** Writes down that somebody was told by telephone, letter or another program. @throws Problem message-gone, message-state */
export async function sentByOtherMeans(tx: Tx, id: number, actor: Actor, now: Date): Promise<void> {
  const row = await rested(tx, id)
  await settle(tx, id, { state: 'other-means', sent_at: now, settled_by_name: actor.name, dismissed_at: null })
  await told(tx, row, 'message.other-means', actor, { from: row.state })
}

/** Says that nothing need be done about a message: it stays as it is. @throws Problem message-gone, message-state */
export async function dismissMessage(tx: Tx, id: number, actor: Actor, now: Date): Promise<void> {
  const row = await rested(tx, id)
  const stuck = !resting.includes(row.state)
  await settle(tx, id, {
    dismissed_at: now,
    settled_by_name: actor.name,
    // Its job was given up in the middle: nobody works on it any more.
    ...(stuck && { state: row.handed_over_at === null ? 'failed' : 'unsure' }),
  })
  await tx.deleteFrom('jobs').where('key', '=', jobKey(id)).where('failed_at', 'is not', null).execute()
  await told(tx, row, 'message.dismiss', actor, { from: row.state })
}

/** Locks a message that nobody works on. */
async function rested(tx: Tx, id: number): Promise<MessageRow> {
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new Problem('message-gone', { message: id })
  if (resting.includes(row.state)) return row
  const stuck = await tx
    .selectFrom('jobs')
    .select('id')
    .where('key', '=', jobKey(id))
    .where('failed_at', 'is not', null)
    .executeTakeFirst()
  if (!stuck) throw new Problem('message-state', { message: id, state: messageStates[row.state].toLowerCase() })
  return row
}

type Settled = Partial<
  Pick<
    MessageRow,
    'state' | 'reason' | 'to_address' | 'attempt' | 'handed_over_at' | 'dismissed_at' | 'settled_by_name' | 'sent_at'
  >
>
const settle = (tx: Tx, id: number, change: Settled) =>
  tx
    .updateTable('messages')
    .set({ ...change, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()

const told = (
  tx: Tx,
  { id, kind, request_id }: MessageRow,
  action: string,
  actor: Actor,
  detail: Readonly<Record<string, unknown>>,
) =>
  audit(tx, {
    actor,
    action,
    subject: { kind: 'message', id },
    detail: { kind, ...(request_id !== null && { request: request_id }), ...detail },
  })
