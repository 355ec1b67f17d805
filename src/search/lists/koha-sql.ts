import { type KohaRow, kohaColumns, kohaDraft } from './koha.ts'
import { insertedRows } from './sql.ts'
import type { Drafted } from './types.ts'

/** The columns in the order of Koha's own table, now and before it had `attributes`. */
const usual = ['id', ...kohaColumns]
const orders = [usual, usual.slice(0, -1)]

const statement =
  /\b(?:insert|replace)\s+(?:(?:low_priority|delayed|high_priority|ignore|into)\s+)*(?:[`"]?\w+[`"]?\s*\.\s*)?[`"]?z3950servers\b/i

/** Whether a text puts rows into Koha's table of servers. */
export const isKohaSql = (text: string): boolean => statement.test(text)

/** Koha's servers as the statements that fill its table: of a dump, or of a sample file. */
export function readKohaSql(text: string): Drafted {
  const { rows, others } = insertedRows(text, 'z3950servers', orders)
  return {
    drafts: rows.map(({ line, values }) => {
      if (typeof values === 'string') return { line, label: `row of line ${line}`, remarks: [], said: values }
      // It had another name once.
      const name = values.get('servername') ?? values.get('name') ?? ''
      const type = values.get('servertype') ?? values.get('type') ?? ''
      const row: KohaRow = Object.fromEntries(kohaColumns.map((column) => [column, values.get(column) ?? '']))
      return kohaDraft({ ...row, servername: name, servertype: type }, line)
    }),
    remarks: others.map(({ line, verb }) => ({ line, text: `${verb} is not carried out` })),
  }
}
