import { sql } from 'kysely'
import type { Database, Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Engine, StoredEvent } from '../../workflow/index.ts'
import { openRequestStates } from '../machines/request.ts'

const actor = { kind: 'system', name: 'Expiry' } as const

/** Tells the reader of a request that it has expired, as part of the transaction in which it did. */
export type TellExpired = (tx: Tx, id: number, event: StoredEvent) => Promise<void>

interface Expiry {
  readonly before: Date
  readonly signal: AbortSignal
  /** Nobody is told where it is not given. */
  readonly tell?: TellExpired | undefined
}

/** Ends open requests placed before then, or reopened: that begins their time anew. What is on its way goes on. */
export async function expireRequests(
  database: Database,
  engine: Engine,
  { before, signal, tell }: Expiry,
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select r.id from ill_requests r join workflow_instances i on i.id = r.id
    where i.definition = 'request' and i.state = any(${[...openRequestStates]}::text[]) and r.placed_at <= ${before}
      and not exists (select from workflow_events e
        where e.instance_id = r.id and e.event = 'reopen' and e.at > ${before})
    order by r.id`.execute(database.db)
  for (const { id } of rows) {
    signal.throwIfAborted()
    await database
      .tx(async (tx) => {
        const { event } = await engine.act(tx, id, 'expire', { actor, via: 'job' })
        await tell?.(tx, id, event)
      })
      .catch(notNow)
  }
}

/** Somebody was quicker, or a lender has shipped. */
function notNow(error: unknown): void {
  if (!(error instanceof Problem && (error.code === 'workflow-illegal' || error.code === 'workflow-refused')))
    throw error
}
