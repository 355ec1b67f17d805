import type { Tx } from '../../kit/db/index.ts'
import type { CirculationSettings } from '../settings.ts'
import type { Reservation } from '../types.ts'
import { lendableCopies } from './queue.ts'
import { reservationColumns, reservationOf } from './rows.ts'

/** A reservation, also one that has ended. */
export async function readReservation(tx: Tx, id: string): Promise<Reservation | undefined> {
  const row = await tx.selectFrom('reservations').select(reservationColumns).where('id', '=', id).executeTakeFirst()
  return row && reservationOf(row)
}

/** Whether a record has a copy that is lent to a group, so that it can be waited for. */
export const canBeReserved = async (
  tx: Tx,
  settings: CirculationSettings,
  bibId: number,
  group?: string,
): Promise<boolean> => (await lendableCopies(tx, settings, bibId, group)).length > 0
