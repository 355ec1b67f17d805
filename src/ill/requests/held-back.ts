import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { hasten } from '../../kit/jobs/index.ts'
import { automaticJob } from '../../workflow/index.ts'
import { openRequestStates } from '../machines/request.ts'
import { advanceJob } from '../rota/ended.ts'

/**
 * Whether what would happen by itself to a request or one of its lines waits: its borrower is an invalid patron, or it is
 * not known yet whether they are. domain/ill.md 2.5, Idle–Check Manual. What staff do themselves is not held back. Where it
 * waits, nobody can end that before the transaction has: whoever does finds what was put off, and lets it go on.
 * @param id of either
 */
export async function isHeldBack(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql`
    select from ill_patron_checks c join workflow_instances i on i.id = c.request_id
    where c.request_id = coalesce((select request_id from ill_lines where id = ${id}), ${id})
      and (c.review or (c.state = 'waiting' and c.asked_at is null))
      and i.state = any(${[...openRequestStates]}::text[])
    for share of c`.execute(tx)
  return rows.length > 0
}

/** What was held back goes on, at once. What somebody is at finds by itself that nothing holds it back any more. */
export async function letGoOn(tx: Tx, request: number): Promise<void> {
  const { rows } = await sql<{ key: string }>`
    select key from jobs where key is not null and locked_by is null and
      (kind = ${automaticJob} and (payload ->> 'instance')::bigint in
          (select ${request}::bigint union all select id from ill_lines where request_id = ${request})
        or kind = ${advanceJob} and (payload ->> 'request')::bigint = ${request})
    for update skip locked`.execute(tx)
  for (const { key } of rows) await hasten(tx, key)
}
