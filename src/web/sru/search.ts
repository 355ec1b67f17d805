import { matchingIds, readBibs, sortFieldOf, sortIds, withinTime } from '../../catalogue/index.ts'
import type { Db } from '../../kit/db/index.ts'
import {
  readSearch,
  refuseSru,
  type SruParameters,
  type SruRecord,
  type SruSearch,
  type SruSearchAnswer,
  sruDiagnosticOf,
} from '../../standards/sru/index.ts'
import { type RecordSchema, schemaOf } from './schemas.ts'
import type { SruSettings } from './settings.ts'

/** Answers a searchRetrieve request. @throws Problem of what is told as a diagnostic */
export async function sruSearch(db: Db, settings: SruSettings, parameters: SruParameters): Promise<SruSearchAnswer> {
  const search = readSearch(parameters)
  const schema = schemaOf(search.recordSchema)
  const { startRecord, maximumRecords = settings.defaultRecords } = search
  const count = Math.min(maximumRecords, settings.mostRecords)
  const { ids, total } = await withinTime(db, settings.searchTime, (tx) => find(tx, settings, search, count))
  if (startRecord > total && total > 0 && count > 0) refuseSru(61, total)
  const records = await write(db, settings, schema, ids, startRecord)
  const next = startRecord + records.length
  return {
    hits: total,
    records,
    nextPosition: records.length > 0 && next <= total ? next : undefined,
    diagnostics: [],
  }
}

/** The ids of the records wanted, in the order wanted, and how many there are in all. */
async function find(db: Db, settings: SruSettings, { query, sort, startRecord }: SruSearch, count: number) {
  const keys = sort.map(({ use, descending, missing }) => {
    if (missing === 'abort') refuseSru(92, 'missingFail')
    return { by: sortFieldOf(use) ?? refuseSru(82, use), descending }
  })
  const [from, to] = [startRecord - 1, startRecord - 1 + count]
  if (keys.length === 0) {
    // Whoever reads on so far had better ask for less.
    if (to > settings.mostSorted) refuseSru(61, settings.mostSorted)
    const { ids, total } = await matchingIds(db, query, to)
    return { ids: ids.slice(from, to), total }
  }
  const { ids, total } = await matchingIds(db, query, settings.mostSorted)
  if (total > settings.mostSorted) refuseSru(83, settings.mostSorted)
  return { ids: (await sortIds(db, ids, keys)).slice(from, to), total }
}

/** Writes records until the answer is full. The first one is given however large, or else a diagnostic. */
async function write(
  db: Db,
  { answerSize }: SruSettings,
  schema: RecordSchema,
  ids: readonly number[],
  startRecord: number,
): Promise<SruRecord[]> {
  const bibs = await readBibs(db, ids)
  const records: SruRecord[] = []
  let size = 0
  for (const [at, id] of ids.entries()) {
    const position = startRecord + at
    try {
      const bib = bibs.get(id) ?? refuseSru(65, position)
      const data = schema.write(bib.record, bib.flavour)
      if (data.xml.length > answerSize) refuseSru(70, data.xml.length)
      size += data.xml.length
      if (size > answerSize) break
      records.push({ position, schema: schema.identifier, data, identifier: String(id) })
    } catch (cause) {
      const diagnostic = sruDiagnosticOf(cause)
      if (!diagnostic) throw cause
      records.push({ position, diagnostic })
    }
  }
  return records
}
