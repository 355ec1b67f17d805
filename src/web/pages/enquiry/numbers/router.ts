import type { Door } from '../../../door.ts'
import type { Mount } from '../../../mount.ts'
import { listFilePage, listReport } from './files.ts'
import { listImport } from './hand-over.ts'
import { listAct, listPage, listRemoval } from './list.tsx'
import { numbersPage, receiveNumbers } from './start.tsx'

/** Lists of numbers: looked up in the background, for each the first good record. */
export function numbersRoutes(on: Mount, door: Door): void {
  on('GET /enquiry/numbers', numbersPage(door))
  on('POST /enquiry/numbers', receiveNumbers(door))
  on('GET /enquiry/numbers/:list', listPage(door))
  on('POST /enquiry/numbers/:list/stop', listAct(door, 'stop'))
  on('POST /enquiry/numbers/:list/retry', listAct(door, 'retry'))
  on('POST /enquiry/numbers/:list/remove', listRemoval(door))
  on('POST /enquiry/numbers/:list/import', listImport(door))
  on('GET /enquiry/numbers/:list/file', listFilePage(door))
  on('GET /enquiry/numbers/:list/report', listReport(door))
}
