import type { Calendar } from '../../../kit/calendar/index.ts'
import { readTableRows, restored, type TableRow } from '../../../standards/table/index.ts'
import { LenderSchema } from '../schema.ts'
import type { Lender, LenderFields } from '../types.ts'
import { type Column, columnNamed, columnOf, columns } from './columns.ts'

/** Something wrong with a table: in which line and column. */
export interface LenderFault {
  readonly line: number
  readonly column?: string
  readonly detail: string
}

/** A row whose cells could be read. */
export interface LenderRow {
  readonly line: number
  readonly symbol: string
  /** Fields it has a column for, and parts of the calendar. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly calendar: Partial<Calendar>
}

export interface LenderTable {
  readonly rows: readonly LenderRow[]
  readonly faults: readonly LenderFault[]
}

const mostRows = 100_000

/** Reads a table of lenders. Characters are UTF-8, UTF-16 or Windows-1252; the first row names the columns. */
export function readLenderTable(bytes: Uint8Array): LenderTable {
  const [head, ...body] = readTableRows(bytes, { quote: '"', encoding: 'windows-1252' })
  if (!head) return { rows: [], faults: [{ line: 1, detail: 'There is nothing in this file.' }] }
  const found = columnsIn(head)
  if (found.faults.length > 0) return { rows: [], faults: found.faults }
  if (body.length > mostRows)
    return { rows: [], faults: [{ line: body[mostRows]!.line, detail: `A file may have ${mostRows} rows.` }] }
  const faults: LenderFault[] = []
  const rows = body.flatMap((row) => rowIn(row, found.columns, faults) ?? [])
  return { rows, faults }
}

function columnsIn({ line, cells }: TableRow): { columns: readonly (Column | undefined)[]; faults: LenderFault[] } {
  const found = cells.map((cell) => columnNamed(cell))
  const faults: LenderFault[] = []
  if (!found.some((column) => column?.field === 'symbol'))
    return {
      columns: [],
      faults: [{ line, detail: `The first row must name the columns, one of them symbol. It has: ${said(cells)}.` }],
    }
  cells.forEach((cell, at) => {
    const column = found[at]
    if (column === undefined && cell.trim() !== '')
      faults.push({ line, column: cell.trim().slice(0, 60), detail: `There is no such column. There are: ${names}.` })
    if (column !== undefined && found.indexOf(column) !== at)
      faults.push({ line, column: column.name, detail: 'This column is there twice.' })
  })
  return { columns: found, faults }
}

const names = columns.map(({ name }) => name).join(', ')
const said = (cells: readonly string[]) => cells.join(', ').slice(0, 200)

const rowFaults = {
  'too-long': 'The row is longer than the longest that is read.',
  'quote-open': 'A quote in this row is never closed.',
} as const

function rowIn(
  { line, cells, fault }: TableRow,
  found: readonly (Column | undefined)[],
  faults: LenderFault[],
): LenderRow | undefined {
  const before = faults.length
  if (fault) faults.push({ line, detail: rowFaults[fault] })
  const fields: Record<string, unknown> = {}
  const calendar: Record<string, unknown> = {}
  cells.forEach((cell, at) => {
    const column = found[at]
    const text = restored(cell.trim())
    if (!column) {
      if (text !== '') faults.push({ line, detail: `There is something in cell ${at + 1}, which has no column.` })
      return
    }
    const reading = column.read(text)
    if ('wrong' in reading) faults.push({ line, column: column.name, detail: reading.wrong })
    else if ('value' in reading) {
      const [, part] = column.field.split('.')
      if (part === undefined) fields[column.field] = reading.value
      else calendar[part] = reading.value
    }
  })
  // After a quote that is not closed cells are not where they belong.
  return faults.length > before ? undefined : { line, symbol: String(fields['symbol'] ?? ''), fields, calendar }
}

/** A row laid over the lender it is of, or over what new lenders are like; or what is wrong with it. */
export function fieldsOfRow(
  { line, fields, calendar }: LenderRow,
  now: Lender | undefined,
  usual: Calendar,
): { readonly fields: LenderFields } | { readonly faults: readonly LenderFault[] } {
  const { id: _id, version: _version, ...known } = now ?? ({} as Partial<Lender>)
  const protocol = now ? {} : { protocol: fields['email'] ? 'email' : 'none' }
  const made = { ...known, ...protocol, ...fields, calendar: { ...(now?.calendar ?? usual), ...calendar } }
  const parsed = LenderSchema.safeParse(made)
  if (parsed.success) return { fields: parsed.data }
  return {
    faults: parsed.error.issues.map(({ path, message }) => {
      const column = columnOf(path)?.name
      return { line, ...(column && { column }), detail: column ? message : `${path.join('.')}: ${message}` }
    }),
  }
}

/**
 * A lender as a form has it, a text for each column; or what is wrong with it, by the column's field.
 * @param now the lender it is laid over, if there is one
 */
export function lenderOfTexts(
  texts: Readonly<Record<string, string>>,
  now: Lender | undefined,
  usual: Calendar,
): { readonly fields: LenderFields } | { readonly complaints: Readonly<Record<string, string>> } {
  const complaints: Record<string, string> = {}
  const fields: Record<string, unknown> = {}
  const calendar: Record<string, unknown> = {}
  for (const column of columns) {
    const reading = column.read((texts[column.field] ?? '').trim())
    const [, part] = column.field.split('.')
    if ('wrong' in reading) complaints[column.field] = reading.wrong
    else if ('value' in reading) (part === undefined ? fields : calendar)[part ?? column.field] = reading.value
  }
  const made = fieldsOfRow({ line: 0, symbol: '', fields, calendar }, now, usual)
  if ('faults' in made)
    for (const { column, detail } of made.faults) complaints[columnNamed(column ?? 'symbol')!.field] ??= detail
  return 'fields' in made && Object.keys(complaints).length === 0 ? made : { complaints }
}
