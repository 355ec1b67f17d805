import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Database, Tx } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import type { Handlers, JobContext } from '../kit/jobs/index.ts'
import { type Delivery, type Letter, type Mailer, type ReturnPattern, returnPathFor } from '../kit/mail/index.ts'
import { Problem } from '../problems.ts'
import { bounceToken } from './bounces/token.ts'
import type { MessageRow, MessageState } from './message.ts'
import { sendJob } from './send-job.ts'
import { threadOf, withMessageId } from './thread.ts'

/**
 * Puts into a letter what nobody but its recipient is to have, at each sending: the message as it is stored goes without.
 * Takes part in the transaction in which the sending begins.
 */
export type FillIn = (
  tx: Tx,
  message: { readonly id: number; readonly lineId?: number | undefined; readonly at: Date },
  letter: Pick<Letter, 'text' | 'html'>,
) => Promise<Pick<Letter, 'text' | 'html'>>

export interface SendOptions {
  readonly database: Database
  /** None where no mail server is configured: messages are kept then. */
  readonly mailer: Mailer | undefined
  readonly clock: Clock
  /** Where messages come back to that cannot be delivered: each to an address of its own. */
  readonly returns?: ReturnPattern | undefined
  /** Where lenders answer: each letter at an address of its own. */
  readonly replies?: ReturnPattern | undefined
  readonly fillIn?: FillIn | undefined
}

/** What a worker does with messages: give it a `backOff` of half a minute, and what fails is tried for two days. */
export function messageHandlers(options: SendOptions): Handlers {
  return {
    [sendJob]: {
      attempts: mostAttempts,
      run: (payload, job) => send(options, z.object({ message: z.number() }).parse(payload).message, job),
    },
  }
}

const mostAttempts = 55
const unsureReason =
  'the mail server was given the message, and then we heard no more of it: it may have been sent. Its log knows'

/**
 * Sends a message at most once. That it is about to be handed over is written down, and committed, before the mail
 * server gets the first byte: an attempt that ends without a word before then is begun again, one that ends after it
 * is for a person to judge.
 */
async function send(
  { database, mailer, clock, returns, replies, fillIn }: SendOptions,
  id: number,
  job: JobContext,
): Promise<void> {
  const attempt = randomUUID()
  const begun = await database.tx((tx) => begin(tx, id, attempt, mailer, clock, job, fillIn))
  if (!begun || !mailer) return
  const handOver = () =>
    database.tx(async (tx) => {
      await job.hold(tx)
      const mine = await update(tx, id, attempt, { handed_over_at: new Date(clock.now()) })
      // Another worker has taken it over since.
      if (!mine) throw new Problem('job-lost', { id: job.id })
    })
  const token = bounceToken(id, begun.messageId)
  const returnPath = returns && returnPathFor(returns, token)
  const replyTo = replies && begun.answered ? returnPathFor(replies, token) : undefined
  const delivery = await mailer
    .send({ ...begun, returnPath, replyTo }, { handOver, signal: job.signal })
    .catch(async (error: unknown) => {
      // Nothing was handed over: let it wait under its own name, not look as if it were being sent.
      await waitAgain(database.db, id, attempt).catch(() => undefined)
      throw error
    })
  await writeDown(database, clock, id, attempt, delivery, job)
  if (delivery.outcome === 'deferred' && job.attempts < mostAttempts) throw new Error(delivery.reason)
}

/** A letter that is to be sent, and whether what is answered to it is read. */
type Begun = Letter & { readonly answered: boolean }

/** Takes the message up: gives the letter to send, or undefined when there is nothing to do, which ends the job. */
async function begin(
  tx: Tx,
  id: number,
  attempt: string,
  mailer: Mailer | undefined,
  clock: Clock,
  job: JobContext,
  fillIn: FillIn | undefined,
): Promise<Begun | undefined> {
  await job.hold(tx)
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  const end = async (state?: MessageState, reason: string | null = null) => {
    if (state)
      await tx
        .updateTable('messages')
        .set({ state, reason, changed_at: new Date(clock.now()) })
        .where('id', '=', id)
        .execute()
    await job.finish(tx)
    return undefined
  }
  if (row?.state !== 'queued' && row?.state !== 'sending') return await end()
  if (row.state === 'sending' && row.handed_over_at !== null) return await end('unsure', unsureReason)
  if (!mailer) return await end('kept')
  const identified = await withMessageId(tx, row, mailer.from)
  await tx
    .updateTable('messages')
    .set({
      state: 'sending',
      attempt,
      attempts: sql<number>`attempts + 1`,
      handed_over_at: null,
      message_id: identified.message_id,
      in_reply_to: identified.in_reply_to,
      changed_at: new Date(clock.now()),
    })
    .where('id', '=', id)
    .execute()
  const letter = await letterOf(tx, identified)
  const about = { id, lineId: row.line_id ?? undefined, at: new Date(clock.now()) }
  const answered = row.audience === 'lender'
  return { ...letter, ...(fillIn && (await fillIn(tx, about, letter))), answered }
}

async function letterOf(tx: Tx, row: MessageRow & { message_id: string }): Promise<Letter> {
  return {
    to: { name: row.to_name, address: row.to_address },
    subject: row.subject,
    text: row.text,
    html: row.html ?? undefined,
    messageId: row.message_id,
    inReplyTo: row.in_reply_to ?? undefined,
    references: await threadOf(tx, row),
    date: row.created_at,
  }
}

type Change = Partial<
  Record<'handed_over_at' | 'sent_at', Date> & { state: MessageState; reason: string | null; response: string }
>

/** Changes the message while the attempt is the one that may. Whether it was. */
async function update(tx: Tx, id: number, attempt: string, change: Change): Promise<boolean> {
  const row = await tx
    .updateTable('messages')
    .set(change)
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    // One judged unsure meanwhile is put right by whoever knows better.
    .where('state', 'in', ['sending', 'unsure'])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

const waitAgain = (tx: Tx, id: number, attempt: string) =>
  tx
    .updateTable('messages')
    .set({ state: 'queued' })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'sending')
    .where('handed_over_at', 'is', null)
    .execute()

/** Milliseconds between tries to write down what became of a message, and how many there are. */
const pause = 1000
const tries = 20

/** Writes down how an attempt ended, and ends the job with it. Knowing is worth some patience with the database. */
async function writeDown(
  database: Database,
  clock: Clock,
  id: number,
  attempt: string,
  delivery: Delivery,
  job: JobContext,
) {
  const change = { ...changeOf(delivery, job.attempts, clock), changed_at: new Date(clock.now()) }
  const goesOn = change.state === 'queued'
  for (let tried = 1; ; tried++)
    try {
      return await database.tx(async (tx) => {
        await update(tx, id, attempt, change)
        if (!goesOn) await job.finish(tx)
      })
    } catch (error) {
      if (error instanceof Problem && error.code === 'job-lost')
        return void (await update(database.db, id, attempt, change))
      if (tried === tries || job.signal.aborted) throw error
      await wait(pause)
    }
}

function changeOf(delivery: Delivery, attempts: number, clock: Clock): Change {
  switch (delivery.outcome) {
    case 'sent':
      return { state: 'sent', reason: null, response: delivery.response.slice(0, 1000), sent_at: new Date(clock.now()) }
    case 'refused':
      return { state: 'failed', reason: `the mail server refused it: ${delivery.reason}` }
    case 'unsure':
      return { state: 'unsure', reason: `${unsureReason} (${delivery.reason})` }
    case 'deferred':
      return attempts < mostAttempts
        ? { state: 'queued', reason: delivery.reason }
        : { state: 'failed', reason: `given up after ${attempts} tries: ${delivery.reason}` }
  }
}
