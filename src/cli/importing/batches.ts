import {
  cancelImport,
  importBatch,
  importBatches,
  rejectsFile,
  rejectsOf,
  releaseSource,
  reportHead,
  reportLine,
} from '../../catalogue/index.ts'
import type { Io, Output } from '../io.ts'
import { intoFile } from '../output-file.ts'
import { withDatabase } from '../with-database.ts'
import { commandLineActor } from './actor.ts'
import { asJson, jsonOf, listOf, summaryOf } from './summary.ts'

const listed = 50

/** `farshelf import list`. */
export const listImports = ({ json }: { json?: true }, io: Io): Promise<void> =>
  withDatabase(async ({ db }) => {
    const batches = await importBatches(db, { size: listed })
    if (json) for (const batch of batches) asJson(jsonOf(batch), io)
    else io.stdout.write(batches.length === 0 ? 'No file has been loaded yet.\n' : listOf(batches))
  })

/** `farshelf import show`. */
export const showImport = (id: number, { json }: { json?: true }, io: Io): Promise<void> =>
  withDatabase(async ({ db }) => {
    const batch = await importBatch(db, id)
    if (json) asJson(jsonOf(batch), io)
    else io.stdout.write(summaryOf(batch))
  })

/** `farshelf import cancel`. */
export const cancelOfImport = (id: number, { json }: { json?: true }, io: Io): Promise<void> =>
  withDatabase(async (database) => {
    await database.tx((tx) => cancelImport(tx, id, commandLineActor()))
    // A job does it as well; there may be no process to carry it out.
    await releaseSource(database, id)
    const batch = await importBatch(database.db, id)
    if (json) asJson(jsonOf(batch), io)
    else io.stdout.write(summaryOf(batch))
  })

/** `farshelf import rejects`: the records themselves, or a report on them. */
export const rejectsOfImport = (
  id: number,
  { report, json, output }: { report?: true; json?: true; output?: string },
  io: Io,
): Promise<void> =>
  withDatabase(async ({ db }) => {
    await importBatch(db, id)
    await intoFile(output, io, async (out) => {
      if (report || json) return reportInto(out)
      for await (const bytes of rejectsFile(db, id)) await out.write(bytes)
    })

    async function reportInto(out: Output): Promise<void> {
      if (!json) out.write(reportHead)
      for await (const { row } of rejectsOf(db, id)) {
        const { ordinal: record, offset: byte, length, code, detail } = row
        await out.write(json ? `${JSON.stringify({ record, byte, length, code, detail })}\n` : reportLine(row))
      }
    }
  })
