import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import { jobKey } from './send-job.ts'

/**
 * Removes what tells who a reader is from the messages about a request, a lender's line or a request of another library, or
 * about all of a reader's: names, addresses,
 * texts, what mail servers said. That there was a message of that kind, and when, stays. One that was not sent yet is
 * not sent any more. Alerts go wholly. Gives how many messages that were.
 */
export async function forgetReader(
  tx: Tx,
  about: { readonly requestId: number } | { readonly lineId: number } | { readonly patronId: string },
): Promise<number> {
  if (!('lineId' in about)) {
    const alerts = tx.deleteFrom('alerts')
    await ('requestId' in about
      ? alerts.where('request_id', '=', about.requestId)
      : alerts.where('person_id', '=', about.patronId)
    ).execute()
  }
  const theirs = tx.updateTable('messages').set({ patron_id: null })
  const rows = await ('requestId' in about
    ? theirs.where('request_id', '=', about.requestId)
    : 'lineId' in about
      ? theirs.where('line_id', '=', about.lineId)
      : theirs.where('patron_id', '=', about.patronId)
  )
    .returning(['id', 'audience', 'state'])
    .execute()
  // Those to lenders tell of the request, and were kept from naming the reader, but somebody may have let one go.
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx
    .updateTable('messages')
    .set({ to_name: '', to_address: '' })
    .where('id', 'in', ids)
    .where('audience', '=', 'patron')
    .execute()
  await tx
    .updateTable('messages')
    .set({ subject: '', text: '', html: null, fields: '{}', reason: null, response: null })
    .where('id', 'in', ids)
    .execute()
  const waiting = rows.filter(({ state }) => !['sent', 'other-means'].includes(state)).map(({ id }) => id)
  if (waiting.length > 0) {
    await tx
      .updateTable('messages')
      .set({ state: 'failed', reason: 'The reader’s data were removed', dismissed_at: sql<Date>`now()` })
      .where('id', 'in', waiting)
      .execute()
    await tx.deleteFrom('jobs').where('key', 'in', waiting.map(jobKey)).execute()
  }
  return ids.length
}

/**
 * The same for notices about loans and reservations that were written before a time, and are settled: some of them at
 * once. Readers who want their history kept are left alone. Gives how many messages that were.
 */
export async function forgetOldNotices(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql`
    update messages set patron_id = null, to_name = '', to_address = '', subject = '', text = '', html = null,
      fields = '{}', reason = null, response = null
    where id in (
      select m.id from messages m join people p on p.id = m.patron_id and not p.keep_history
      where m.audience = 'patron' and m.request_id is null and m.created_at < ${before}
        and (m.state in ('sent', 'other-means') or m.dismissed_at is not null)
      limit ${most} for update of m skip locked)
    returning id`.execute(tx)
  return rows.length
}
