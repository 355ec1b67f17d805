import type { Db } from '../../kit/db/index.ts'
import { marcxmlFrame } from '../../standards/marc/index.ts'
import { importBatch } from './batches.ts'
import { bytesOfSource, chunkSize, sourceFrom } from './chunks.ts'
import { rejectsOf } from './report.ts'
import { tableOptions } from './source-records.ts'
import { tableHeadLength, tableLineEnd } from './table/index.ts'
import type { ImportBatch, ImportFormat } from './types.ts'

/** What a file of single records has around and behind each, by its format. */
interface Frame {
  readonly open: Uint8Array
  readonly put: (record: Uint8Array) => readonly Uint8Array[]
  readonly behind: Uint8Array
  readonly close: Uint8Array
}

const asItIs: Frame['put'] = (record) => [record]
const plain = (behind: string): Frame => ({ open: none, put: asItIs, behind: Buffer.from(behind), close: none })
const none = new Uint8Array()

const frames: Readonly<Record<ImportFormat, (db: Db, batch: ImportBatch) => Promise<Frame>>> = {
  marc: async () => plain(''),
  json: async () => plain('\n'),
  mrk: async () => plain('\n\n'),
  marcxml: xmlFrame,
  csv: tableFrame,
}

/**
 * The rejected records of a batch as a file of their own, in the source's format and its very bytes: what is put right
 * in it can be loaded.
 * @throws Problem import-gone
 */
export async function* rejectsFile(db: Db, batchId: number): AsyncGenerator<Uint8Array> {
  const batch = await importBatch(db, batchId)
  const { open, put, behind, close } = await frames[batch.format](db, batch)
  yield open
  for await (const { bytes } of rejectsOf(db, batchId)) {
    yield* put(bytes)
    yield behind
  }
  yield close
}

/** Elements mean nothing without the namespaces, nor their bytes without the encoding, of the document. */
async function xmlFrame(db: Db, batch: ImportBatch): Promise<Frame> {
  const { between, ...frame } = await marcxmlFrame(sourceFrom(db, batch.id, 0))
  return { ...frame, behind: between }
}

/** A table's rows mean nothing without the one that names the columns. */
async function tableFrame(db: Db, batch: ImportBatch): Promise<Frame> {
  const head = await bytesOfSource(db, batch.id, 0, chunkSize)
  const options = tableOptions(batch)
  return {
    open: head.subarray(0, tableHeadLength(head, options)),
    put: asItIs,
    behind: tableLineEnd(head, options),
    close: none,
  }
}
