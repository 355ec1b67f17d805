import express, { type Router } from 'express'
import type { Door } from '../door.ts'
import { mount } from '../mount.ts'
import { keepDraft } from './account/draft.tsx'
import { accountRoutes } from './account/router.ts'
import { peopleRoutes } from './admin/people-router.ts'
import { adminRoutes } from './admin/router.ts'
import { catalogueRoutes } from './catalogue/router.ts'
import { deskRoutes } from './desk/router.ts'
import { editingRoutes } from './editing/router.ts'
import { enquiryRoutes } from './enquiry-router.ts'
import { feesFile } from './fees/download.ts'
import { feesPage } from './fees/statement.tsx'
import { homePage } from './home.tsx'
import { importRoutes } from './import/router.ts'
import { lenderAnswerRoutes } from './lender-answer/router.ts'
import { lendingRoutes } from './lending/router.ts'
import { librarySystemRoutes } from './library-system/router.ts'
import { messageRoutes } from './messages/router.ts'
import { orderingPage } from './ordering.tsx'
import { placingRoutes } from './placing/router.ts'
import { recordFile, recordPage } from './record.tsx'
import { replyRoutes } from './replies/router.ts'
import { requestRoutes } from './requests/router.ts'
import { searchPage } from './search.ts'
import { askAgain, fetchMore, stopWaiting } from './search-acts.ts'
import { startPage } from './start.tsx'
import { resultsStream } from './stream.tsx'

// Every search asks other people's servers: that is for readers, not for crawlers.
const robots =
  'User-agent: *\nDisallow: /search\nDisallow: /record\nDisallow: /answer/\nDisallow: /copy/\nDisallow: /api/\n'

/** The pages by address. */
export function pagesRouter(door: Door): Router {
  const router = express.Router()
  const on = mount(router, keepDraft(door))
  on('GET /', homePage(door))
  on('GET /search', searchPage(door))
  on('GET /search/start', startPage(door))
  on('GET /search/order', orderingPage(door))
  on('GET /search/:id/stream', resultsStream(door))
  on('POST /search/stop', stopWaiting(door))
  on('POST /search/more', fetchMore(door))
  on('POST /search/again', askAgain(door))
  on('GET /record', recordPage(door))
  on('GET /record/file', recordFile(door))
  editingRoutes(on, door)
  placingRoutes(on, door)
  replyRoutes(on, door)
  requestRoutes(on, door)
  lendingRoutes(on, door)
  librarySystemRoutes(on, door)
  on('GET /fees', feesPage(door))
  on('GET /fees/file', feesFile(door))
  catalogueRoutes(on, door)
  deskRoutes(on, door)
  enquiryRoutes(on, { ...door, audience: 'enquiry' })
  adminRoutes(on, door)
  peopleRoutes(on, door)
  on('GET /robots.txt', (_req, res) => res.type('text').send(robots))
  accountRoutes(on, door)
  importRoutes(on, door)
  messageRoutes(on, door)
  lenderAnswerRoutes(on, door)
  return router
}
