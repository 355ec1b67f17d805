import type { Tx } from '../../../kit/db/index.ts'
import { audit } from '../../../kit/index.ts'
import { Problem } from '../../../problems.ts'
import type { Cause } from '../../../workflow/index.ts'
import { auditActor, system } from '../../actors.ts'
import { type DeliverOptions, deliverCopy, type TakenDocument } from '../../documents/index.ts'

/** What staff take a reply to say. */
export interface Applied {
  readonly event: string
  readonly form: unknown
  /** The file that is the reader's copy, of those that came with it. */
  readonly fileId?: number | undefined
}

type By = Pick<Cause, 'actor' | 'via' | 'expected'>

/**
 * Lets happen what a reply says, as staff have read it; with a file, that becomes the reader's copy. The reply is settled
 * with it: both or neither.
 * @throws Problem reply-settled; those of the engine's `act` and of `deliverCopy`
 */
export async function applyReply(
  tx: Tx,
  id: number,
  { event, form, fileId }: Applied,
  by: By,
  means: DeliverOptions,
): Promise<void> {
  const { lineId } = await settle(tx, id, 'applied', by, means.now)
  const cause = { ...by, form, key: `reply:${id}` }
  const files = await tx.deleteFrom('lender_reply_files').where('reply_id', '=', id).returningAll().execute()
  const copy = files.find((file) => file.file_id === fileId)
  if (fileId !== undefined && !copy) throw new Problem('not-found', { what: 'file' })
  if (copy) {
    const { file_id, file_name, media_type, size, sha256 } = copy
    const taken = { fileId: file_id, fileName: file_name, mediaType: media_type, size, sha256 } as TakenDocument
    await deliverCopy(tx, lineId, taken, cause, means)
  } else await means.engine.act(tx, lineId, event, cause)
  await drop(
    tx,
    files.filter((file) => file !== copy).map((file) => file.file_id),
  )
  await told(tx, id, lineId, 'reply.apply', by, { event })
}

/** Settles a reply whose file became the reader's copy without anybody's having read it: its other files are dropped. */
export async function settleByItself(
  tx: Tx,
  id: number,
  copy: Pick<TakenDocument, 'fileId'>,
  now: Date,
): Promise<void> {
  const by = { actor: system, via: 'job' }
  const { lineId } = await settle(tx, id, 'applied', by, now)
  const files = await tx.deleteFrom('lender_reply_files').where('reply_id', '=', id).returning('file_id').execute()
  await drop(
    tx,
    files.map((file) => file.file_id).filter((file) => file !== copy.fileId),
  )
  await told(tx, id, lineId, 'reply.apply', by, { event: 'receivedAsCopy' })
}

/** Says that nothing is to be done about a reply. @throws Problem reply-settled */
export async function dismissReply(tx: Tx, id: number, by: By, now: Date): Promise<void> {
  const { lineId } = await settle(tx, id, 'dismissed', by, now)
  const files = await tx.deleteFrom('lender_reply_files').where('reply_id', '=', id).returning('file_id').execute()
  await drop(
    tx,
    files.map((file) => file.file_id),
  )
  await told(tx, id, lineId, 'reply.dismiss', by, {})
}

async function settle(tx: Tx, id: number, state: 'applied' | 'dismissed', { actor }: By, now: Date) {
  const row = await tx
    .updateTable('lender_replies')
    .set({ state, settled_by_name: actor.name, settled_at: now })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('line_id')
    .executeTakeFirst()
  if (!row) throw new Problem('reply-settled')
  return { lineId: row.line_id! }
}

async function drop(tx: Tx, files: readonly number[]): Promise<void> {
  if (files.length > 0)
    await tx
      .deleteFrom('ill_document_files')
      .where('id', 'in', [...files])
      .execute()
}

const told = (tx: Tx, id: number, line: number, action: string, { actor, via }: By, detail: object) =>
  audit(tx, {
    actor: auditActor(actor, via),
    action,
    subject: { kind: 'reply', id },
    detail: { line, ...detail },
  })
