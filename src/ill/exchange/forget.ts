import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/** What takes out of a message what people wrote, who a reader is and where a copy lay. */
const emptying = sql`raw = null, error = null,
  body = case when body #> '{message,note}' is null then body else jsonb_set(body, '{message,note}', '""') end
    #- '{message,patron}' #- '{message,url}' #- '{message,deliverTo}' #- '{message,deliverEmail}' #- '{message,via}'
    #- '{message,locations}',
  receipt = case when receipt ? 'text' then jsonb_set(receipt, '{text}', '""') else receipt end`
/** Whether a message `m` still holds such. */
export const fullMessage = sql<boolean>`(m.raw is not null or m.error is not null
  or coalesce(m.body #>> '{message,note}', '') <> ''
  or (m.body -> 'message') ?| array['patron', 'url', 'deliverTo', 'deliverEmail', 'via', 'locations'])`

/** Takes out of the messages about lines and requests what people wrote and who a reader is; what was said and when stays. */
export async function forgetIllMessages(tx: Tx, instances: readonly number[]): Promise<void> {
  await sql`update ill_messages set ${emptying} where instance_id = any(${[...instances]}::bigint[])`.execute(tx)
}

/** The same of what came before a time and was about nothing of ours. */
export async function forgetStrayMessages(tx: Tx, before: Date): Promise<void> {
  await sql`update ill_messages m set ${emptying}
    where m.instance_id is null and m.created_at < ${before} and ${fullMessage}`.execute(tx)
}
