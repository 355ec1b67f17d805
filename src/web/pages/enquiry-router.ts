import type { Door } from '../door.ts'
import type { Mount } from '../mount.ts'
import { browsePage } from './enquiry/browse.tsx'
import { compareMarked, comparePage } from './enquiry/compare.tsx'
import { healthPage } from './enquiry/health.tsx'
import { targetHealthPage, testTargetHealth } from './enquiry/health-target.tsx'
import { clearHistory, historyPage } from './enquiry/history.tsx'
import { markedFile } from './enquiry/marked-file.tsx'
import { keepMarks } from './enquiry/marks.ts'
import { numbersRoutes } from './enquiry/numbers/router.ts'
import { homePage } from './home.tsx'
import { recordFile, recordPage } from './record.tsx'
import { searchPage } from './search.ts'
import { askAgain, fetchMore, stopWaiting } from './search-acts.ts'
import { startPage } from './start.tsx'
import { resultsStream } from './stream.tsx'

/** The OPAC's pages once more, for staff: `door` says so. */
export function enquiryRoutes(on: Mount, door: Door): void {
  on('GET /enquiry', homePage(door))
  on('GET /enquiry/browse', browsePage(door))
  on('GET /enquiry/history', historyPage(door))
  on('POST /enquiry/history/clear', clearHistory(door))
  on('GET /enquiry/health', healthPage(door))
  on('GET /enquiry/health/:target', targetHealthPage(door))
  on('POST /enquiry/health/:target/test', testTargetHealth(door))
  on('GET /enquiry/search', searchPage(door))
  on('GET /enquiry/search/start', startPage(door))
  on('GET /enquiry/search/:id/stream', resultsStream(door))
  on('POST /enquiry/search/marks', keepMarks(door))
  on('POST /enquiry/search/marked/file', markedFile(door))
  on('POST /enquiry/search/compare', compareMarked(door))
  on('GET /enquiry/compare', comparePage(door))
  on('POST /enquiry/search/stop', stopWaiting(door))
  on('POST /enquiry/search/more', fetchMore(door))
  on('POST /enquiry/search/again', askAgain(door))
  on('GET /enquiry/record', recordPage(door))
  on('GET /enquiry/record/file', recordFile(door))
  numbersRoutes(on, door)
}
