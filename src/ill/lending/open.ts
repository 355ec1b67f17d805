import { sql } from 'kysely'
import { type Calendar, dateIn } from '../../kit/calendar/index.ts'
import { storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import { readLender } from '../lenders/index.ts'
import { endOf, endOfLast } from '../machines/lending-time.ts'
import { findLending, readLending } from './read.ts'
import { lookForStandingAnswer } from './standing.ts'
import { type Lending, type LendingOrder, systemWays } from './types.ts'
import { bibsWanted, wantedAuthor, wantedTitle, wantedWords } from './wanted.ts'

export interface OpenOptions {
  readonly engine: Engine
  /** Our own: answers are due on days on which we work. */
  readonly calendar: Calendar
  readonly now: Date
}

export interface Opened {
  readonly lending: Lending
  /** It was there already. */
  readonly repeated: boolean
}

/**
 * Takes in a request of another library: In process, unread, with its time to answer running, and linked to the record of
 * ours that it describes. Two with one key are one, and so are two with one number of a library's system.
 * @throws Problem not-found for the library; bad-input when the key was another request's
 */
export async function openLending(
  tx: Tx,
  order: LendingOrder,
  { actor, via, key }: Pick<Cause, 'actor' | 'via' | 'key'>,
  { engine, calendar, now }: OpenOptions,
): Promise<Opened> {
  const { partnerId, theirNumber, wanted, services } = order
  // One at a time for one library: of two messages the second sees what the first one did.
  await sql`select pg_advisory_xact_lock(hashtextextended('farshelf lending', ${partnerId}))`.execute(tx)
  const known = await before(tx, order, key)
  if (known) return { lending: known, repeated: true }
  if (!(await readLender(tx, partnerId))) throw new Problem('not-found', { what: 'library' })
  const expiresAt = deadline(order, engine, calendar, now)
  const { id } = await engine.start(
    tx,
    'lending',
    { actor, via },
    { service: services[0]!, ...(expiresAt && { expiresAt: expiresAt.toISOString() }) },
  )
  const [bib] = await bibsWanted(tx, wanted, dateIn(calendar.timeZone, now.getTime()))
  await sql`
    insert into ill_lendings (id, lender_id, via, their_number, previous_number, wanted, title, author, words, services, level,
      needed_by, expires_on, most_cost, hold, conditions, deliver_to, deliver_email, note, bib_id, open_key, opened_at)
    values (${id}, ${partnerId}, ${order.via}, ${storableText(theirNumber)}, ${order.previousNumber ?? null},
      ${storableJson(wanted)}::jsonb, ${storableText(wantedTitle(wanted))}, ${storableText(wantedAuthor(wanted))},
      to_tsvector('simple', ${wantedWords(wanted)}), ${[...services]}::text[], ${order.level ?? null},
      ${order.neededBy ?? null}, ${order.expiresOn ?? null}, ${order.mostCost ?? null}, ${order.hold},
      ${storableJson(order.conditions)}::jsonb, ${order.deliverTo ? storableJson(order.deliverTo) : null}::jsonb,
      ${storableText(order.deliverEmail)}, ${storableText(order.note)}, ${bib?.id ?? null}, ${key ?? null}, ${now})`.execute(
    tx,
  )
  if (systemWays.has(order.via)) await lookForStandingAnswer(tx, id)
  await audit(tx, {
    actor: auditActor(actor, via),
    action: 'lending.open',
    subject: { kind: 'lending', id },
    detail: { lender: partnerId, way: order.via },
  })
  return { lending: (await readLending(tx, id))!, repeated: false }
}

async function before(tx: Tx, order: LendingOrder, key: string | undefined): Promise<Lending | undefined> {
  const { partnerId, theirNumber, via } = order
  if (key !== undefined) {
    const row = await tx
      .selectFrom('ill_lendings')
      .select(['id', 'lender_id'])
      .where('open_key', '=', key)
      .executeTakeFirst()
    if (row && row.lender_id !== partnerId)
      throw new Problem('bad-input', { detail: 'This key was used for another library’s request' })
    if (row) return (await readLending(tx, row.id))!
  }
  return systemWays.has(via) ? await findLending(tx, { partnerId, theirNumber }) : undefined
}

/** When its time to answer is over: the end of so many of our open days, or sooner where an answer is of no use after. */
function deadline({ expiresOn }: LendingOrder, engine: Engine, calendar: Calendar, now: Date): Date | undefined {
  const { lengths } = engine.machine('lending').definition
  const ours = endOfLast(now, lengths['answer']!, calendar)
  const theirs = expiresOn === undefined ? undefined : endOf(calendar, expiresOn)
  return theirs && theirs < ours ? theirs : ours
}
