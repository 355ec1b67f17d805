import type { Db } from '../../../kit/db/index.ts'
import { csvRow } from '../../../standards/table/index.ts'
import { columns as lenderColumns } from '../rows.ts'
import { columns } from './columns.ts'

const page = 500

/** The mark tells spreadsheets that it is UTF-8. */
const head = () => `\ufeff${csvRow(columns.map(({ name }) => name))}`

/** A table without lenders: the columns there are. */
export const lenderSampleCsv = (): string => head()

/** The whole directory as a CSV file in UTF-8, piece by piece: `importLenders` reads it, spreadsheets calculate nothing. */
export async function* lendersCsv(db: Db): AsyncGenerator<string> {
  yield head()
  for (let after = 0; ; ) {
    const lenders = await db
      .selectFrom('lenders')
      .select(lenderColumns)
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .execute()
    yield lenders.map((lender) => csvRow(columns.map((column) => column.write(lender)))).join('')
    if (lenders.length < page) return
    after = lenders.at(-1)!.id
  }
}
