import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/** What a list is ordered by: an expression that is never null, and its type, as addresses hold its values as text. */
export interface ListOrder {
  readonly by: RawBuilder<unknown>
  readonly down: boolean
  readonly type: RawBuilder<unknown>
}

/** Where a page of a list ended, to go on from. */
export type ListCursor = readonly [value: string | number, id: number]

interface Listed {
  readonly columns: RawBuilder<unknown>
  readonly tables: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
  readonly id: RawBuilder<unknown>
  readonly order: ListOrder
  readonly after?: ListCursor | undefined
  readonly limit: number
}

/** A page of rows, with where the next one begins; absent at the end. */
export async function pageOf<Row extends { readonly id: number }>(
  tx: Tx,
  { columns, tables, where, id, order: { by, down, type }, after, limit }: Listed,
): Promise<{ readonly rows: readonly Row[]; readonly next?: ListCursor }> {
  const beyond = after ? sql`and (${by}, ${id}) ${down ? sql`<` : sql`>`} (${after[0]}::${type}, ${after[1]})` : sql``
  const way = down ? sql`desc` : sql`asc`
  const { rows } = await sql<Row & { readonly place: string }>`
    select ${columns}, (${by})::text as place from ${tables}
    where ${where} ${beyond} order by ${by} ${way}, ${id} ${way} limit ${limit + 1}`.execute(tx)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(({ place: _, ...row }) => row as unknown as Row),
    ...(rows.length > limit && last && { next: [last.place, last.id] as const }),
  }
}
