import { createReadStream } from 'node:fs'
import {
  addBibs,
  addItem,
  holdsAnything,
  type ItemFields,
  prepareRecord,
  saveBranch,
  saveCode,
} from '../catalogue/index.ts'
import type { Database, Tx } from '../kit/db/index.ts'
import { type Actor, installed } from '../kit/index.ts'
import { type MarcRecord, readRecords, subfields } from '../standards/marc/index.ts'

const actor: Actor = { name: 'Demo', via: 'cli' }

/** Of the records of Northfield, so that our library has some of what the others have, and they have more. */
const every = 5
const most = 64

const branches = [
  ['main', 'Main Library'],
  ['riverside', 'Riverside Branch'],
] as const
const locations = [
  ['fiction', 'Fiction'],
  ['non-fiction', 'Non-fiction'],
  ['children', 'Children’s room'],
  ['stacks', 'Closed stacks'],
] as const
const collections = [
  ['general', 'General'],
  ['large-print', 'Large print'],
  ['local', 'Local history'],
] as const

/**
 * Puts a small library's catalogue into a database that has none: code lists, records, copies in two branches.
 * @param given records of MARC 21; some of Northfield's by default
 */
export async function fillCatalogue(
  database: Database,
  given?: readonly MarcRecord[],
): Promise<{ records: number; items: number }> {
  if (await holdsAnything(database.db)) return { records: 0, items: 0 }
  const records = given ?? (await northfieldRecords()).filter((_, n) => n % every === 0).slice(0, most)
  return await database.tx(async (tx) => {
    await saveLists(tx)
    const ids = await addBibs(
      tx,
      records.map((record) => prepareRecord(record, 'marc21')),
      'active',
      { actor, action: 'create', reason: 'Sample data' },
    )
    let items = 0
    for (const [n, id] of ids.entries())
      for (const item of copiesOf(records[n]!, n)) {
        items++
        await addItem(tx, id, { ...item, accessionNo: `I-${String(items).padStart(6, '0')}` }, actor)
      }
    return { records: ids.length, items }
  })
}

/** All that Northfield has. */
export async function northfieldRecords(): Promise<MarcRecord[]> {
  const records: MarcRecord[] = []
  for await (const read of readRecords(createReadStream(installed('fixtures/library/northfield.mrc'))))
    if (!('rejected' in read)) records.push(read.record)
  return records
}

async function saveLists(tx: Tx): Promise<void> {
  const entries = <T extends readonly (readonly [string, string])[]>(list: T) =>
    list.map(([code, label], position) => ({ code, label, position, active: true, available: false }))
  for (const branch of entries(branches)) await saveBranch(tx, branch, actor)
  for (const code of entries(locations)) await saveCode(tx, 'location', code, actor)
  for (const code of entries(collections)) await saveCode(tx, 'collection', code, actor)
}

/** What copies a record has: mostly one, sometimes two, three or none; most of them in. */
function copiesOf(record: MarcRecord, n: number): Omit<ItemFields, 'accessionNo'>[] {
  const copies = [1, 2, 1, 3, 1, 2, 0][n % 7]!
  return Array.from({ length: copies }, (_, copy) => {
    const turn = n + copy
    return {
      branch: branches[turn % 2]![0],
      location: locations[turn % 9 === 8 ? 3 : turn % 5 === 4 ? 1 : 0]![0],
      collection: 'general',
      status: turn % 4 === 3 ? 'on-loan' : turn % 11 === 10 ? 'in-process' : 'available',
      callNumber: callNumberOf(record),
      publicNote: turn % 13 === 12 ? 'Pages 33 to 40 are missing' : '',
      staffNote: turn % 10 === 9 ? 'Rebind in spring' : '',
    }
  })
}

/** As the record gives it: 852 $h and $i. */
function callNumberOf(record: MarcRecord): string {
  const field = record.fields.find(([tag]) => tag === '852')
  if (!field) return ''
  const parts = subfields(field).filter(([code]) => code === 'h' || code === 'i')
  return parts.map(([, value]) => value).join(' ')
}
