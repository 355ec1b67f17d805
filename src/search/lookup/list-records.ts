import type { Db } from '../../kit/db/index.ts'
import { type Field, type Flavour, MarcRecord } from '../../standards/marc/index.ts'

const pageSize = 200

/** A record that was found for a number of a list. */
export interface ListRecord {
  readonly line: number
  /** As it is looked for. */
  readonly number: string
  readonly title: string
  readonly record: MarcRecord
  readonly flavour: Flavour
}

/** The records that were found, in the order of the list. */
export async function* listRecords(db: Db, id: number): AsyncGenerator<ListRecord> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('lookup_numbers')
      .select(['line', 'number', 'title', 'marc', 'flavour'])
      .where('list_id', '=', id)
      .where('line', '>', after)
      .where('outcome', '=', 'found')
      .orderBy('line')
      .limit(pageSize)
      .execute()
    for (const { line, number, title, marc, flavour } of rows) {
      if (marc === null) continue
      const { leader, fields } = JSON.parse(marc) as { leader: string; fields: Field[] }
      const record = new MarcRecord()
      record.leader = leader
      record.fields = fields
      yield { line, number: number ?? '', title: title ?? '', record, flavour: flavour ?? 'marc21' }
    }
    if (rows.length < pageSize) return
    after = rows.at(-1)!.line
  }
}
