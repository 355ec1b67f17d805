import { sql } from 'kysely'
import { type Database, inBatches, type Tx } from '../../kit/db/index.ts'
import { aReader, forgetReaders } from '../../kit/index.ts'
import { forgetReader } from '../../messages/index.ts'
import { forgetDocuments } from '../documents/index.ts'
import { forgetIllMessages } from '../exchange/index.ts'
import { forgetCalls } from '../library-system/calls.ts'
import { openRequestStates } from '../machines/request.ts'

const atOnce = 100
/** What staff and readers said in so many words, in the forms of events; of an edit also the note, before and after. */
const words = ['message', 'privateNote', 'publicNote', 'lenderNote', 'patronNote', 'reason']

/**
 * Forgets whose requests were that ended before a time, with what is kept of their messages and notes, and their
 * copies; the requests, their lenders and their times stay. Readers who want their history kept are left alone. Gives how many that were.
 */
export const forgetRequests = (database: Database, before: Date, signal?: AbortSignal): Promise<number> =>
  inBatches(database, atOnce, (tx, most) => batch(tx, before, most), signal)

async function batch(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select r.id from ill_requests r
      join workflow_instances i on i.id = r.id
      join people p on p.id = r.patron_id and not p.keep_history
    where i.state <> all(${[...openRequestStates]}::text[]) and i.changed_at < ${before}
      -- Something of it may still be here, or have happened since.
      and not exists (select from ill_lines l join workflow_instances li on li.id = l.id
        where l.request_id = r.id and li.changed_at >= ${before})
      and not exists (select from ill_items x where x.request_id = r.id::text and x.closed_at is null)
    order by r.id limit ${most} for update of r skip locked`.execute(tx)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await sql`update ill_requests set patron_id = null, patron_note = '', place_key = null, despite = default
    where id = any(${ids}::bigint[])`.execute(tx)
  await sql`
    update workflow_events set
      actor_id = case when actor_kind = 'patron' then null else actor_id end,
      actor_name = case when actor_kind = 'patron' then ${aReader} else actor_name end,
      form = case
        when event = 'edit' then jsonb_set(jsonb_set(form - ${words}::text[] - 'changed', '{before,note}', '""'), '{after,note}', '""')
        else form - ${words}::text[] end
    where instance_id in (
      select unnest(${ids}::bigint[]) union select id from ill_lines where request_id = any(${ids}::bigint[]))`.execute(
    tx,
  )
  await tx.deleteFrom('ill_patron_checks').where('request_id', 'in', ids).execute()
  const lines = await tx.selectFrom('ill_lines').select('id').where('request_id', 'in', ids).execute()
  const lineIds = lines.map(({ id }) => id)
  await forgetIllMessages(tx, lineIds)
  await forgetCalls(tx, lineIds)
  await forgetDocuments(tx, ids)
  await sql`delete from lender_replies where line_id in (
    select id from ill_lines where request_id = any(${ids}::bigint[]))`.execute(tx)
  await sql`delete from lender_links where line_id in (
    select id from ill_lines where request_id = any(${ids}::bigint[]))`.execute(tx)
  await forgetReaders(tx, sql`subject_kind = 'request' and subject_id = any(${ids.map(String)}::text[])`)
  for (const requestId of ids) await forgetReader(tx, { requestId })
  return ids.length
}
