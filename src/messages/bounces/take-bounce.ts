import { sql } from 'kysely'
import { storableText, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import {
  type DeliveryReport,
  type ReportedRecipient,
  type ReturnPattern,
  readDeliveryReport,
  tokenIn,
} from '../../kit/mail/index.ts'
import type { MessageRow } from '../message.ts'
import { fitsToken, readBounceToken } from './token.ts'

/** What a mail that came back was. */
export type BounceOutcome =
  /** The message is a problem now. */
  | { readonly kind: 'bounced'; readonly message: number; readonly requestId?: number; readonly reason: string }
  /** The mail server goes on trying, or tells that all is well: nothing was done. */
  | { readonly kind: 'no-failure'; readonly message: number }
  /** About a message that is being sent anew, or that was never sent. */
  | { readonly kind: 'late'; readonly message: number }
  /** About none of ours. */
  | { readonly kind: 'unknown' }
  /** No report of a mail server's: an answer, or anything else. */
  | { readonly kind: 'no-report' }

export interface TakeBounce {
  readonly bytes: Uint8Array
  /** Where bounces come back to, where every message has an address of its own. */
  readonly returns?: ReturnPattern | undefined
  readonly by: Actor
  readonly now: Date
}

/** States in which a message can have come back. */
const gone: readonly MessageRow['state'][] = ['sent', 'unsure', 'bounced']

/** Takes in a mail that came back: the message it is about is a problem from then on. The same twice is one. */
export async function takeBounce(tx: Tx, { bytes, returns, by, now }: TakeBounce): Promise<BounceOutcome> {
  const report = await readDeliveryReport(bytes)
  if (!report || report.recipients.length === 0) return { kind: 'no-report' }
  const row = await messageOf(tx, report, returns)
  if (!row) return { kind: 'unknown' }
  const failed = report.recipients.find(({ action }) => action === 'failed')
  if (!failed) return { kind: 'no-failure', message: row.id }
  if (!gone.includes(row.state)) return { kind: 'late', message: row.id }
  const reason = reasonOf(failed)
  const outcome = {
    kind: 'bounced',
    message: row.id,
    ...(row.request_id !== null && { requestId: row.request_id }),
    reason,
  } as const
  if (row.state === 'bounced') return outcome
  await tx
    .updateTable('messages')
    .set({ state: 'bounced', reason, dismissed_at: null, settled_by_name: null, changed_at: now })
    .where('id', '=', row.id)
    .execute()
  await audit(tx, {
    actor: by,
    action: 'message.bounce',
    subject: { kind: 'message', id: row.id },
    detail: {
      kind: row.kind,
      status: failed.status,
      ...(row.request_id !== null && { request: row.request_id }),
    },
  })
  return outcome
}

/** The message a report is about, held: by the address it came to, else by the letter it holds. */
async function messageOf(
  tx: Tx,
  { to, messageId }: DeliveryReport,
  returns: ReturnPattern | undefined,
): Promise<MessageRow | undefined> {
  for (const address of returns ? to : []) {
    const token = readBounceToken(tokenIn(returns!, address) ?? '')
    if (!token) continue
    const row = await tx.selectFrom('messages').selectAll().where('id', '=', token.id).forUpdate().executeTakeFirst()
    if (row && fitsToken(token.chance, row.message_id)) return row
  }
  if (messageId === undefined) return undefined
  return await tx
    .selectFrom('messages')
    .selectAll()
    .where(sql<boolean>`lower(message_id) = lower(${storableText(messageId)})`)
    .forUpdate()
    .executeTakeFirst()
}

const reasonOf = ({ address, status, diagnostic }: ReportedRecipient): string =>
  storableText(
    `it came back, it could not be delivered${address && ` to ${address}`}: ${
      [status, diagnostic].filter(Boolean).join(' ') || 'the mail server does not say why'
    }`,
  ).replace(/[\s\p{Cc}]+/gu, ' ')
