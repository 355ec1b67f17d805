import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import type { Reservation } from '../types.ts'

/** What an end of a reservation is called in the audit trail. */
const actions = {
  fulfilled: 'reservation.fulfil',
  cancelled: 'reservation.cancel',
  expired: 'reservation.expire',
} as const

/** Ends a reservation. Its title is held. */
export async function close(
  tx: Tx,
  { id, bibId, patronId, lendingId, allocatedItem }: Reservation,
  state: keyof typeof actions,
  { by, now }: { readonly by: Actor; readonly now: number },
): Promise<void> {
  await tx
    .updateTable('reservations')
    .set({ state, closed_at: new Date(now) })
    .where('id', '=', id)
    .execute()
  await audit(tx, {
    actor: by,
    action: actions[state],
    subject: { kind: 'reservation', id },
    detail: {
      bib: bibId,
      ...(lendingId === undefined ? { patron: patronId } : { lending: lendingId }),
      ...(allocatedItem !== undefined && { item: allocatedItem }),
    },
  })
}
