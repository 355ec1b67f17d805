import { sql } from 'kysely'
import { dateIn } from '../../kit/calendar/index.ts'
import type { Database } from '../../kit/db/index.ts'
import type { Actor } from '../../kit/index.ts'
import { withCalendars } from '../calendars.ts'
import { holdTitle } from '../hold.ts'
import { expiryNotice } from '../notices/jobs.ts'
import { type CirculationSettings, calendarOf } from '../settings.ts'
import type { Reservation } from '../types.ts'
import { close } from './close.ts'
import { reservationColumns, reservationOf } from './rows.ts'

const by: Actor = { name: 'Pickup shelf', via: 'job' }

/**
 * Ends reservations whose copy stood on the pickup shelf longer than it is kept, each in a transaction of its own, and
 * gives them. The copies stay there until the desk takes them off: checking them in finds the next.
 */
export async function expirePickups(
  database: Database,
  rules: CirculationSettings,
  now: number,
  signal?: AbortSignal,
): Promise<readonly Reservation[]> {
  const { db } = database
  const settings = await withCalendars(db, rules)
  // Where the day begins first: what is not over there is over nowhere.
  const { rows } = await sql<{ id: string; bibId: number }>`
    select id, bib_id as "bibId" from reservations
    where state = 'ready' and keep_until < ${dateIn('Etc/GMT-14', now)}::date order by keep_until, id`.execute(db)
  const ended: Reservation[] = []
  for (const { id, bibId } of rows) {
    signal?.throwIfAborted()
    const one = await database.tx(async (tx) => {
      await holdTitle(tx, bibId)
      const row = await tx
        .selectFrom('reservations')
        .select(reservationColumns)
        .where('id', '=', id)
        .where('state', '=', 'ready')
        .executeTakeFirst()
      const today = row && dateIn(calendarOf(settings, row.pickup_branch).timeZone, now)
      if (!row || row.keep_until === null || row.keep_until >= today!) return undefined
      const reservation = reservationOf(row)
      await close(tx, reservation, 'expired', { by, now })
      await expiryNotice(tx, settings, reservation)
      return reservation
    })
    if (one) ended.push(one)
  }
  return ended
}
