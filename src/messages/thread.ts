import { randomBytes } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import type { MailParty } from '../kit/mail/index.ts'
import type { MessageRow } from './message.ts'

/** How many messages before it one refers to. */
const longestThread = 10

/**
 * Gives a message the name it keeps, however often it is tried: of its request and its number among the messages about
 * it, with chance in it, so that nobody guesses it and a restored backup repeats none. It answers the last message
 * about the request to the same address.
 */
export async function withMessageId(
  tx: Tx,
  row: MessageRow,
  from: MailParty,
): Promise<MessageRow & { message_id: string }> {
  if (row.message_id !== null) return { ...row, message_id: row.message_id }
  const about = row.request_id === null ? `m${row.id}` : `r${row.request_id}.${row.number}`
  const domain = domainToASCII(from.address.slice(from.address.lastIndexOf('@') + 1))
  const [last] = await earlier(tx, row, 1)
  return {
    ...row,
    message_id: `<farshelf.${about}.${randomBytes(9).toString('hex')}@${domain}>`,
    in_reply_to: last ?? null,
  }
}

/** What a message refers to, oldest first. RFC 5322 §3.6.4. */
export async function threadOf(tx: Tx, row: MessageRow): Promise<string[]> {
  return row.in_reply_to === null ? [] : (await earlier(tx, row, longestThread)).reverse()
}

/** The names of messages to the same address about the same request, the last first. */
async function earlier(tx: Tx, { request_id, number, to_address }: MessageRow, most: number): Promise<string[]> {
  if (request_id === null || number === null) return []
  const rows = await tx
    .selectFrom('messages')
    .select('message_id')
    .where('request_id', '=', request_id)
    .where('number', '<', number)
    .where(sql<boolean>`lower(to_address) = ${to_address.toLowerCase()}`)
    .where('message_id', 'is not', null)
    .orderBy('number', 'desc')
    .limit(most)
    .execute()
  return rows.flatMap(({ message_id }) => message_id ?? [])
}
