import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/** Takes out of the messages about lines and requests what people wrote and who a reader is; what was said and when stays. */
export async function forgetIllMessages(tx: Tx, instances: readonly number[]): Promise<void> {
  await sql`
    update ill_messages set raw = null, error = null,
      body = case when body #> '{message,note}' is null then body else jsonb_set(body, '{message,note}', '""') end
        #- '{message,patron}',
      receipt = case when receipt ? 'text' then jsonb_set(receipt, '{text}', '""') else receipt end
    where instance_id = any(${[...instances]}::bigint[])`.execute(tx)
}
