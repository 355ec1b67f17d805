import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { editAct, editPage } from './edit.tsx'
import { historyPage, restoreAct } from './history.tsx'
import { newRecordAct, newRecordPage } from './new-record.tsx'
import { selectAct } from './select.tsx'
import { stateAct, statePage } from './state.tsx'

/** Pages of cataloguers. They come before the page of a record: "new" is no record's number. */
export function editingRoutes(on: Mount, door: Door): void {
  on('POST /record/select', selectAct(door))
  on('POST /enquiry/record/select', selectAct({ ...door, audience: 'enquiry' }))
  on('GET /catalogue/new', newRecordPage(door))
  on('POST /catalogue/new', newRecordAct(door))
  on('GET /catalogue/:id/edit', editPage(door))
  on('POST /catalogue/:id/edit', editAct(door))
  on('GET /catalogue/:id/history', historyPage(door))
  on('POST /catalogue/:id/restore', restoreAct(door))
  on('GET /catalogue/:id/state', statePage(door))
  on('POST /catalogue/:id/state', stateAct(door))
}
