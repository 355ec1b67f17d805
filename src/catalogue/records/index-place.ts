import { sql } from 'kysely'
import { type Database, numberArray, type Tx, textArray } from '../../kit/db/index.ts'
import { kindNumber } from '../indexing/index.ts'
import { placeKeys, type RegisteredPlace } from '../points/index.ts'
import { readStoredMarc } from './stored-marc.ts'

const batch = 1000

/**
 * Makes records that were stored before a place was registered found by its values: a transaction a batch, going on
 * where whoever was at it before came to. `between` is called in each, and may throw to end it there.
 */
export async function indexPlace(
  { db, tx }: Pick<Database, 'db' | 'tx'>,
  registered: RegisteredPlace,
  between: (tx: Tx) => Promise<void>,
): Promise<void> {
  const kind = kindNumber(registered.kind)
  const { complete } = await db
    .selectFrom('match_points')
    .select('complete')
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  for (let done = complete; !done; )
    done = await tx(async (trx) => {
      await between(trx)
      return await indexBatch(trx, registered)
    })
}

/** True when there is no record left. */
async function indexBatch(tx: Tx, registered: RegisteredPlace): Promise<boolean> {
  const kind = kindNumber(registered.kind)
  const point = await tx
    .selectFrom('match_points')
    .select(['complete', 'done_bib'])
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (point.complete) return true
  const rows = await tx
    .selectFrom('bibs')
    .select(['id', 'state', 'marc'])
    .where('id', '>', point.done_bib)
    .orderBy('id')
    .limit(batch)
    // Held: a change committed meanwhile must not be indexed as it was before.
    .forShare()
    .execute()
  const keys = rows
    .filter(({ state }) => state !== 'deleted')
    .flatMap(({ id, state, marc }) =>
      placeKeys(readStoredMarc(marc), registered).map(([, key]) => ({ id, key, hidden: state !== 'active' })),
    )
  await sql`
    insert into bib_keys (kind, key, bib_id, hidden)
    select ${kind}, key, id, hidden from unnest(${textArray(keys.map(({ key }) => key))}::text[],
      ${numberArray(keys.map(({ id }) => id))}::bigint[], ${keys.map(({ hidden }) => hidden)}::boolean[]) as k (key, id, hidden)
    on conflict do nothing
  `.execute(tx)
  const isOver = rows.length < batch
  await tx
    .updateTable('match_points')
    .set({ complete: isOver, done_bib: rows.at(-1)?.id ?? point.done_bib })
    .where('kind', '=', kind)
    .execute()
  return isOver
}
