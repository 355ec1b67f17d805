import { sql } from 'kysely'
import { storableText, type Tx } from '../kit/db/index.ts'
import { type ReturnPattern, tokenIn } from '../kit/mail/index.ts'
import { fitsToken, readBounceToken } from './bounces/token.ts'
import { type Message, messageOf } from './message.ts'

/** The message a mail answers: found, none of ours, or named by a token that is not that message's. */
export type Answered = { readonly kind: 'found'; readonly message: Message } | { readonly kind: 'none' | 'forged' }

export interface AnsweringMail {
  /** The addresses it went to. */
  readonly to: readonly string[]
  /** The Message-IDs it answers, the nearest first. */
  readonly answers: readonly string[]
}

/** Our own Message-IDs, see `withMessageId`. */
const ours = /^<farshelf\.[^<>@\s]{1,80}@/i

/**
 * Which message of ours a mail answers: by the token in the address it went to, else by the chance in the Message-IDs that
 * it answers. A token that fits no message speaks for nothing: what else the mail names is not believed then.
 */
export async function answeredMessage(
  tx: Tx,
  { to, answers }: AnsweringMail,
  replies: ReturnPattern | undefined,
): Promise<Answered> {
  for (const address of replies ? to : []) {
    const given = tokenIn(replies!, address)
    if (given === undefined) continue
    const token = readBounceToken(given)
    const row = token && (await tx.selectFrom('messages').selectAll().where('id', '=', token.id).executeTakeFirst())
    return row && fitsToken(token.chance, row.message_id)
      ? { kind: 'found', message: messageOf(row) }
      : { kind: 'forged' }
  }
  for (const id of answers.filter((one) => ours.test(one))) {
    const row = await tx
      .selectFrom('messages')
      .selectAll()
      .where(sql<boolean>`lower(message_id) = lower(${storableText(id)})`)
      .executeTakeFirst()
    if (row) return { kind: 'found', message: messageOf(row) }
  }
  return { kind: 'none' }
}

/** Whether a mail is one that we sent ourselves: it would go in a circle. */
export const isOurOwn = async (tx: Tx, messageId: string | undefined): Promise<boolean> =>
  messageId !== undefined &&
  ours.test(messageId) &&
  (await tx
    .selectFrom('messages')
    .select('id')
    .where(sql<boolean>`lower(message_id) = lower(${storableText(messageId)})`)
    .executeTakeFirst()) !== undefined
