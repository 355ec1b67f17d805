import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import type { FieldValues, MessageKind } from './kinds.ts'
import { type About, type Message, type MessageState, messageOf } from './message.ts'

/** A condition on messages: whoever asks may know of no others. */
export type MessagesWithin = RawBuilder<boolean>

/** A message by its number. */
export async function readMessageOf(tx: Tx, id: number, within?: MessagesWithin): Promise<Message | undefined> {
  let query = tx.selectFrom('messages').selectAll().where('id', '=', id)
  if (within) query = query.where(within)
  const row = await query.executeTakeFirst()
  return row && messageOf(row)
}

const most = 500
const columns = { requestId: 'request_id', lineId: 'line_id', patronId: 'patron_id', itemId: 'item_id' } as const

/** The messages about all of these at once, oldest first: of a request, a lender line, a reader or an item. */
export async function messagesAbout(tx: Tx, about: About, within?: MessagesWithin): Promise<Message[]> {
  let query = tx.selectFrom('messages').selectAll()
  if (within) query = query.where(within)
  let narrowed = false
  for (const name of Object.keys(columns) as (keyof typeof columns)[]) {
    const id = about[name]
    if (id === undefined) continue
    narrowed = true
    query = query.where(columns[name], '=', id)
  }
  return narrowed ? (await query.orderBy('id').limit(most).execute()).map(messageOf) : []
}

/** Which messages are listed: a page of the newest, or of those before one. */
export interface OutboxQuery {
  readonly state?: MessageState | undefined
  /** The number of the message before which the page begins. */
  readonly before?: number | undefined
  readonly size: number
}

/** A page of all messages, the newest first, and whether there are more. */
export async function outbox(
  tx: Tx,
  { state, before, size }: OutboxQuery,
): Promise<{ readonly messages: readonly Message[]; readonly more: boolean }> {
  let query = tx.selectFrom('messages').selectAll()
  if (state !== undefined) query = query.where('state', '=', state)
  if (before !== undefined) query = query.where('id', '<', before)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(size + 1)
    .execute()
  return { messages: rows.slice(0, size).map(messageOf), more: rows.length > size }
}

/** How many messages are in each state that has any. Sent ones are not counted: there are too many of them. */
export async function countMessages(tx: Tx): Promise<ReadonlyMap<MessageState, number>> {
  const rows = await tx
    .selectFrom('messages')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('state', 'not in', ['sent', 'other-means'])
    .groupBy('state')
    .execute()
  return new Map(rows.map(({ state, count }) => [state, Number(count)]))
}

/** The last messages of a kind, and what they were filled in with: real data for previews. */
export async function recentFields(
  tx: Tx,
  kind: MessageKind,
): Promise<
  readonly { readonly id: number; readonly subject: string; readonly createdAt: Date; readonly fields: FieldValues }[]
> {
  const rows = await tx
    .selectFrom('messages')
    .select(['id', 'subject', 'fields', 'created_at'])
    .where('kind', '=', kind)
    // Tests have none, and messages about readers who are forgotten.
    .where(sql<boolean>`fields <> '{}'`)
    .orderBy('id', 'desc')
    .limit(10)
    .execute()
  return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }))
}
