import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { columnsAct } from '../lists/columns.tsx'
import { changeViewAct, removeViewAct, saveViewAct, viewsPage } from '../lists/views.tsx'
import { resendToBorrower } from '../requests/exchange-acts.ts'
import { lendingAct, lendingActForm } from './act.tsx'
import { lendingBulkAct, lendingBulkPage } from './bulk.tsx'
import { checkInAct, checkInPage } from './check-in.tsx'
import { lendingListFile } from './download.ts'
import { editLendingAct, editLendingPage } from './edit.tsx'
import { lendingHome } from './home.tsx'
import { linkLending } from './link.ts'
import { lendingList } from './list.tsx'
import { lendingLists } from './list-address.ts'
import { newLendingAct, newLendingPage } from './new.tsx'
import { labelPage, printAct, printPage } from './printing.tsx'
import { lendingPage, undoLending } from './request.tsx'

/** Staff's pages of what other libraries want. */
export function lendingRoutes(on: Mount, door: Door): void {
  on('GET /lending', lendingHome(door))
  on('GET /lending/list', lendingList(door))
  on('GET /lending/list/file', lendingListFile(door))
  on('POST /lending/columns', columnsAct(door, lendingLists))
  on('GET /lending/views', viewsPage(door, lendingLists))
  on('POST /lending/views', saveViewAct(door, lendingLists))
  on('POST /lending/views/:view', changeViewAct(door, lendingLists))
  on('POST /lending/views/:view/remove', removeViewAct(door, lendingLists))
  on('GET /lending/new', newLendingPage(door))
  on('POST /lending/new', newLendingAct(door))
  on('GET /lending/bulk', lendingBulkPage(door))
  on('POST /lending/bulk', lendingBulkAct(door))
  on('GET /lending/pick-list', printPage(door, 'pick'))
  on('POST /lending/pick-list', printAct(door, 'pick'))
  on('GET /lending/shipping-list', printPage(door, 'shipping'))
  on('POST /lending/shipping-list', printAct(door, 'shipping'))
  on('GET /lending/check-in', checkInPage(door))
  on('POST /lending/check-in', checkInAct(door))
  on('GET /lending/:id', lendingPage(door))
  on('POST /lending/:id/undo', undoLending(door))
  on('POST /lending/:id/resend', resendToBorrower(door))
  on('POST /lending/:id/link', linkLending(door))
  on('GET /lending/:id/edit', editLendingPage(door))
  on('POST /lending/:id/edit', editLendingAct(door))
  on('GET /lending/:id/label', labelPage(door))
  on('GET /lending/:id/act/:event', lendingActForm(door))
  on('POST /lending/:id/act/:event', lendingAct(door))
}
