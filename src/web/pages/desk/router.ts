import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { deskPage, scanAct, undoAct } from './desk.tsx'
import { cancelAtDesk, patronPage, renewAtDesk } from './patron.tsx'
import { cancelInQueue, moveAtDesk, placeAtDesk, queuePage } from './queue.tsx'
import { shelfPage } from './shelf.tsx'
import { slipPage } from './slip.tsx'

/** The front desk, and who waits for what. */
export function deskRoutes(on: Mount, door: Door): void {
  on('GET /desk', deskPage(door))
  on('GET /desk/shelf', shelfPage(door))
  on('GET /desk/slip/:reservation', slipPage(door))
  on('GET /desk/patrons/:person', patronPage(door))
  on('POST /desk/patrons/:person/renew', renewAtDesk(door))
  on('POST /desk/patrons/:person/cancel', cancelAtDesk(door))
  on('POST /desk/undo', undoAct(door))
  on('POST /desk/:mode', scanAct(door))
  on('GET /catalogue/:id/reservations', queuePage(door))
  on('POST /catalogue/:id/reservations', placeAtDesk(door))
  on('POST /catalogue/:id/reservations/:reservation/move', moveAtDesk(door))
  on('POST /catalogue/:id/reservations/:reservation/cancel', cancelInQueue(door))
}
