import { sql } from 'kysely'
import { addDays } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { auditActor, tokenActor } from '../actors.ts'
import { readLines } from '../lines/read.ts'
import type { Line } from '../lines/types.ts'
import { openRequestStates } from '../machines/request.ts'
import { readRequest } from '../requests/read.ts'
import type { Request } from '../requests/types.ts'
import type { IllSettings } from '../settings.ts'
import { documentWithKey, readDocument, type StoredDocument } from './read.ts'
import { removeBytes } from './remove.ts'
import type { TakenDocument } from './take.ts'

export interface DeliverOptions {
  readonly engine: Engine
  readonly settings: IllSettings
  readonly now: Date
  /** Tells the reader, where that is asked for; nobody is told if not given. */
  readonly tellCopy?:
    | ((tx: Tx, request: Request, cause: Pick<Cause, 'actor' | 'via'>, at: Date, key: string) => Promise<void>)
    | undefined
}

/** How a copy comes: by a form, a program, or whatever else brings it. */
export interface Delivery extends Cause {
  /** The reader gets a message that it is ready. */
  readonly notify?: boolean
}

/**
 * Makes a file the copy that the reader of a request can download, all in the caller's transaction: the lender's line
 * becomes Received as copy, unless it is that already, and a document it had before is replaced. Two deliveries with one
 * key are one: the second file is left for `dropTaken`.
 * @throws Problem not-found for the line; document-refused; bad-input when the key was another line's; those of the
 * engine's `act`
 */
export async function deliverCopy(
  tx: Tx,
  lineId: number,
  taken: TakenDocument,
  { notify = false, ...cause }: Delivery,
  { engine, settings, now, tellCopy }: DeliverOptions,
): Promise<StoredDocument> {
  const { requestId } = await requireLine(tx, lineId, now)
  const request = await holdRequest(tx, requestId)
  const before = cause.key === undefined ? undefined : await documentWithKey(tx, cause.key)
  if (before && before.lineId !== lineId)
    throw new Problem('bad-input', { detail: 'This key was used for another lender’s copy' })
  if (before) return before
  if (!openRequestStates.includes(request.state))
    throw new Problem('document-refused', { reason: 'the request is closed: reopen it first' })
  // Who acts on what was seen hears of it when it has changed.
  if (cause.expected !== undefined || !isCopyHere(await requireLine(tx, lineId, now)))
    await engine.act(tx, lineId, 'receivedAsCopy', cause)
  if (!isCopyHere(await requireLine(tx, lineId, now)))
    throw new Problem('document-refused', { reason: 'this lender sent a loan, not a copy' })
  const id = await keep(tx, lineId, taken, cause, settings, now)
  await audit(tx, {
    actor: auditActor(cause.actor, cause.via),
    action: 'request.document-store',
    subject: { kind: 'request', id: requestId },
    detail: { line: lineId, document: id, type: taken.mediaType, size: taken.size },
  })
  if (notify) await tellCopy?.(tx, request, cause, now, `document:${id}:ready`)
  return (await readDocument(tx, requestId, id))!
}

/** Whether a lender's line is one to which a document belongs. */
export const isCopyHere = ({ state, data }: Pick<Line, 'state' | 'data'>): boolean =>
  state === 'received' && data.shippedService === 'copy'

async function requireLine(tx: Tx, id: number, now: Date): Promise<Line> {
  const line = (await readLines(tx, [id], now)).get(id)
  if (!line) throw new Problem('not-found', { what: 'lender line' })
  return line
}

/** Keeps a request from ending, and its documents from changing, until the transaction ends: before the line is locked. */
async function holdRequest(tx: Tx, id: number): Promise<Request> {
  await sql`select from workflow_instances where id = ${id} for no key update`.execute(tx)
  return (await readRequest(tx, { id }))!
}

async function keep(
  tx: Tx,
  lineId: number,
  { fileId, fileName, mediaType, size, sha256 }: TakenDocument,
  { actor, key }: Pick<Cause, 'actor' | 'key'>,
  { downloadDays, downloadTimes }: IllSettings,
  now: Date,
): Promise<number> {
  await removeBytes(tx, sql`d.line_id = ${lineId}`, 'replaced', actor.name, now)
  const { id } = await tx
    .insertInto('ill_documents')
    .values({
      ...{ line_id: lineId, file_id: fileId, key: key ?? null, size, sha256 },
      ...{ file_name: fileName, media_type: mediaType, stored_at: now },
      stored_by: actor.kind === 'staff' && actor.id && !actor.id.startsWith(tokenActor) ? actor.id : null,
      stored_by_name: actor.name,
      keep_until: addDays(now.toISOString().slice(0, 10), downloadDays),
      most_downloads: downloadTimes ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
