import type { Door } from '../../door.ts'
import type { mount } from '../../mount.ts'
import { answerAct, answerLimit, answerPage } from './answer.tsx'

/** What lenders answer by the links in their letters. */
export function lenderAnswerRoutes(on: ReturnType<typeof mount>, door: Door): void {
  const limit = answerLimit()
  on('GET /answer/:token/:event', answerPage(door, limit))
  on('POST /answer/:token/:event', answerAct(door, limit))
}
