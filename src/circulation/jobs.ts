import type { Database, Tx } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import { beginRecurring, type Handlers, recurring } from '../kit/jobs/index.ts'
import { forgetPast } from './forget.ts'
import { noticeHandlers } from './notices/jobs.ts'
import { sendOverdueNotices, sendReminders } from './notices/send.ts'
import type { NoticeOptions } from './notices/write.ts'
import { expirePickups } from './reservations/expire.ts'
import type { CirculationSettings } from './settings.ts'
import { dropOldScans } from './undo.ts'

const tending = 'circulation.tend'
const forgetting = 'circulation.forget'
const hour = 3_600_000
const day = 24 * hour

/** Lets the pickup shelves be tended, notices be sent and the past be forgotten; once is enough, more does no harm. */
export async function tendCirculation(tx: Tx): Promise<void> {
  await beginRecurring(tx, tending)
  await beginRecurring(tx, forgetting)
}

export interface TendOptions extends NoticeOptions {
  readonly database: Database
  readonly settings: CirculationSettings
  readonly clock: Clock
}

/** What a worker does for circulation. */
export const circulationHandlers = ({ database, settings, clock, ...options }: TendOptions): Handlers => ({
  ...recurring(database, clock, {
    kind: tending,
    // Days begin and end at a branch by its own clock.
    every: hour,
    async run(now, { signal, log }) {
      await dropOldScans(database.db, now)
      await expirePickups(database, settings, now, signal)
      await sendReminders(database, settings, options, { now, signal, log })
      await sendOverdueNotices(database, settings, options, { now, signal, log })
    },
  }),
  ...recurring(database, clock, {
    kind: forgetting,
    every: day,
    async run(now, { signal }) {
      const { anonymiseAfterDays: days } = settings
      if (days !== undefined) await forgetPast(database, new Date(now - days * day), signal)
    },
  }),
  ...noticeHandlers(database, () => clock.now(), options),
})
