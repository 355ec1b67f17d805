import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Database, storableJson, type Tx } from '../kit/db/index.ts'
import type { SortOrder } from '../search/index.ts'
import { seenBy, Words, wordsParams } from './address.ts'
import type { PlaceCount } from './components/places.tsx'

/** Hits marked in one search, at most: each of them may have to be fetched for a file. */
export const mostMarks = 100

/** Searches of a session that are kept, and lists with marks, at most. */
export const mostSearches = 50

/** What somebody did on a page: which of the places it showed as marked, or was asked about, and which of them are now. */
export interface Marking {
  readonly shown: readonly string[]
  readonly marked: readonly string[]
}

/** A search of this session. */
export interface PastSearch {
  readonly words: Words
  /** When it was last looked at, epoch milliseconds. */
  readonly at: number
  /** What was found, where it was looked: the last that was seen of it. */
  readonly ours?: PlaceCount
  readonly others?: number
}

/**
 * What Enquiry keeps for a session, in the database: every process has it, nobody else sees it, and it is gone with the
 * session's row. A mark is a place in a library's answer, `northfield 3`: it outlives the search that is held.
 */
export interface EnquiryMemory {
  /** What is marked of a search, in the order in which it was. */
  marks(session: string | undefined, list: MarkedList): Promise<readonly string[]>
  /** Takes marks; what would be more than `mostMarks` is left out. Without a session nothing is kept. */
  mark(session: string | undefined, list: MarkedList, marking: Marking): Promise<readonly string[]>
  unmark(session: string | undefined, list: MarkedList): Promise<void>
  /** Notes a search that was looked at; the same words asked of the same libraries are one search. */
  note(session: string | undefined, words: Words, seen: Omit<PastSearch, 'words'>): Promise<void>
  /** Its searches, the last one first. */
  searches(session: string | undefined): Promise<readonly PastSearch[]>
  clear(session: string | undefined): Promise<void>
}

/** Where hits were marked. They are marked by their places, which are others in a library's set that is sorted. */
type MarkedList = Words & { readonly sort?: SortOrder }

const hashOf = (words: Words): Buffer => createHash('sha256').update(wordsParams(words).toString()).digest()

export function createEnquiryMemory({ db, tx }: Database): EnquiryMemory {
  return {
    marks: async (session, list) => (session === undefined ? [] : await marksOf(db, session, list)),
    async mark(session, list, { shown, marked }) {
      if (session === undefined) return [...new Set(marked)].slice(0, mostMarks)
      return await tx(async (within) => {
        const isThere = await hold(within, session)
        const before = await marksOf(within, session, list)
        const kept = before.filter((place) => !shown.includes(place))
        const all = [...new Set([...kept, ...marked])].slice(0, mostMarks)
        if (isThere) await storeMarks(within, session, list, before, all)
        return all
      })
    },
    async unmark(session, list) {
      if (session !== undefined) await marksIn(db, session, list).execute()
    },
    async note(session, words, seen) {
      if (session === undefined) return
      await tx(async (within) => {
        if (await hold(within, session)) await storeSearch(within, session, words, seen)
      })
    },
    async searches(session) {
      if (session === undefined) return []
      const rows = await db
        .selectFrom('enquiry_searches')
        .select(['words', 'looked_at', 'ours', 'ours_exact', 'others'])
        .where('session_id', '=', session)
        .orderBy('looked_at', 'desc')
        .orderBy('search')
        .limit(mostSearches)
        .execute()
      return rows.flatMap(({ words: stored, looked_at, ours, ours_exact, others }): PastSearch[] => {
        const words = Words.safeParse(stored)
        // One that an older version wrote otherwise is no loss.
        if (!words.success) return []
        return [
          {
            words: seenBy({ audience: 'enquiry' }, words.data),
            at: looked_at.getTime(),
            ...(ours !== null && { ours: { value: ours, exact: ours_exact ?? true } }),
            ...(others !== null && { others }),
          },
        ]
      })
    },
    async clear(session) {
      if (session !== undefined) await db.deleteFrom('enquiry_searches').where('session_id', '=', session).execute()
    },
  }
}

/** Lets nobody else change what is kept for a session; false where the session has ended meanwhile. */
async function hold(tx: Tx, session: string): Promise<boolean> {
  const row = await tx.selectFrom('sessions').select('id').where('id', '=', session).forNoKeyUpdate().executeTakeFirst()
  return row !== undefined
}

async function marksOf(tx: Tx, session: string, list: MarkedList): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('enquiry_marks')
    .select('place')
    .where('session_id', '=', session)
    .where('search', '=', hashOf(list))
    .where('sort', '=', list.sort ?? 'relevance')
    .orderBy('nth')
    .execute()
  return rows.map(({ place }) => place)
}

const marksIn = (tx: Tx, session: string, list: MarkedList) =>
  tx
    .deleteFrom('enquiry_marks')
    .where('session_id', '=', session)
    .where('search', '=', hashOf(list))
    .where('sort', '=', list.sort ?? 'relevance')

async function storeMarks(
  tx: Tx,
  session: string,
  list: MarkedList,
  before: readonly string[],
  all: readonly string[],
): Promise<void> {
  const gone = before.filter((place) => !all.includes(place))
  if (gone.length > 0) await marksIn(tx, session, list).where('place', 'in', gone).execute()
  // One by one, so that they are numbered in their order; a place that was marked before keeps its own.
  for (const place of all.filter((one) => !before.includes(one)))
    await tx
      .insertInto('enquiry_marks')
      .values({ session_id: session, search: hashOf(list), sort: list.sort ?? 'relevance', place })
      .execute()
  await sql`delete from enquiry_marks where session_id = ${session} and (search, sort) in (
    select search, sort from enquiry_marks where session_id = ${session}
    group by search, sort order by max(nth) desc offset ${mostSearches})`.execute(tx)
}

async function storeSearch(
  tx: Tx,
  session: string,
  words: Words,
  { at, ours, others }: Omit<PastSearch, 'words'>,
): Promise<void> {
  // Whose search it is goes without saying, and on which tab it was looked at belongs to the results.
  const alone = Words.parse({ ...words, where: undefined })
  const looked_at = new Date(at)
  const counts = {
    ...(ours && { ours: ours.value, ours_exact: ours.exact }),
    ...(others !== undefined && { others }),
  }
  await tx
    .insertInto('enquiry_searches')
    .values({
      ...{ session_id: session, search: hashOf(words), words: storableJson(alone), looked_at },
      ...{ ours: null, ours_exact: null, others: null, ...counts },
    })
    .onConflict((conflict) => conflict.columns(['session_id', 'search']).doUpdateSet({ looked_at, ...counts }))
    .execute()
  await sql`delete from enquiry_searches where session_id = ${session} and search in (
    select search from enquiry_searches where session_id = ${session}
    order by looked_at desc, search offset ${mostSearches})`.execute(tx)
}
