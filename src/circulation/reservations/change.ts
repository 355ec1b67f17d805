import { sql } from 'kysely'
import { branches } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit, mustActIn } from '../../kit/index.ts'
import { holdTitle } from '../hold.ts'
import type { Reservation } from '../types.ts'
import { close } from './close.ts'
import { waiting } from './queue.ts'
import { reservationColumns, reservationOf } from './rows.ts'

/** A change of one reservation, by the desk or by the patron whose it must be. */
export interface ReservationAct {
  readonly id: string
  readonly patronId?: string | undefined
  readonly by: Actor
  readonly now: number
}

/**
 * An open reservation with its title held; undefined where it has ended, or is somebody else's.
 * @throws Problem not-your-branch
 */
async function heldReservation(tx: Tx, { id, patronId, by }: ReservationAct): Promise<Reservation | undefined> {
  const read = () =>
    tx
      .selectFrom('reservations')
      .select(reservationColumns)
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .$if(patronId !== undefined, (query) => query.where('patron_id', '=', patronId!))
      .executeTakeFirst()
  const known = await read()
  if (!known) return undefined
  await holdTitle(tx, known.bib_id)
  const row = await read()
  if (row) mustActIn(row.pickup_branch, by)
  return row && reservationOf(row)
}

/**
 * Cancels a reservation. The copy that was found for it stays where it is, until the desk checks it in for the next.
 * Gives the reservation as it was; undefined where there is none (any more).
 */
export async function cancelReservation(tx: Tx, act: ReservationAct): Promise<Reservation | undefined> {
  const reservation = await heldReservation(tx, act)
  if (reservation) await close(tx, reservation, 'cancelled', act)
  return reservation
}

/** Moves one who waits to another place in the queue: 1 is the next. False where it does not wait (any more). */
export async function moveReservation(
  tx: Tx,
  { to, ...act }: ReservationAct & { readonly to: number },
): Promise<boolean> {
  const reservation = await heldReservation(tx, act)
  if (reservation?.state !== 'waiting') return false
  const { bibId, itemId, id } = reservation
  const queue = await waiting(tx, itemId === undefined ? { bibId } : { bibId, itemId })
  const others = queue.filter((one) => one.id !== id).map((one) => one.id)
  const from = queue.findIndex((one) => one.id === id) + 1
  const order = others.toSpliced(Math.max(0, to - 1), 0, id)
  const place = order.indexOf(id) + 1
  if (place === from) return true
  await sql`update reservations r set position = o.place
    from unnest(${order}::uuid[]) with ordinality as o (id, place) where r.id = o.id`.execute(tx)
  await audit(tx, {
    actor: act.by,
    action: 'reservation.move',
    subject: { kind: 'reservation', id },
    detail: { bib: bibId, from, to: place },
  })
  return true
}

/** Lets somebody fetch it elsewhere, as long as no copy was found. False where that is too late, or no such branch. */
export async function changePickup(
  tx: Tx,
  { pickupBranch, ...act }: ReservationAct & { readonly pickupBranch: string },
): Promise<boolean> {
  const reservation = await heldReservation(tx, act)
  if (reservation?.state !== 'waiting') return false
  if (!(await branches(tx)).some(({ code, active }) => code === pickupBranch && active)) return false
  if (reservation.pickupBranch === pickupBranch) return true
  await tx.updateTable('reservations').set({ pickup_branch: pickupBranch }).where('id', '=', act.id).execute()
  await audit(tx, {
    actor: act.by,
    action: 'reservation.pickup',
    subject: { kind: 'reservation', id: act.id },
    detail: { pickup: pickupBranch, was: reservation.pickupBranch },
  })
  return true
}
