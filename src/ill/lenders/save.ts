import { sql } from 'kysely'
import { storableText, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { findLender } from './directory.ts'
import { columns, rowOf } from './rows.ts'
import type { Lender, LenderFields } from './types.ts'

/** @throws Problem lender-symbol-taken */
export async function addLender(tx: Tx, fields: LenderFields, actor: Actor): Promise<Lender> {
  const lender = await tx
    .insertInto('lenders')
    .values(rowOf(fields))
    .onConflict((oc) => oc.expression(sql`lower(symbol)`).doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!lender) throw await taken(tx, fields.symbol)
  await audit(tx, {
    actor,
    action: 'lender.add',
    subject: { kind: 'lender', id: lender.id },
    detail: { symbol: lender.symbol, name: lender.name },
  })
  return lender
}

/**
 * Stores a lender as somebody wants it who saw a certain version of it. What is as it was leaves no trace.
 * @throws Problem not-found, version-conflict, lender-symbol-taken
 */
export async function changeLender(
  tx: Tx,
  id: number,
  expected: number,
  fields: LenderFields,
  actor: Actor,
): Promise<Lender> {
  const now = await tx.selectFrom('lenders').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!now) throw new Problem('not-found', { what: 'lender' })
  if (now.version !== expected) throw new Problem('version-conflict', { what: 'lender', id, version: now.version })
  const changed = changesOf(now, fields)
  if (Object.keys(changed).length === 0) return now
  const other = await findLender(tx, fields.symbol)
  if (other && other.id !== id) throw await taken(tx, fields.symbol)
  const lender = await tx
    .updateTable('lenders')
    .set({ ...rowOf(fields), version: expected + 1, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
    .catch((error: { code?: string; constraint?: string }) => {
      // Given to another since it was looked for.
      if (error.code === '23505' && error.constraint === 'lenders_symbol')
        throw new Problem('lender-symbol-taken', { symbol: fields.symbol, lender: 'another lender' })
      throw error
    })
  await audit(tx, { actor, action: 'lender.change', subject: { kind: 'lender', id }, detail: changed })
  return lender
}

const longestTold = 200
const told = (value: unknown) => (typeof value === 'string' ? value.slice(0, longestTold) : value)

/** What differs, as it was and as it is to be. */
export function changesOf(before: LenderFields, after: LenderFields): Record<string, { from: unknown; to: unknown }> {
  const changed: Record<string, { from: unknown; to: unknown }> = {}
  for (const field of Object.keys(after) as (keyof LenderFields)[]) {
    const [from, to] = [before[field], after[field]]
    if (!same(from, to)) changed[field] = { from: told(from), to: told(to) }
  }
  return changed
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one === storableText(other)
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((part, at) => same(part, other[at]))
  if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null)
    return Object.entries(other).every(([key, part]) => same((one as Record<string, unknown>)[key], part))
  return one === other
}

async function taken(tx: Tx, symbol: string): Promise<Problem> {
  const owner = await findLender(tx, symbol)
  return new Problem('lender-symbol-taken', { symbol, lender: owner?.name ?? 'another lender' })
}
