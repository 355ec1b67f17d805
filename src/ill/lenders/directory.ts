import { sql } from 'kysely'
import { words } from '../../bib/index.ts'
import { storableText, type Tx } from '../../kit/db/index.ts'
import { columns, keyOf, lineColumns } from './rows.ts'
import { normaliseSymbol, symbolValue } from './symbol.ts'
import type { Lender, LenderLine } from './types.ts'

/** The lender of an id, whether active or not. */
export async function readLender(tx: Tx, id: number): Promise<Lender | undefined> {
  return await tx.selectFrom('lenders').select(columns).where('id', '=', id).executeTakeFirst()
}

/** The lender a symbol belongs to, whatever the case it is written in. */
export async function findLender(tx: Tx, symbol: string): Promise<Lender | undefined> {
  return await tx
    .selectFrom('lenders')
    .select(columns)
    .where(sql`lower(symbol)`, '=', storableText(normaliseSymbol(symbol)).toLowerCase())
    .executeTakeFirst()
}

/** Which lenders are looked for. */
export interface LendersQuery {
  /** Each word must begin a word of the name, the place, the country or the symbol. */
  readonly words: string
  /** Only those that do this. */
  readonly service?: 'loan' | 'copy' | undefined
  /** Others too, that are kept for old requests. */
  readonly inactive?: boolean | undefined
  /** 1 is the first. */
  readonly page: number
  readonly size: number
}

/** Lenders by their symbols, active or not; or those that are active, of a kind. The latter by name. */
export async function lenderLines(
  tx: Tx,
  which:
    | { readonly symbols: readonly string[] }
    | { readonly lastResort: boolean; readonly service: 'loan' | 'copy'; readonly most: number },
): Promise<readonly LenderLine[]> {
  const all = tx.selectFrom('lenders').select(lineColumns).select(sql<string>`calendar ->> 'timeZone'`.as('timeZone'))
  if ('symbols' in which) {
    const symbols = which.symbols.map((symbol) => storableText(symbol).toLowerCase())
    return symbols.length === 0 ? [] : await all.where(sql`lower(symbol)`, 'in', symbols).execute()
  }
  return await all
    .where('active', '=', true)
    .where(which.service === 'loan' ? 'lends' : 'copies', '=', true)
    .$if(which.lastResort, (found) => found.where('last_resort', '=', true))
    .orderBy('name_key')
    .orderBy('id')
    .limit(which.most)
    .execute()
}

const mostWords = 8

/**
 * A page of lenders, and how many there are in all. Whose symbol it is comes first, then names that begin so, then names
 * with all the words, then places; each by name.
 */
export async function searchLenders(
  tx: Tx,
  { words: text, service, inactive = false, page, size }: LendersQuery,
): Promise<{ readonly lenders: readonly LenderLine[]; readonly count: number }> {
  const wanted = [...new Set(words(text))].slice(0, mostWords)
  if (wanted.length === 0 && text.trim() !== '') return { lenders: [], count: 0 }
  // Letters and digits only: nothing in them means anything to PostgreSQL.
  const match = wanted.map((word) => `'${word}':*`).join(' & ')
  let query = tx.selectFrom('lenders')
  if (match) query = query.where(sql<boolean>`words @@ ${match}::tsquery`)
  if (!inactive) query = query.where('active', '=', true)
  if (service) query = query.where(service === 'loan' ? 'lends' : 'copies', '=', true)
  const { count } = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const symbol = storableText(normaliseSymbol(text)).toLowerCase()
  const key = keyOf(text)
  const rank = sql`case
    when lower(symbol) = ${symbol} or lower(substr(symbol, position(':' in symbol) + 1)) = ${symbolValue(symbol)} then 0
    when name_key like ${`${key}%`} then 1
    when array_to_tsvector(array_remove(string_to_array(name_key, ' '), '')) @@ ${match}::tsquery then 2
    else 3 end`
  const rows = await query
    .select(lineColumns)
    .select(sql<string>`calendar ->> 'timeZone'`.as('timeZone'))
    .$if(match !== '', (found) => found.orderBy(rank))
    .orderBy('name_key')
    .orderBy('id')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return { lenders: rows, count }
}
