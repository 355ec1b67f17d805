import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { countGivenUp, discard, type GivenUp, givenUp, retry } from '../kit/jobs/index.ts'
import { Problem } from '../problems.ts'
import { dismissMessage, sendMessage } from './acts.ts'
import { type Message, messageOf } from './message.ts'
import { type MessagesWithin, readMessageOf } from './read-messages.ts'
import { sendJob } from './send-job.ts'

/** Something that went no further by itself: a message, or a job of another kind that was given up. */
export type Trouble =
  | {
      readonly what: 'message'
      readonly id: number
      readonly since: Date
      readonly reason: string
      readonly message: Message
    }
  | { readonly what: 'job'; readonly id: number; readonly since: Date; readonly reason: string; readonly job: GivenUp }

const most = 200

/** Messages that failed, came back, may have been sent, or are held, and those whose job was given up: undismissed ones. */
const open = sql<boolean>`dismissed_at is null and (state in ('failed', 'unsure', 'held', 'bounced')
  or id in (select (payload ->> 'message')::bigint from jobs where kind = ${sendJob} and failed_at is not null))`

/** What somebody has to look at, the newest first. Jobs are of the whole house: who is kept to some messages sees none. */
export async function listTroubles(tx: Tx, within?: MessagesWithin): Promise<Trouble[]> {
  const rows = await tx
    .selectFrom('messages')
    .selectAll()
    .select(
      sql<
        string | null
      >`(select last_error from jobs where key = 'message:' || messages.id and failed_at is not null)`.as('job_error'),
    )
    .where(open)
    .$if(within !== undefined, (query) => query.where(within!))
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  const messages = rows.map(
    ({ job_error, ...row }): Trouble => ({
      what: 'message',
      id: row.id,
      since: row.changed_at,
      reason: job_error ?? row.reason ?? '',
      message: messageOf(row),
    }),
  )
  const jobs = (within ? [] : await givenUp(tx, { without: [sendJob], most })).map(
    (job): Trouble => ({ what: 'job', id: job.id, since: job.failedAt, reason: job.error, job }),
  )
  return [...messages, ...jobs].sort((a, b) => b.since.getTime() - a.since.getTime())
}

/** How many there are: for cards and menus. */
export async function countTroubles(
  tx: Tx,
  within?: MessagesWithin,
): Promise<{ readonly messages: number; readonly jobs: number }> {
  const { count } = await tx
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(open)
    .$if(within !== undefined, (query) => query.where(within!))
    .executeTakeFirstOrThrow()
  return { messages: Number(count), jobs: within ? 0 : await countGivenUp(tx, { without: [sendJob] }) }
}

export type TroubleAct = 'retry' | 'dismiss'

/**
 * Tries again what went no further, or says that nothing need be done about it; a job is removed then.
 * @throws Problem not-found when somebody did either before, or may not know of it, message-gone, message-state, message-address
 */
export async function actOnTrouble(
  tx: Tx,
  { what, id }: Pick<Trouble, 'what' | 'id'>,
  act: TroubleAct,
  actor: Actor,
  now: Date,
  within?: MessagesWithin,
): Promise<void> {
  if (within && (what === 'job' || !(await readMessageOf(tx, id, within))))
    throw new Problem('not-found', { what: 'problem' })
  if (what === 'message')
    return act === 'retry' ? await sendMessage(tx, id, actor) : await dismissMessage(tx, id, actor, now)
  const done = act === 'retry' ? await retry(tx, id) : await discard(tx, id)
  if (!done) throw new Problem('not-found', { what: 'problem' })
  await audit(tx, {
    actor,
    action: `job.${act}`,
    subject: { kind: 'job', id },
    detail: typeof done === 'object' ? { kind: done.kind, error: done.error } : {},
  })
}
