import { type Brief, brief, type Difference, diffRecords } from '../../bib/index.ts'
import type { Db, Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { MarcRecord } from '../../standards/marc/index.ts'
import { csvRow } from '../../standards/table/index.ts'
import { readBib, readVersion } from '../records/index.ts'
import { importBatch } from './batches.ts'
import { bytesOfSource } from './chunks.ts'
import { SourceRecords } from './source-records.ts'
import { type ImportCode, type ImportOutcome, type ImportRecord, importCodes } from './types.ts'

export interface ImportRecordsPage {
  readonly records: readonly ImportRecord[]
  /** What to ask the next page with; absent on the last one. */
  readonly after?: number
}

const mostOnPage = 1000

/**
 * What became of the records of a batch, by their place in the file; before it is loaded, what a dry run has to say of
 * records that are not new. `left` asks for those an undo could not take back.
 */
export async function importRecords(
  tx: Tx,
  batchId: number,
  filter: { readonly outcome?: ImportOutcome | undefined; readonly left?: boolean | undefined } = {},
  { size = 50, after = 0 }: { readonly size?: number; readonly after?: number } = {},
): Promise<ImportRecordsPage> {
  const most = Math.min(size, mostOnPage)
  let query = tx
    .selectFrom('import_records')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('ordinal', '>', after)
    .orderBy('ordinal')
    .limit(most + 1)
  if (filter.outcome) query = query.where('outcome', '=', filter.outcome)
  if (filter.left) query = query.where('undone', '<>', 'undone')
  const rows = await query.execute()
  const records = rows.slice(0, most).map(
    (row): ImportRecord => ({
      ordinal: row.ordinal,
      offset: row.byte_offset,
      length: row.length,
      outcome: row.outcome,
      ...(row.code !== null && { code: row.code as ImportCode }),
      ...(row.detail !== null && { detail: row.detail }),
      ...(row.bib_id !== null && { bibId: row.bib_id }),
      ...(row.previous_version !== null && { previousVersion: row.previous_version }),
      ...(row.undone !== null && { undone: row.undone }),
    }),
  )
  return { records, ...(rows.length > most && { after: records.at(-1)!.ordinal }) }
}

/** Two records beside each other: what was, or is, in the catalogue, and what the file brings. */
export interface ImportDiff {
  readonly row: ImportRecord
  readonly before: MarcRecord
  readonly after: MarcRecord
  readonly differences: readonly Difference[]
  readonly title: Brief
}

/**
 * Compares a record of the file with the one it matched: of a loaded one, the version before with the one the load made;
 * of any other, the catalogue's as it is with the incoming one, cleaned up.
 * @throws Problem import-gone, import-record-gone when it matched none
 */
export async function importDiff(db: Db, batchId: number, ordinal: number): Promise<ImportDiff> {
  const batch = await importBatch(db, batchId)
  const {
    records: [row],
  } = await importRecords(db, batchId, {}, { size: 1, after: ordinal - 1 })
  const gone = () => new Problem('import-record-gone', { batch: batchId, ordinal })
  if (row?.ordinal !== ordinal || row.bibId === undefined) throw gone()
  const pair =
    row.previousVersion === undefined || ordinal > batch.done.records
      ? {
          before: await readBib(db, row.bibId, 'suppressed'),
          after: (await new SourceRecords(db, batch).at(row))?.record,
        }
      : {
          before: await readVersion(db, row.bibId, row.previousVersion),
          after: (await readVersion(db, row.bibId, row.previousVersion + 1))?.record,
        }
  if (!pair.before || !pair.after) throw gone()
  const [before, after] = [pair.before.record, pair.after]
  return { row, before, after, differences: diffRecords(before, after), title: brief(before, pair.before.flavour) }
}

/** Rejected records: the bytes as they were in the file, and a line of why for each, in order. */
export async function* rejectsOf(
  db: Db,
  batchId: number,
): AsyncGenerator<{ readonly row: ImportRecord; readonly bytes: Buffer }> {
  let after: number | undefined = 0
  while (after !== undefined) {
    const page: ImportRecordsPage = await importRecords(db, batchId, { outcome: 'rejected' }, { size: 200, after })
    for (const row of page.records) yield { row, bytes: await bytesOfSource(db, batchId, row.offset, row.length) }
    after = page.after
  }
}

/** The head and the rows of a report on rejected records, as CSV. */
export const reportHead = 'record,byte,length,code,reason,detail\r\n'
export const reportLine = ({ ordinal, offset, length, code, detail = '' }: ImportRecord): string =>
  csvRow([ordinal, offset, length, code ?? '', code ? importCodes[code] : '', detail.replace(/[\t\r\n\0]+/g, ' ')])
