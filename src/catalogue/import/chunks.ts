import type { Db, Tx } from '../../kit/db/index.ts'

/** Bytes of every chunk but the last. */
export const chunkSize = 1024 * 1024

/** Cuts bytes as they come into chunks of one size. */
export async function* evenly(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.allocUnsafe(chunkSize)
  let length = 0
  for await (const bytes of source)
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + chunkSize - length)
      held.set(part, length)
      length += part.length
      at += part.length
      if (length === chunkSize) {
        yield held
        held = Buffer.allocUnsafe(chunkSize)
        length = 0
      }
    }
  if (length > 0) yield held.subarray(0, length)
}

/** The source of a batch from a byte on. The next chunk is fetched while one is used. */
export async function* sourceFrom(db: Db, batch: number, offset: number): AsyncGenerator<Buffer> {
  let seq = Math.floor(offset / chunkSize)
  let coming = fetchChunk(db, batch, seq)
  try {
    for (let skip = offset % chunkSize; ; skip = 0) {
      const chunk = await coming
      if (!chunk) return
      coming = fetchChunk(db, batch, ++seq)
      // Awaited in the next round; that it fails earlier is nobody's surprise.
      coming.catch(() => undefined)
      yield chunk.subarray(skip)
    }
  } finally {
    await coming.catch(() => undefined)
  }
}

async function fetchChunk(db: Db, batch: number, seq: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('import_chunks')
    .select('bytes')
    .where('batch_id', '=', batch)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.bytes
}

/** Some bytes of the source. */
export async function bytesOfSource(db: Tx, batch: number, offset: number, length: number): Promise<Buffer> {
  const rows = await db
    .selectFrom('import_chunks')
    .select('bytes')
    .where('batch_id', '=', batch)
    .where('seq', '>=', Math.floor(offset / chunkSize))
    .where('seq', '<=', Math.floor(Math.max(offset, offset + length - 1) / chunkSize))
    .orderBy('seq')
    .execute()
  const start = offset % chunkSize
  return Buffer.concat(rows.map(({ bytes }) => bytes)).subarray(start, start + length)
}
