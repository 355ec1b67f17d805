import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import type { MailParty } from '../kit/mail/index.ts'
import type { Audience, MessageKind } from './kinds.ts'
import type { About } from './message.ts'

/** How much is sent before somebody looks: what goes beyond waits, and is not lost. */
export interface MessageLimits {
  /** Minutes in which a request's message of one kind goes to one recipient once. */
  readonly repeatMinutes: number
  /** Messages about one request in 24 hours. */
  readonly perRequestDay: number
  /** Messages to one lender in an hour. */
  readonly perLenderHour: number
}

export const usualLimits: MessageLimits = { repeatMinutes: 10, perRequestDay: 20, perLenderHour: 200 }

interface Counted {
  readonly kind: MessageKind
  readonly audience: Audience
  readonly to: MailParty
  readonly about: About
  readonly at: Date
}

/** Lets those who write about the same request, or to the same lender, take turns until their transactions end. */
export async function takeTurns(
  tx: Tx,
  { audience, to, about }: Pick<Counted, 'audience' | 'to' | 'about'>,
): Promise<void> {
  if (about.requestId !== undefined) await turn(tx, `messages about ${about.requestId}`)
  if (audience === 'lender') await turn(tx, `messages to ${to.address.toLowerCase()}`)
}

const turn = (tx: Tx, what: string) => sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`.execute(tx)

/** Why a message would be one too many; undefined when it is not. What is held or failed does not count: it was not sent. */
export async function limitReached(
  tx: Tx,
  { kind, audience, to, about, at }: Counted,
  limits: MessageLimits,
): Promise<string | undefined> {
  const since = (minutes: number) => new Date(at.getTime() - minutes * 60_000)
  const count = () =>
    tx
      .selectFrom('messages')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', 'not in', ['held', 'failed'])
  const number = async (query: ReturnType<typeof count>) => Number((await query.executeTakeFirstOrThrow()).count)
  const address = sql<boolean>`lower(to_address) = ${to.address.toLowerCase()}`

  if (about.requestId !== undefined) {
    const aboutIt = () => count().where('request_id', '=', about.requestId!)
    const repeated = aboutIt()
      .where('kind', '=', kind)
      .where(address)
      .where('created_at', '>', since(limits.repeatMinutes))
    if ((await number(repeated)) > 0) return `the same was sent less than ${limits.repeatMinutes} minutes before`
    if ((await number(aboutIt().where('created_at', '>', since(24 * 60)))) >= limits.perRequestDay)
      return `there were ${limits.perRequestDay} messages about this request within a day`
  }
  if (audience === 'lender') {
    const toIt = count().where('audience', '=', 'lender').where(address).where('created_at', '>', since(60))
    if ((await number(toIt)) >= limits.perLenderHour)
      return `this lender was sent ${limits.perLenderHour} messages within an hour`
  }
  return undefined
}
