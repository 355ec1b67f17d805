import type { Database, Tx } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import { beginRecurring, type Handlers, recurring } from '../kit/jobs/index.ts'
import type { Engine } from '../workflow/index.ts'
import { removeExpired } from './documents/index.ts'
import { forgetStrayMessages } from './exchange/index.ts'
import { forgetLendings, removeSentCopies } from './lending/index.ts'
import { expireRequests, type TellExpired } from './requests/expire.ts'
import { forgetRequests } from './requests/forget.ts'
import type { IllSettings } from './settings.ts'

const kinds = { forget: 'ill.forget', expire: 'ill.expire', copies: 'ill.copies' } as const
const day = 86_400_000

/** Lets what is past its time end, and be forgotten, from now on; once is enough, more does no harm. */
export async function tendIll(tx: Tx): Promise<void> {
  for (const kind of Object.values(kinds)) await beginRecurring(tx, kind)
}

/** Daily, by the settings of today. */
export const tendingHandlers = (
  database: Database,
  engine: Engine,
  { anonymiseAfterDays, expireAfterDays }: IllSettings,
  clock: Clock,
  tellExpired?: TellExpired,
): Handlers => {
  const daily = (
    kind: string,
    days: number | undefined,
    work: (before: Date, signal: AbortSignal) => Promise<unknown>,
  ) =>
    recurring(database, clock, {
      kind,
      every: day,
      async run(now, { signal }) {
        if (days !== undefined) await work(new Date(now - days * day), signal)
      },
    })
  return {
    ...recurring(database, clock, {
      kind: kinds.copies,
      every: day,
      async run(now, { signal }) {
        await removeSentCopies(database, new Date(now), signal)
        await removeExpired(database, new Date(now), signal)
      },
    }),
    ...daily(kinds.forget, anonymiseAfterDays, async (before, signal) => {
      await forgetRequests(database, before, signal)
      await forgetLendings(database, before, signal)
      await database.tx((tx) => forgetStrayMessages(tx, before))
    }),
    ...daily(kinds.expire, expireAfterDays, (before, signal) =>
      expireRequests(database, engine, { before, signal, tell: tellExpired }),
    ),
  }
}
