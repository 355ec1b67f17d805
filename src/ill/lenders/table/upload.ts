import { randomUUID } from 'node:crypto'
import { storableText, type Tx } from '../../../kit/db/index.ts'
import type { Actor } from '../../../kit/index.ts'
import { Problem } from '../../../problems.ts'
import { importLenders, type LenderImport } from './import.ts'

/** How long a table waits for somebody to say that it is taken in, milliseconds. */
const patience = 86_400_000

/** Keeps a table until somebody has looked at what it would do; gives what it is kept under. Those of yesterday go. */
export async function keepLenderTable(
  tx: Tx,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  actor: Actor,
  now: number,
): Promise<string> {
  await tx
    .deleteFrom('lender_uploads')
    .where('sent_at', '<', new Date(now - patience))
    .execute()
  const id = randomUUID()
  await tx
    .insertInto('lender_uploads')
    .values({
      id,
      name: storableText(name).slice(0, 200),
      content: Buffer.from(bytes),
      sent_by: actor.name,
      sent_at: new Date(now),
    })
    .execute()
  return id
}

/** What a table that is kept would do. @throws Problem lender-table-gone */
export async function checkLenderTable(
  tx: Tx,
  id: string,
): Promise<{ readonly name: string; readonly would: LenderImport }> {
  const kept = await tx.selectFrom('lender_uploads').select(['name', 'content']).where('id', '=', id).executeTakeFirst()
  if (!kept) throw new Problem('lender-table-gone')
  return { name: kept.name, would: await importLenders(tx, kept.content) }
}

/**
 * Takes a table that is kept in, once: after that it is gone. With anything wrong in it, it stays, and nothing is done.
 * @throws Problem lender-table-gone, lender-symbol-taken
 */
export async function storeLenderTable(tx: Tx, id: string, actor: Actor): Promise<LenderImport> {
  const kept = await tx
    .selectFrom('lender_uploads')
    .select('content')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!kept) throw new Problem('lender-table-gone')
  const done = await importLenders(tx, kept.content, { actor })
  if (done.faults.length === 0) await tx.deleteFrom('lender_uploads').where('id', '=', id).execute()
  return done
}
