import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { type DocumentMediaType, documentName, type Judge, judgeOf } from './media-types.ts'

/** A file that is here whole, and belongs to nothing yet. */
export interface TakenDocument {
  readonly fileId: number
  readonly fileName: string
  readonly mediaType: DocumentMediaType
  /** Bytes. */
  readonly size: number
  readonly sha256: Buffer
}

export interface TakeOptions {
  /** As whoever sent it calls it. */
  readonly fileName: string
  /** Bytes it may have. */
  readonly most: number
  readonly now: Date
}

/** Bytes of a stored piece, but the last; one that is read from a wire in small parts can be longer by a part. */
const pieceSize = 256 * 1024

/**
 * Takes a file in as it comes, wherever it comes from, in constant memory. `deliverCopy` makes it a reader's copy; until
 * then nobody sees it, and what is not used within a day is removed.
 * @throws Problem document-type, document-empty, document-too-large; then nothing is kept
 */
export async function takeDocument(
  { db }: Pick<Database, 'db'>,
  source: AsyncIterable<Uint8Array>,
  { fileName, most, now }: TakeOptions,
): Promise<TakenDocument> {
  const hash = createHash('sha256')
  let [size, seq] = [0, 0]
  let judge: Judge | undefined
  let fileId: number | undefined
  try {
    for await (const bytes of pieces(source, most)) {
      judge ??= judgeOf(bytes)
      judge.look(bytes)
      fileId ??= await begin(db, now)
      hash.update(bytes)
      size += bytes.length
      await db.insertInto('ill_document_pieces').values({ file_id: fileId, seq, bytes }).execute()
      seq += 1
    }
    if (fileId === undefined || !judge) throw new Problem('document-empty')
    const mediaType = judge.end()
    return { fileId, fileName: documentName(fileName, mediaType), mediaType, size, sha256: hash.digest() }
  } catch (error) {
    if (fileId !== undefined) await dropTaken({ db }, { fileId }).catch(() => undefined)
    throw error
  }
}

const begin = async (db: Db, now: Date): Promise<number> =>
  (await db.insertInto('ill_document_files').values({ created_at: now }).returning('id').executeTakeFirstOrThrow()).id

/** Nothing has a file `f`: no reader's copy, no reply, and nothing that was sent to another library. */
export const ofNobody = sql<boolean>`not exists (select from ill_documents d where d.file_id = f.id)
  and not exists (select from lender_reply_files r where r.file_id = f.id)
  and not exists (select from ill_sent_copies s where s.file_id = f.id)`

/** Lets go of a file, unless something has it by now. */
export async function dropTaken(
  { db }: Pick<Database, 'db'>,
  { fileId }: Pick<TakenDocument, 'fileId'>,
): Promise<void> {
  await sql`delete from ill_document_files f where f.id = ${fileId}
    and ${ofNobody}`.execute(db)
}

/** Joins what comes in small parts. @throws Problem document-too-large */
async function* pieces(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = []
  let [length, all] = [0, 0]
  for await (const bytes of source) {
    all += bytes.length
    if (all > most) throw tooLarge(most)
    held.push(bytes)
    length += bytes.length
    if (length < pieceSize) continue
    yield Buffer.concat(held)
    held = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(held)
}

const tooLarge = (most: number) =>
  new Problem('document-too-large', { mebibytes: Math.round((most / 1024 ** 2) * 10) / 10 })

/** The bytes of a stored file, piece by piece. @throws Problem document-gone when it is removed meanwhile */
export async function* bytesOfDocument(
  db: Db,
  { fileId, size }: Pick<TakenDocument, 'fileId' | 'size'>,
): AsyncGenerator<Buffer> {
  for (let [seq, left] = [0, size]; left > 0; seq++) {
    const piece = await db
      .selectFrom('ill_document_pieces')
      .select('bytes')
      .where('file_id', '=', fileId)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (!piece) throw new Problem('document-gone')
    left -= piece.bytes.length
    yield piece.bytes
  }
}
