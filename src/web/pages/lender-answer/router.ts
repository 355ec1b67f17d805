import type { Door } from '../../door.ts'
import type { mount } from '../../mount.ts'
import { answerAct, answerLimit, answerPage } from './answer.tsx'
import { sentCopy } from './sent-copy.tsx'

/** What other libraries do by links: lenders answer, borrowers fetch copies. */
export function lenderAnswerRoutes(on: ReturnType<typeof mount>, door: Door): void {
  const limit = answerLimit()
  on('GET /answer/:token/:event', answerPage(door, limit))
  on('POST /answer/:token/:event', answerAct(door, limit))
  on('GET /copy/:token', sentCopy(door, answerLimit()))
}
