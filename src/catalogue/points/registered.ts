import { sql } from 'kysely'
import type { Database, Tx } from '../../kit/db/index.ts'
import type { MarcRecord } from '../../standards/marc/index.ts'
import { digest, type Key, type PlaceKind } from '../indexing/index.ts'
import { type MatchPlace, valuesAt } from './place.ts'

/** A place whose values are kept in `bib_keys`, under a kind of its own. */
export interface RegisteredPlace {
  readonly kind: PlaceKind
  readonly place: MatchPlace
}

/** What makes two places the same. */
const definitionOf = ({ place, indicator1, indicator2, normalise }: MatchPlace): string =>
  JSON.stringify({ place, indicator1, indicator2, normalise })

/** The places whose values each record that is stored from now on is found by. */
export async function registeredPlaces(tx: Tx): Promise<readonly RegisteredPlace[]> {
  const rows = await tx.selectFrom('match_points').select(['kind', 'definition']).orderBy('kind').execute()
  return rows.map(({ kind, definition }) => ({ kind: `#${kind}`, place: JSON.parse(definition) as MatchPlace }))
}

export const isPlace = ({ place: one }: RegisteredPlace, other: MatchPlace): boolean =>
  definitionOf(one) === definitionOf(other)

/** Gives a place its kind, unless it has one. Records stored before have no keys of it: see `indexPlace`. */
export async function registerPlace({ db, tx }: Pick<Database, 'db' | 'tx'>, place: MatchPlace): Promise<number> {
  const definition = definitionOf(place)
  const known = (of: Tx) =>
    of.selectFrom('match_points').select('kind').where('definition', '=', definition).executeTakeFirst()
  const before = await known(db)
  if (before) return before.kind
  return await tx(async (trx) => {
    // Whoever stores records has read the table. Until all who read it without this place are done, it is not there.
    await sql`lock table match_points in access exclusive mode`.execute(trx)
    const meanwhile = await known(trx)
    if (meanwhile) return meanwhile.kind
    const row = await trx.insertInto('match_points').values({ definition }).returning('kind').executeTakeFirstOrThrow()
    return row.kind
  })
}

/** Longer values are kept as digests: they are looked up whole and never shown. */
const longestValue = 60

/** The keys of a record at a place. */
export const placeKeys = (record: MarcRecord, { kind, place }: RegisteredPlace): Key[] =>
  valuesAt(record, place).map((value) => [kind, value.length > longestValue ? `~${digest(value)}` : value])
