import { sql } from 'kysely'
import { numberArray, type Tx, textArray } from '../../kit/db/index.ts'
import { kindNumber } from '../indexing/index.ts'
import { allKeys } from './all-keys.ts'
import type { PreparedRecord } from './rows.ts'
import type { BibState } from './types.ts'

/** A record, and what it is indexed under. */
export interface Indexable {
  readonly id: number
  readonly state: BibState
  readonly prepared: PreparedRecord
}

/**
 * Stores what records are found by that are found by nothing: active ones by everything, suppressed ones by keys that
 * are hidden, deleted ones by nothing. A few statements however many there are.
 */
export async function addIndex(tx: Tx, records: readonly Indexable[]): Promise<void> {
  const active = records.filter(({ state }) => state === 'active')
  if (active.length > 0) await addSearchRows(tx, active)
  const seen = records.filter(({ state }) => state !== 'deleted')
  if (seen.length > 0) await addKeys(tx, seen)
}

/** Takes records out of every index. */
export async function clearIndex(tx: Tx, ids: readonly number[]): Promise<void> {
  const list = numberArray(ids)
  await sql`delete from bib_search where bib_id = any(${list}::bigint[])`.execute(tx)
  await sql`delete from bib_keys where bib_id = any(${list}::bigint[])`.execute(tx)
}

async function addSearchRows(tx: Tx, records: readonly Indexable[]): Promise<void> {
  const rows = records.map(({ prepared }) => prepared.indexed.search)
  await sql`
    insert into bib_search (bib_id, words, title, author, year, format, language, level)
    select id, words::tsvector, title, author, year, format, language, level
    from unnest(${numberArray(records.map(({ id }) => id))}::bigint[], ${textArray(rows.map(({ words }) => words))}::text[],
      ${textArray(rows.map(({ title }) => title))}::text[],
      ${textArray(rows.map(({ author }) => author))}::text[], ${numberArray(rows.map(({ year }) => year))}::smallint[],
      ${textArray(rows.map(({ format }) => format))}::text[], ${textArray(rows.map(({ language }) => language))}::text[],
      ${textArray(rows.map(({ level }) => level))}::text[]) as r (id, words, title, author, year, format, language, level)
  `.execute(tx)
}

async function addKeys(tx: Tx, records: readonly Indexable[]): Promise<void> {
  const all = await allKeys(
    tx,
    records.map(({ prepared }) => prepared),
  )
  const kinds: number[] = []
  const keys: string[] = []
  const of: number[] = []
  const hidden: number[] = []
  all.forEach((some, at) => {
    const { id, state } = records[at]!
    for (const [kind, key] of some) {
      kinds.push(kindNumber(kind))
      keys.push(key)
      of.push(id)
      hidden.push(state === 'active' ? 0 : 1)
    }
  })
  await sql`
    insert into bib_keys (kind, key, bib_id, hidden)
    select kind, key, id, hidden = 1 from unnest(${numberArray(kinds)}::smallint[], ${textArray(keys)}::text[],
      ${numberArray(of)}::bigint[], ${numberArray(hidden)}::int[]) as k (kind, key, id, hidden)
  `.execute(tx)
}
