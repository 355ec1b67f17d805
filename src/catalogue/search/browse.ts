import { sql } from 'kysely'
import type { Db } from '../../kit/db/index.ts'
import { type KeyKind, keyKinds } from '../indexing/index.ts'

/** The lists that can be browsed: headings, and numbers. */
export const browsable = [
  'title',
  'author',
  'subject',
  'isbn',
  'issn',
  'lccn',
  'controlNumber',
] as const satisfies readonly KeyKind[]
export type Browsable = (typeof browsable)[number]

export interface BrowseEntry {
  /** Folded. */
  readonly term: string
  /** Active records it stands in. */
  readonly hits: number
}

/**
 * The entries of a list around a term: `before` of those that sort before it, ascending, and `from` of those at and
 * after it. Terms are compared as they are stored, see `headingKey`.
 */
export async function browse(
  db: Db,
  list: Browsable,
  term: string,
  { before, from }: { readonly before: number; readonly from: number },
): Promise<{ readonly before: readonly BrowseEntry[]; readonly from: readonly BrowseEntry[] }> {
  const kind = sql.lit(keyKinds[list])
  const place = term.replaceAll('\0', '')
  const entries = async (down: boolean, limit: number): Promise<readonly BrowseEntry[]> => {
    if (limit <= 0) return []
    const { rows } = await sql<BrowseEntry>`
      select key as term, count(*) as hits from bib_keys
      where kind = ${kind} and key ${down ? sql`<` : sql`>=`} ${place} and not hidden
      group by key order by key ${down ? sql`desc` : sql`asc`} limit ${limit}
    `.execute(db)
    return rows
  }
  return { before: (await entries(true, before)).toReversed(), from: await entries(false, from) }
}
