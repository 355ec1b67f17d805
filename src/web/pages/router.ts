import express, { type Router } from 'express'
import type { Door } from '../door.ts'
import { homePage } from './home.tsx'
import { recordFile, recordPage } from './record.tsx'
import { resultsPage } from './results.tsx'
import { askAgain, fetchMore, stopWaiting } from './search-acts.ts'
import { startPage } from './start.tsx'
import { resultsStream } from './stream.tsx'

// Every search asks other people's servers: that is for readers, not for crawlers.
const robots = 'User-agent: *\nDisallow: /search\nDisallow: /record\nDisallow: /api/\n'

/** The pages by address. */
export function pagesRouter(door: Door): Router {
  const router = express.Router()
  router.get('/', homePage(door))
  router.get('/search', resultsPage(door))
  router.get('/search/start', startPage(door))
  router.get('/search/:id/stream', resultsStream(door))
  router.post('/search/stop', stopWaiting(door))
  router.post('/search/more', fetchMore(door))
  router.post('/search/again', askAgain(door))
  router.get('/record', recordPage(door))
  router.get('/record/file', recordFile(door))
  router.get('/robots.txt', (_req, res) => res.type('text').send(robots))
  return router
}
