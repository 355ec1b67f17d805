import type { Db } from '../../kit/db/index.ts'
import { type Flavour, type FormatName, formats, type MarcFormat, writeIfHeld } from '../../standards/marc/index.ts'
import { type ListRecord, listRecords } from './list-records.ts'

/** A record that was found and is not in a file. */
export interface LeftOut extends Pick<ListRecord, 'line' | 'number' | 'title' | 'flavour'> {
  readonly why: string
}

/** The records that were found and that a format cannot hold, in the order of the list. */
export async function leftOutOf(db: Db, id: number, name: FormatName): Promise<readonly LeftOut[]> {
  const left: LeftOut[] = []
  for await (const { line, number, title, record, flavour } of listRecords(db, id)) {
    const written = writeIfHeld(name, record, { flavour })
    if ('why' in written) left.push({ line, number, title, flavour, why: written.why })
  }
  return left
}

/**
 * The records that were found as one file, in the order of the list, of one flavour or of all; without what the format
 * cannot hold, as `leftOutOf` says.
 */
export async function* listFile(
  db: Db,
  id: number,
  name: FormatName,
  only?: Flavour,
): AsyncGenerator<string | Uint8Array> {
  const { open, close }: MarcFormat = formats[name]
  yield open
  for await (const { record, flavour } of listRecords(db, id)) {
    if (only !== undefined && flavour !== only) continue
    const written = writeIfHeld(name, record, { flavour })
    if ('part' in written) yield written.part
  }
  yield close
}

/** How many records of each flavour were found. */
export async function flavoursOf(db: Db, id: number): Promise<ReadonlyMap<Flavour, number>> {
  const rows = await db
    .selectFrom('lookup_numbers')
    .select(['flavour', ({ fn }) => fn.countAll<number>().as('count')])
    .where('list_id', '=', id)
    .where('outcome', '=', 'found')
    .groupBy('flavour')
    .execute()
  return new Map(rows.map(({ flavour, count }) => [flavour ?? 'marc21', Number(count)]))
}
