import type { Door } from '../../door.ts'
import type { mount } from '../../mount.ts'
import { changeEncoding, importAct, importActs } from './acts.tsx'
import { batchPage } from './batch.tsx'
import { comparePage } from './compare.tsx'
import { rejectsDownload, reportDownload } from './downloads.ts'
import { importsPage, receiveImport } from './start.tsx'

/** Loading files of records: send, look at, load, undo. */
export function importRoutes(on: ReturnType<typeof mount>, door: Door): void {
  on('GET /import', importsPage(door))
  on('POST /import', receiveImport(door))
  on('GET /import/:batch', batchPage(door))
  on('POST /import/:batch/encoding', changeEncoding(door))
  for (const act of importActs) on(`POST /import/:batch/${act}`, importAct(door, act))
  on('GET /import/:batch/rejects', rejectsDownload(door))
  on('GET /import/:batch/records/:record', comparePage(door))
  on('GET /import/:batch/report', reportDownload(door))
}
