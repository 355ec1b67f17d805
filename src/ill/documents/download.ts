import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { type CopyStanding, dayEndedAt, readDocument, type StoredDocument, standingOfCopy } from './read.ts'

/** A document whose bytes are there. */
export type Downloadable = StoredDocument & { readonly fileId: number }

/** A download by the reader that has begun: it counts until it is broken off. */
export interface Begun extends Downloadable {
  /** Which of the document's downloads it is, those broken off included. */
  readonly download: number
  readonly begunAt: Date
  /** When the one before it was. */
  readonly before: Date | null
}

/** So often a download that is broken off does not count: else a copy could be had without end. */
export const mostBrokenOff = 10

const over: Readonly<Record<Exclude<CopyStanding, 'ready'>, string>> = {
  'used-up': 'it has been downloaded as often as it may be',
  expired: 'its time is over, and it has been removed',
  withdrawn: 'the library has taken it back',
  replaced: 'there is a newer one: look at your request again',
  forgotten: 'it has been removed',
  'not-received': 'the library has taken it back',
}

/**
 * Lets the reader of a request have a copy, once more, and counts that: from here on the bytes are on their way. If they do
 * not all arrive, `brokenOff` is to be called. That the request is the reader's own is the caller's to know.
 * @throws Problem document-gone, also for another request's; copy-over with the reason
 */
export async function downloadOwn(tx: Tx, requestId: number, id: number, reader: Actor, now: Date): Promise<Begun> {
  // One statement, so that two at once do not have the last download both.
  const { rows } = await sql<Pick<Begun, 'download' | 'before'>>`
    with now as (select id, last_download_at from ill_documents where id = ${id} for update)
    update ill_documents d set downloads = downloads + 1, last_download_at = ${now},
      first_download_at = coalesce(first_download_at, ${now})
    from now, ill_lines l join workflow_instances i on i.id = l.id
    where d.id = now.id and l.id = d.line_id and l.request_id = ${requestId} and d.removed_at is null
      and i.state = 'received' and i.data->>'shippedService' = 'copy' and d.keep_until >= ${dayEndedAt(now)}
      and (d.most_downloads is null or d.downloads < d.most_downloads)
    returning d.downloads + d.broken_off as download, now.last_download_at as before`.execute(tx)
  const document = await readDocument(tx, requestId, id)
  if (!document) throw new Problem('document-gone')
  const [begun] = rows
  if (!begun) {
    const standing = standingOfCopy(document, now)
    throw new Problem('copy-over', { reason: standing === 'ready' ? 'try again' : over[standing] })
  }
  await tell(tx, 'request.document-download', document, reader, { download: begun.download })
  return { ...document, fileId: document.fileId!, ...begun, begunAt: now }
}

/**
 * Of a download that has begun not all bytes arrived: it counts no more, and nobody is told of it as of one, unless that
 * has happened too often.
 */
export async function brokenOff(tx: Tx, begun: Begun, reader: Actor): Promise<void> {
  const { id, download, begunAt, before } = begun
  const { numUpdatedRows } = await tx
    .updateTable('ill_documents')
    .set({
      downloads: sql`downloads - 1`,
      broken_off: sql`broken_off + 1`,
      first_download_at: sql`case when downloads > 1 then first_download_at end`,
      last_download_at: sql`case when last_download_at = ${begunAt} then ${before} else last_download_at end`,
    })
    .where('id', '=', id)
    .where('broken_off', '<', mostBrokenOff)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await tell(tx, 'request.document-broken-off', begun, reader, { download })
}

/** Lets staff look at a copy; that counts for nobody. @throws Problem document-gone, document-removed */
export async function downloadAsStaff(tx: Tx, requestId: number, id: number, by: Actor): Promise<Downloadable> {
  const document = await readDocument(tx, requestId, id)
  if (!document) throw new Problem('document-gone')
  if (document.fileId === null) throw new Problem('document-removed')
  await tell(tx, 'request.document-download', document, by)
  return { ...document, fileId: document.fileId }
}

/** Which document, and never what it is about. */
const tell = (
  tx: Tx,
  action: 'request.document-download' | 'request.document-broken-off',
  { id, requestId }: StoredDocument,
  actor: Actor,
  which: { readonly download?: number } = {},
): Promise<void> =>
  audit(tx, { actor, action, subject: { kind: 'request', id: requestId }, detail: { document: id, ...which } })

/** A download, by the reader or by staff. */
export interface Download {
  readonly documentId: number
  readonly by: string
  readonly at: Date
}

const mostShown = 50

/** Who downloaded documents of a request, the latest first; what was broken off is none. */
export async function downloadsOf(tx: Tx, requestId: number): Promise<readonly Download[]> {
  const { rows } = await sql<Download>`
    with told as (select id, action, detail, actor_name, at from audit
      where subject_kind = 'request' and subject_id = ${String(requestId)}
        and action in ('request.document-download', 'request.document-broken-off'))
    select (detail->>'document')::bigint as "documentId", actor_name as by, at from told d
    where action = 'request.document-download' and not exists (select from told b
      where b.action = 'request.document-broken-off' and b.detail->>'document' = d.detail->>'document'
        and b.detail->>'download' = d.detail->>'download')
    order by id desc limit ${mostShown}`.execute(tx)
  return rows
}
