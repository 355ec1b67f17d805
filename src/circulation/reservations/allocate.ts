import { moveItem } from '../../catalogue/index.ts'
import { addOpenDays, dateIn } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { pickupNotice } from '../notices/jobs.ts'
import { type CirculationSettings, calendarOf } from '../settings.ts'
import type { DeskAct, Reservation } from '../types.ts'

/**
 * Gives an item in our hands to a reservation: on the pickup shelf where this is the pickup place, else on its way
 * there. The title is held. Gives the reservation as it is then.
 */
export async function allocate(
  tx: Tx,
  settings: CirculationSettings,
  reservation: Reservation,
  itemId: number,
  { branch, by, now }: DeskAct,
): Promise<Reservation> {
  const { id, pickupBranch, state } = reservation
  const isHere = branch === pickupBranch
  const at = new Date(now)
  const keepUntil = isHere ? lastDay(settings, pickupBranch, now) : undefined
  const next = isHere ? 'ready' : 'transit'
  await tx
    .updateTable('reservations')
    .set({
      state: next,
      allocated_item: itemId,
      ...(state === 'waiting' && { allocated_at: at }),
      ready_at: isHere ? at : null,
      keep_until: keepUntil ?? null,
    })
    .where('id', '=', id)
    .execute()
  await moveItem(tx, itemId, isHere ? 'pickup-shelf' : 'in-transit')
  if (isHere) await pickupNotice(tx, settings, reservation, now)
  await audit(tx, {
    actor: by,
    action: isHere ? 'reservation.ready' : 'reservation.transit',
    subject: { kind: 'reservation', id },
    detail: { item: itemId, branch, ...(keepUntil !== undefined && { until: keepUntil }) },
  })
  return { ...reservation, state: next, allocatedItem: itemId, ...(keepUntil !== undefined && { keepUntil }) }
}

const lastDay = (settings: CirculationSettings, branch: string, now: number) => {
  const calendar = calendarOf(settings, branch)
  return addOpenDays(calendar, dateIn(calendar.timeZone, now), settings.reservations.pickupDays)
}
