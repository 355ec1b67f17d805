import type { Database } from '../../kit/db/index.ts'
import type { Actor, Log } from '../../kit/index.ts'
import type { CirculationSettings } from '../settings.ts'
import { noticeSent, noticesDue } from './due.ts'
import { type NoticeOptions, writeNotice } from './write.ts'

const by: Actor = { name: 'Overdue notices', via: 'job' }
const atOnce = 100

interface Run {
  readonly now: number
  readonly log: Log
  readonly signal?: AbortSignal
}

/**
 * Sends every notice that is due, each in a transaction of its own: that it went out stands there with it. One that
 * cannot be written keeps none of the others. Gives how many were sent.
 */
export async function sendOverdueNotices(
  { db, tx }: Database,
  settings: CirculationSettings,
  options: NoticeOptions,
  { now, log, signal }: Run,
): Promise<number> {
  let sent = 0
  const failed: string[] = []
  for (;;) {
    const notices = await noticesDue(db, settings, { now, most: atOnce, without: failed })
    if (notices.length === 0) return sent
    for (const notice of notices) {
      signal?.throwIfAborted()
      const { loanId, dueOn, number } = notice
      const key = `overdue:${loanId}:${dueOn}:${number}`
      try {
        await tx(async (within) => {
          if (!(await noticeSent(within, notice, { by, now }))) return
          await writeNotice(within, { ...notice, kind: 'overdue', key, at: new Date(now) }, options)
          sent++
        })
      } catch (error) {
        log.warn({ err: error, loan: loanId }, 'an overdue notice could not be written')
        failed.push(loanId)
      }
    }
  }
}
