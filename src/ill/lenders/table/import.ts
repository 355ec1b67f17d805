import { sql } from 'kysely'
import { branchCalendar } from '../../../catalogue/index.ts'
import type { Calendar } from '../../../kit/calendar/index.ts'
import { storableText, type Tx, textArray } from '../../../kit/db/index.ts'
import { type Actor, type AuditEntry, audit } from '../../../kit/index.ts'
import { Problem } from '../../../problems.ts'
import { columns as lenderColumns, rowOf } from '../rows.ts'
import { changesOf } from '../save.ts'
import { normaliseSymbol } from '../symbol.ts'
import type { Lender, LenderFields } from '../types.ts'
import { columnOf } from './columns.ts'
import { fieldsOfRow, type LenderFault, type LenderRow, readLenderTable } from './read.ts'

/** What a table does to the directory, or would do. With a fault in it, it does nothing. */
export interface LenderImport {
  readonly added: readonly { readonly symbol: string; readonly name: string }[]
  readonly changed: readonly { readonly symbol: string; readonly name: string; readonly columns: readonly string[] }[]
  /** Rows that say what is known already. */
  readonly same: number
  readonly faults: readonly LenderFault[]
}

export interface LenderImportOptions {
  /** Who does it; none to see what would be done. */
  readonly actor?: Actor
}

interface Plan {
  readonly adds: readonly LenderFields[]
  readonly changes: readonly { readonly now: Lender; readonly fields: LenderFields; readonly changed: Changed }[]
  readonly same: number
  readonly faults: readonly LenderFault[]
}
type Changed = ReturnType<typeof changesOf>

/**
 * Takes in a table of lenders, or tells what it would do. A row is of the lender whose symbol it has, or of a new one;
 * what the table has no column for stays as it is. Where anything is wrong with it, nothing is taken in. The same table
 * again changes nothing.
 * @throws Problem lender-symbol-taken when somebody adds one of the lenders meanwhile
 */
export async function importLenders(
  tx: Tx,
  bytes: Uint8Array,
  { actor }: LenderImportOptions = {},
): Promise<LenderImport> {
  const { rows, faults } = readLenderTable(bytes)
  const plan = await planOf(tx, rows, faults, actor !== undefined)
  if (actor && plan.faults.length === 0) await carryOut(tx, plan, actor)
  return {
    added: plan.adds.map(({ symbol, name }) => ({ symbol, name })),
    changed: plan.changes.map(({ fields: { symbol, name }, changed }) => ({
      symbol,
      name,
      columns: Object.keys(changed).map((field) => columnOf([field])?.name ?? 'calendar'),
    })),
    same: plan.same,
    faults: plan.faults,
  }
}

/** The days of a lender of which nobody said any: weekdays and time zone are ours. */
export async function newLenderCalendar(tx: Tx): Promise<Calendar> {
  return { ...(await branchCalendar(tx)), closedDates: [] }
}

const key = (symbol: string): string => storableText(normaliseSymbol(symbol)).toLowerCase()

async function planOf(
  tx: Tx,
  rows: readonly LenderRow[],
  found: readonly LenderFault[],
  toChange: boolean,
): Promise<Plan> {
  const faults = [...found]
  const known = await lendersOf(tx, rows, toChange)
  const usual = await newLenderCalendar(tx)
  const lines = new Map<string, number>()
  const adds: LenderFields[] = []
  const changes: Plan['changes'][number][] = []
  let same = 0
  for (const row of rows) {
    const first = lines.get(key(row.symbol))
    const now = known.get(key(row.symbol))
    lines.set(key(row.symbol), first ?? row.line)
    const made = fieldsOfRow(row, now, usual)
    if ('faults' in made) faults.push(...made.faults)
    else if (first !== undefined)
      faults.push({ line: row.line, column: 'symbol', detail: `Line ${first} has the same symbol.` })
    else if (!now) adds.push(made.fields)
    else {
      // It is found by its symbol in any case, and keeps the one it has.
      const fields = { ...made.fields, symbol: now.symbol }
      const changed = changesOf(now, fields)
      if (Object.keys(changed).length === 0) same++
      else changes.push({ now, fields, changed })
    }
  }
  return { adds, changes, same, faults: faults.sort((one, other) => one.line - other.line) }
}

/** The lenders of a table by symbol; held, so that nobody changes them meanwhile, where they are to be changed. */
async function lendersOf(tx: Tx, rows: readonly LenderRow[], toChange: boolean): Promise<Map<string, Lender>> {
  const found = await tx
    .selectFrom('lenders')
    .select(lenderColumns)
    .where(sql<boolean>`lower(symbol) = any(${textArray(rows.map(({ symbol }) => key(symbol)))}::text[])`)
    .orderBy('id')
    .$if(toChange, (held) => held.forUpdate())
    .execute()
  return new Map(found.map((lender) => [key(lender.symbol), lender]))
}

/** Rows written by one statement. */
const group = 200

async function carryOut(tx: Tx, { adds, changes }: Plan, actor: Actor): Promise<void> {
  const entries: AuditEntry[] = []
  for (let at = 0; at < adds.length; at += group) {
    const some = adds.slice(at, at + group)
    const made = await tx
      .insertInto('lenders')
      .values(some.map(rowOf))
      .onConflict((oc) => oc.expression(sql`lower(symbol)`).doNothing())
      .returning(['id', 'symbol', 'name'])
      .execute()
    const lost = some.find((one) => !made.some(({ symbol }) => key(symbol) === key(one.symbol)))
    if (lost) throw new Problem('lender-symbol-taken', { symbol: lost.symbol, lender: 'another lender' })
    for (const { id, ...detail } of made)
      entries.push({ actor, action: 'lender.add', subject: { kind: 'lender', id }, detail })
  }
  for (const { now, fields, changed } of changes) {
    await tx
      .updateTable('lenders')
      .set({ ...rowOf(fields), version: now.version + 1, changed_at: sql<Date>`now()` })
      .where('id', '=', now.id)
      .execute()
    entries.push({ actor, action: 'lender.change', subject: { kind: 'lender', id: now.id }, detail: changed })
  }
  for (let at = 0; at < entries.length; at += group) await audit(tx, ...entries.slice(at, at + group))
}
