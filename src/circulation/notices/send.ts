import type { Database, Tx } from '../../kit/db/index.ts'
import type { Actor, Log } from '../../kit/index.ts'
import type { CirculationSettings } from '../settings.ts'
import { noticeSent, noticesDue } from './due.ts'
import { reminderSent, remindersDue } from './due-soon.ts'
import { type NoticeOptions, writeNotice } from './write.ts'

const atOnce = 100

interface Run {
  readonly now: number
  readonly log: Log
  readonly signal?: AbortSignal
}

/** Gives how many were sent. */
type Send = (database: Database, settings: CirculationSettings, options: NoticeOptions, run: Run) => Promise<number>

/** Sends every overdue notice that is due. */
export const sendOverdueNotices: Send = (database, settings, options, run) => {
  const by: Actor = { name: 'Overdue notices', via: 'job' }
  const { now } = run
  return sendEach(
    database,
    (without) => noticesDue(database.db, settings, { now, most: atOnce, without }),
    async (tx, notice) => {
      if (!(await noticeSent(tx, notice, { by, now }))) return false
      const key = `overdue:${notice.loanId}:${notice.dueOn}:${notice.number}`
      await writeNotice(tx, { ...notice, kind: 'overdue', key, at: new Date(now) }, options)
      return true
    },
    run,
  )
}

/** Reminds of every loan that is due soon. */
export const sendReminders: Send = (database, settings, options, run) => {
  const by: Actor = { name: 'Reminders', via: 'job' }
  const { now } = run
  return sendEach(
    database,
    (without) => remindersDue(database.db, settings, { now, most: atOnce, without }),
    async (tx, reminder) => {
      if (!(await reminderSent(tx, reminder, by))) return false
      const key = `due-soon:${reminder.loanId}:${reminder.dueOn}`
      await writeNotice(tx, { ...reminder, kind: 'due-soon', key, at: new Date(now) }, options)
      return true
    },
    run,
  )
}

/**
 * Sends each notice in a transaction of its own: that it went out stands there with it. One that cannot be written keeps
 * none of the others.
 */
async function sendEach<N extends { readonly loanId: string }>(
  { tx }: Database,
  due: (without: readonly string[]) => Promise<readonly N[]>,
  send: (tx: Tx, notice: N) => Promise<boolean>,
  { log, signal }: Run,
): Promise<number> {
  let sent = 0
  const failed: string[] = []
  for (;;) {
    const notices = await due(failed)
    if (notices.length === 0) return sent
    for (const notice of notices) {
      signal?.throwIfAborted()
      const { loanId } = notice
      try {
        if (await tx((within) => send(within, notice))) sent++
      } catch (error) {
        log.warn({ err: error, loan: loanId }, 'a notice about a loan could not be written')
        failed.push(loanId)
      }
    }
  }
}
