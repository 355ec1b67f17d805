import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import { dayEndedAt, readDocument, type StoredDocument } from './read.ts'
import { ofNobody } from './take.ts'

type RemovedAs = NonNullable<StoredDocument['removedAs']>

interface Removed {
  readonly id: number
  readonly requestId: number
}

/** Removes the bytes of documents that a condition on `d` and its line `l` names; what was known of them stays. */
export async function removeBytes(
  tx: Tx,
  which: RawBuilder<unknown>,
  as: RemovedAs,
  by: string,
  now: Date | RawBuilder<Date>,
): Promise<readonly Removed[]> {
  const { rows } = await sql<Removed & { readonly fileId: number }>`
    update ill_documents set removed_at = ${now}, removed_as = ${as}, removed_by_name = ${by}, file_id = null
    from (select d.id as removed, d.file_id, l.request_id from ill_documents d join ill_lines l on l.id = d.line_id
      where d.removed_at is null and ${which} for update of d) gone
    where id = gone.removed
    returning id, gone.request_id as "requestId", gone.file_id as "fileId"`.execute(tx)
  const files = rows.map(({ fileId }) => fileId)
  if (files.length > 0) await tx.deleteFrom('ill_document_files').where('id', 'in', files).execute()
  return rows
}

/**
 * Takes a copy back from its reader, and removes it.
 * @throws Problem document-gone, also for another request's; document-removed
 */
export async function withdrawDocument(
  tx: Tx,
  requestId: number,
  id: number,
  { actor, via }: Pick<Cause, 'actor' | 'via'>,
  now: Date,
): Promise<void> {
  const [removed] = await removeBytes(
    tx,
    sql`d.id = ${id} and l.request_id = ${requestId}`,
    'withdrawn',
    actor.name,
    now,
  )
  if (!removed) throw new Problem((await readDocument(tx, requestId, id)) ? 'document-removed' : 'document-gone')
  await tell(tx, auditActor(actor, via), 'request.document-withdraw', removed)
}

const farshelf: Actor = { name: 'Farshelf', via: 'job' }
const unused = 86_400_000
/** Documents removed in one transaction: each may be large. */
const atOnce = 10

/** Removes the bytes of copies whose time is over, and of files that came in and were not used within a day. */
export async function removeExpired({ db, tx }: Database, now: Date, signal?: AbortSignal): Promise<void> {
  for (let done = atOnce; done === atOnce; ) {
    signal?.throwIfAborted()
    done = await tx(async (within) => {
      const past = sql`d.id in (select id from ill_documents where removed_at is null and keep_until < ${dayEndedAt(now)}
        order by keep_until limit ${atOnce} for update skip locked)`
      const removed = await removeBytes(within, past, 'expired', farshelf.name, now)
      for (const one of removed) await tell(within, farshelf, 'request.document-expire', one)
      return removed.length
    })
  }
  await sql`delete from ill_document_files f where f.created_at < ${new Date(now.getTime() - unused)}
    and ${ofNobody}`.execute(db)
}

/** Removes the copies of requests whose readers are forgotten, and what the files were called: that may tell of them. */
export async function forgetDocuments(tx: Tx, requests: readonly number[]): Promise<void> {
  await removeBytes(tx, sql`l.request_id = any(${[...requests]}::bigint[])`, 'forgotten', farshelf.name, sql`now()`)
  await sql`update ill_documents d set file_name = '', key = null from ill_lines l
    where l.id = d.line_id and l.request_id = any(${[...requests]}::bigint[])`.execute(tx)
}

const tell = (tx: Tx, actor: Actor, action: string, { id, requestId }: Removed) =>
  audit(tx, { actor, action, subject: { kind: 'request', id: requestId }, detail: { document: id } })
