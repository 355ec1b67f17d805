import type { Door } from '../../door.ts'
import type { mount } from '../../mount.ts'
import { repliesPage } from './list.tsx'
import { applyAct, dismissAct, replyPage } from './reply.tsx'

/** What lenders write by e-mail. */
export function replyRoutes(on: ReturnType<typeof mount>, door: Door): void {
  on('GET /requests/replies', repliesPage(door))
  on('GET /requests/:id/replies/:reply', replyPage(door))
  on('POST /requests/:id/replies/:reply', applyAct(door))
  on('POST /requests/:id/replies/:reply/dismiss', dismissAct(door))
}
