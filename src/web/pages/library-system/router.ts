import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { byHandAct, queuePage, retryAct, takeBackAct } from './queue.tsx'

/** What the library's own system is asked for, and what staff do there. */
export function librarySystemRoutes(on: Mount, door: Door): void {
  on('GET /circulation-queue', queuePage(door))
  on('POST /circulation-queue/:call/retry', retryAct(door))
  on('POST /circulation-queue/:call/by-hand', byHandAct(door))
  on('POST /circulation-queue/:call/take-back', takeBackAct(door))
}
