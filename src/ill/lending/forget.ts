import { sql } from 'kysely'
import { type Database, inBatches, type Tx } from '../../kit/db/index.ts'
import { forgetReader } from '../../messages/index.ts'
import { forgetIllMessages, fullMessage } from '../exchange/forget.ts'
import { forgetCalls } from '../library-system/calls.ts'

const atOnce = 100
/** What people write in so many words, in the forms of events. */
const words = ['publicNote', 'privateNote', 'changed', 'via', 'url', 'locations']
const emptied = sql`'{"note": "", "deliverTo": null, "deliverEmail": ""}'::jsonb`

/** Whether an event `e` still holds such. */
const full = sql<boolean>`(e.form ?| ${words}::text[]
  or (e.event = 'edit' and not (e.form -> 'before' @> ${emptied} and e.form -> 'after' @> ${emptied})))`

/**
 * Forgets of requests of other libraries that ended before a time, with nothing new since, what people wrote, where it went
 * and what was written to whom; what was wanted, by whom and what became of it stays. Gives how many that were.
 */
export const forgetLendings = (database: Database, before: Date, signal?: AbortSignal): Promise<number> =>
  inBatches(database, atOnce, (tx, most) => batch(tx, before, most), signal)

async function batch(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select g.id from ill_lendings g join workflow_instances i on i.id = g.id
    where (i.data ->> 'closed')::boolean and i.changed_at < ${before}
      and (g.note <> '' or g.deliver_to is not null or g.deliver_email <> ''
        or exists (select from ill_messages m where m.instance_id = g.id and ${fullMessage})
        or exists (select from workflow_events e where e.instance_id = g.id and ${full})
        or exists (select from messages s where s.line_id = g.id and (s.text <> '' or s.subject <> '')))
    order by g.id limit ${most} for update of g skip locked`.execute(tx)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await sql`update ill_lendings set note = '', deliver_to = null, deliver_email = ''
    where id = any(${ids}::bigint[])`.execute(tx)
  await sql`update workflow_events e set form = case
      when event = 'edit' then form - ${words}::text[]
        || jsonb_build_object('before', form -> 'before' || ${emptied}, 'after', form -> 'after' || ${emptied})
      else form - ${words}::text[] end
    where e.instance_id = any(${ids}::bigint[]) and ${full}`.execute(tx)
  await forgetIllMessages(tx, ids)
  await forgetCalls(tx, ids)
  for (const lineId of ids) await forgetReader(tx, { lineId })
  return ids.length
}
