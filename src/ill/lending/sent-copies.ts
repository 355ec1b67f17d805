import { type RawBuilder, sql } from 'kysely'
import { newToken, tokenHash } from '../../accounts/index.ts'
import type { Database, Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import type { DocumentMediaType } from '../documents/media-types.ts'
import type { TakenDocument } from '../documents/take.ts'
import type { IllSettings } from '../settings.ts'
import { readLending } from './read.ts'

/** A file that was sent to another library as a copy. */
export interface SentCopy {
  readonly id: number
  readonly lendingId: number
  /** None once it is removed. */
  readonly fileId: number | null
  readonly fileName: string
  readonly mediaType: DocumentMediaType
  /** Bytes. */
  readonly size: number
  readonly sentAt: Date
  readonly sentBy: string
  /** Then it can be fetched no more. */
  readonly endsAt: Date
  readonly fetches: number
  readonly fetchedAt: Date | null
  readonly removedAt: Date | null
}

export interface ShipMeans {
  readonly engine: Engine
  readonly settings: IllSettings
  readonly now: Date
  /** Where files are fetched: a link is this, a slash and its token. Without it no file can be sent. */
  readonly copiesLink?: string | undefined
}

const day = 86_400_000

/**
 * Ships a file as the copy that another library wants, in the caller's transaction: the message holds a link, good for this
 * request alone and until its time is over. Its token is kept as a hash here; the message itself has it, as what waits to
 * be sent again has to be the same to the letter, and whoever reads that reads the file as well.
 * @throws Problem document-refused; those of the engine's `act`
 */
export async function shipCopy(
  tx: Tx,
  lendingId: number,
  taken: TakenDocument,
  cause: Cause & { readonly form: Readonly<Record<string, unknown>> },
  { engine, settings, now, copiesLink }: ShipMeans,
): Promise<void> {
  if (copiesLink === undefined)
    throw new Problem('document-refused', { reason: 'nobody could fetch it: the house’s own address is not set' })
  const token = newToken()
  const form = { ...cause.form, service: 'copy', url: `${copiesLink}/${token}` }
  const { repeated } = await engine.act(tx, lendingId, 'shipped', { ...cause, form })
  if (repeated) return
  await removeSent(tx, sql`s.lending_id = ${lendingId}`, now)
  const { id } = await tx
    .insertInto('ill_sent_copies')
    .values({
      ...{ lending_id: lendingId, file_id: taken.fileId, file_name: taken.fileName, media_type: taken.mediaType },
      ...{ size: taken.size, sha256: taken.sha256, token_hash: tokenHash(token) },
      ...{
        sent_at: now,
        sent_by_name: cause.actor.name,
        ends_at: new Date(now.getTime() + settings.downloadDays * day),
      },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tell(tx, auditActor(cause.actor, cause.via), 'lending.copy-send', { lendingId, id })
}

const select = (condition: RawBuilder<unknown>) => sql<SentCopy>`
  select s.id, s.lending_id as "lendingId", s.file_id as "fileId", s.file_name as "fileName", s.media_type as "mediaType",
    s.size, s.sent_at as "sentAt", s.sent_by_name as "sentBy", s.ends_at as "endsAt", s.fetches,
    s.fetched_at as "fetchedAt", s.removed_at as "removedAt"
  from ill_sent_copies s where ${condition} order by s.id desc limit 20`

/** The files that were sent for a request, also those that are removed, the newest first. */
export async function sentCopies(tx: Tx, lendingId: number): Promise<readonly SentCopy[]> {
  return (await select(sql`s.lending_id = ${lendingId}`).execute(tx)).rows
}

/** So often a link is good: whoever loses the file on the way fetches it once more. */
const mostFetches = 20

/**
 * Lets whoever has a link have its file; undefined where it is none of ours, its time is over, or the request is not
 * shipped any more.
 */
export async function fetchSentCopy(
  tx: Tx,
  token: string,
  now: Date,
): Promise<(SentCopy & { readonly fileId: number }) | undefined> {
  const { rows } = await sql<{ id: number }>`
    update ill_sent_copies s set fetches = fetches + 1, fetched_at = ${now} from workflow_instances i
    where s.token_hash = ${tokenHash(token)} and i.id = s.lending_id and s.removed_at is null and s.ends_at > ${now}
      and s.fetches < ${mostFetches} and i.data->>'shippedService' = 'copy'
    returning s.id`.execute(tx)
  const [copy] = rows[0] ? (await select(sql`s.id = ${rows[0].id}`).execute(tx)).rows : []
  if (!copy || copy.fileId === null) return undefined
  const { partner } = (await readLending(tx, copy.lendingId))!
  await tell(tx, { name: partner.name, via: 'web' }, 'lending.copy-fetch', copy)
  return { ...copy, fileId: copy.fileId }
}

/** Removes the bytes of files that a condition on `s` names; that they were sent stays. */
async function removeSent(tx: Tx, which: RawBuilder<unknown>, now: Date): Promise<number> {
  const { rows } = await sql<{ fileId: number }>`
    update ill_sent_copies set removed_at = ${now}, file_id = null, file_name = ''
    from (select s.id as removed, s.file_id from ill_sent_copies s where s.removed_at is null and ${which} for update) gone
    where id = gone.removed returning gone.file_id as "fileId"`.execute(tx)
  const files = rows.map(({ fileId }) => fileId)
  if (files.length > 0) await tx.deleteFrom('ill_document_files').where('id', 'in', files).execute()
  return files.length
}

/** Files removed in one transaction: each may be large. */
const atOnce = 10

/** Removes the bytes of files whose time is over. */
export async function removeSentCopies({ tx }: Database, now: Date, signal?: AbortSignal): Promise<void> {
  const past = sql`s.id in (select id from ill_sent_copies where removed_at is null and ends_at <= ${now}
    order by ends_at limit ${atOnce} for update skip locked)`
  for (let done = atOnce; done === atOnce; ) {
    signal?.throwIfAborted()
    done = await tx((within) => removeSent(within, past, now))
  }
}

const tell = (tx: Tx, actor: Actor, action: string, { lendingId, id }: Pick<SentCopy, 'lendingId' | 'id'>) =>
  audit(tx, { actor, action, subject: { kind: 'lending', id: lendingId }, detail: { copy: id } })
