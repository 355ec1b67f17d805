import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { type CopyStanding, dayEndedAt, readDocument, type StoredDocument, standingOfCopy } from './read.ts'

/** A document whose bytes are there. */
export type Downloadable = StoredDocument & { readonly fileId: number }

const over: Readonly<Record<Exclude<CopyStanding, 'ready'>, string>> = {
  'used-up': 'it has been downloaded as often as it may be',
  expired: 'its time is over, and it has been removed',
  withdrawn: 'the library has taken it back',
  replaced: 'there is a newer one: look at your request again',
  forgotten: 'it has been removed',
  'not-received': 'the library has taken it back',
}

/**
 * Lets the reader of a request have a copy, once more, and counts that: from here on the bytes are on their way. That the
 * request is the reader's own is the caller's to know.
 * @throws Problem document-gone, also for another request's; copy-over with the reason
 */
export async function downloadOwn(
  tx: Tx,
  requestId: number,
  id: number,
  reader: Actor,
  now: Date,
): Promise<Downloadable> {
  // One statement, so that two at once do not have the last download both.
  const { rows } = await sql`
    update ill_documents d set downloads = downloads + 1, last_download_at = ${now},
      first_download_at = coalesce(first_download_at, ${now})
    from ill_lines l join workflow_instances i on i.id = l.id
    where d.id = ${id} and l.id = d.line_id and l.request_id = ${requestId} and d.removed_at is null
      and i.state = 'received' and i.data->>'shippedService' = 'copy' and d.keep_until >= ${dayEndedAt(now)}
      and (d.most_downloads is null or d.downloads < d.most_downloads)
    returning d.id`.execute(tx)
  const document = await readDocument(tx, requestId, id)
  if (!document) throw new Problem('document-gone')
  if (rows.length === 0) {
    const standing = standingOfCopy(document, now)
    throw new Problem('copy-over', { reason: standing === 'ready' ? 'try again' : over[standing] })
  }
  return await told(tx, document, reader)
}

/** Lets staff look at a copy; that counts for nobody. @throws Problem document-gone, document-removed */
export async function downloadAsStaff(tx: Tx, requestId: number, id: number, by: Actor): Promise<Downloadable> {
  const document = await readDocument(tx, requestId, id)
  if (!document) throw new Problem('document-gone')
  if (document.fileId === null) throw new Problem('document-removed')
  return await told(tx, document, by)
}

/** Which document, and never what it is about. */
async function told(tx: Tx, document: StoredDocument, actor: Actor): Promise<Downloadable> {
  await audit(tx, {
    actor,
    action: 'request.document-download',
    subject: { kind: 'request', id: document.requestId },
    detail: { document: document.id },
  })
  return { ...document, fileId: document.fileId! }
}

/** A download, by the reader or by staff. */
export interface Download {
  readonly documentId: number
  readonly by: string
  readonly at: Date
}

const mostShown = 50

/** Who downloaded documents of a request, the latest first. */
export async function downloadsOf(tx: Tx, requestId: number): Promise<readonly Download[]> {
  const { rows } = await sql<Download>`
    select (detail->>'document')::bigint as "documentId", actor_name as by, at from audit
    where subject_kind = 'request' and subject_id = ${String(requestId)} and action = 'request.document-download'
    order by id desc limit ${mostShown}`.execute(tx)
  return rows
}
