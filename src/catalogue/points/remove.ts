import { sql } from 'kysely'
import type { Database } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { MatchPlace } from './place.ts'
import { isPlace, registeredPlaces } from './registered.ts'

const atOnce = 20_000

/**
 * Takes a place away, and what records are found by there. A profile that still has it brings it back with the next file.
 * @throws Problem match-place-gone; import-state while a file is checked or loaded that is matched by it
 */
export async function removePlace({ db, tx }: Pick<Database, 'db' | 'tx'>, number: number): Promise<void> {
  await tx(async (trx) => {
    // As when one is added: whoever stores records or begins a load has read the table, or waits.
    await sql`lock table match_points in access exclusive mode`.execute(trx)
    const place = (await registeredPlaces(trx)).find(({ kind }) => kind === `#${number}`)
    if (!place) throw new Problem('match-place-gone', { number })
    const busy = await trx
      .selectFrom('import_batches')
      .select(['id', 'state', 'settings'])
      .where('state', 'in', ['checking', 'loading'])
      .execute()
    const user = busy.find(({ settings }) =>
      (settings as { match: readonly (string | MatchPlace)[] }).match.some(
        (point) => typeof point !== 'string' && isPlace(place, point),
      ),
    )
    if (user) throw new Problem('import-state', { batch: user.id, state: user.state })
    await trx.deleteFrom('match_points').where('kind', '=', number).execute()
  })
  // Nothing reads them any more, and no place gets the number again: those that an end left behind go with the next.
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from bib_keys where ctid = any(array(select ctid from bib_keys
        where kind >= 100 and kind not in (select kind from match_points) limit ${atOnce}))`.execute(db)
    if (numAffectedRows < BigInt(atOnce)) return
  }
}
