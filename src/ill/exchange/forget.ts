import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/** What takes out of a message what people wrote, who a reader is and where a copy lay. */
const emptying = sql`raw = null, error = null,
  body = case when body #> '{message,note}' is null then body else jsonb_set(body, '{message,note}', '""') end
    #- '{message,patron}' #- '{message,url}',
  receipt = case when receipt ? 'text' then jsonb_set(receipt, '{text}', '""') else receipt end`
/** Whether a message `m` still holds such. */
const full = sql<boolean>`(m.raw is not null or m.error is not null or coalesce(m.body #>> '{message,note}', '') <> '')`

/** Takes out of the messages about lines and requests what people wrote and who a reader is; what was said and when stays. */
export async function forgetIllMessages(tx: Tx, instances: readonly number[]): Promise<void> {
  await sql`update ill_messages set ${emptying} where instance_id = any(${[...instances]}::bigint[])`.execute(tx)
}

/**
 * The same of requests of other libraries that have ended, with nothing new since a time; and of what came before it and was
 * about nothing of ours.
 */
export async function forgetLendingMessages(tx: Tx, before: Date): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select distinct m.instance_id as id from ill_messages m join workflow_instances i on i.id = m.instance_id
    where i.definition = 'lending' and (i.data ->> 'closed')::boolean and i.changed_at < ${before}
      and m.created_at < ${before} and ${full}
    limit 1000`.execute(tx)
  await forgetIllMessages(
    tx,
    rows.map(({ id }) => id),
  )
  await sql`update ill_messages m set ${emptying}
    where m.instance_id is null and m.created_at < ${before} and ${full}`.execute(tx)
}
