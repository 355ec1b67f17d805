import { sql } from 'kysely'
import { z } from 'zod'
import { type Database, storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import { audit, type Clock } from '../../kit/index.ts'
import { enqueue, type Handlers, type JobContext, leave } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import { tellFailed } from './attention.ts'
import type { Carried, Carrier, Carriers } from './carrier.ts'
import type { IllMessage, Receipt } from './message.ts'
import { firstRequest, nextDue, nextTime, postpone, sendJob, sendKey, type Waiting, wakeSender } from './outbox.ts'
import { type Partner, readPartner } from './partners.ts'
import { messageWords } from './words.ts'

/** What a message that was given up leaves among the problems: retrying it sends the message again. */
export const givenUpJob = 'ill.exchange.given-up'
export const givenUpKey = (message: number) => `exchange-given-up:${message}`

export interface DeliverOptions {
  readonly database: Database
  readonly engine: Engine
  readonly clock: Clock
  readonly carriers: Carriers
  /** Days after which a message is given up that nobody took. */
  readonly giveUpAfterDays: number
  /** From 0 to 1: what failed together is not tried together. Chance, if not given. */
  readonly jitter?: () => number
}

const Sending = z.object({ partner: z.number() })
const GivenUp = z.object({ message: z.number() })

const day = 86_400_000
const firstPause = 30_000
const longestPause = 4 * 3_600_000

/** Twice as long each time, and up to half of it more; milliseconds. */
export const pauseAfter = (attempts: number, chance: number): number =>
  Math.min(firstPause * 2 ** (attempts - 1), longestPause) * (1 + chance / 2)

/**
 * Sends what waits for partners: of each in the order in which it was written, of one transaction a message after the
 * other. Each is known by the same identity however often it is sent, so that sending twice does nothing twice.
 */
export function exchangeHandlers(options: DeliverOptions): Handlers {
  const { database, clock } = options
  return {
    [sendJob]: {
      attempts: Number.MAX_SAFE_INTEGER,
      run: async (payload, job) => {
        const { partner } = Sending.parse(payload)
        for (;;) {
          job.signal.throwIfAborted()
          const next = await nextDue(database.db, partner, new Date(clock.now()))
          if (!next) break
          await attempt(options, next, job)
        }
        await database.tx(async (tx) => {
          // Gone first: whoever adds a message meanwhile is waited for, and seen below.
          await job.finish(tx)
          const runAt = await nextTime(tx, partner)
          if (runAt) await enqueue(tx, sendJob, { partner }, { key: sendKey(partner), runAt })
        })
      },
    },
    [givenUpJob]: {
      run: async (payload, job) => {
        const { message } = GivenUp.parse(payload)
        await database.tx(async (tx) => {
          const obstacle = await obstacleToSending(options.engine, tx, message)
          if (obstacle !== undefined) throw new Problem('job-hopeless', { detail: obstacle })
          await job.finish(tx)
          await queueAgain(tx, message, new Date(clock.now()))
        })
      },
    },
  }
}

/** States of a line in which its lender may still be asked. */
const mayBeAsked: ReadonlySet<string> = new Set(['pending', 'conditional', 'cancel-pending'])

/** Why a message of ours makes no sense any more; undefined where it may be sent again. */
export async function obstacleToSending(engine: Engine, tx: Tx, id: number): Promise<string | undefined> {
  const row = await tx
    .selectFrom('ill_messages')
    .select(['type', 'instance_id'])
    .where('id', '=', id)
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (row?.instance_id == null) return 'there is no such message'
  const { state } = await engine.read(tx, row.instance_id)
  return row.type === 'request' && !mayBeAsked.has(state)
    ? 'the lender’s turn is over: add the lender once more, and ask it anew'
    : undefined
}

/** Lets a message that goes no further by itself be sent again, with the same identity. Gives whether it was one. */
export async function queueAgain(tx: Tx, id: number, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('ill_messages')
    .set({
      state: 'queued',
      attempts: 0,
      queued_at: at,
      due_at: at,
      settled_at: null,
      receipt: null,
      error: null,
      raw: null,
    })
    .where('id', '=', id)
    .where('direction', '=', 'out')
    .where('state', 'in', ['confirmed', 'refused', 'failed'])
    .returning('partner_id')
    .executeTakeFirst()
  if (row) await wakeSender(tx, row.partner_id)
  return row !== undefined
}

async function attempt(options: DeliverOptions, waiting: Waiting, job: JobContext): Promise<void> {
  const { database, clock, carriers } = options
  const partner = await readPartner(database.db, waiting.partnerId)
  const tried = { ...waiting, attempts: waiting.attempts + 1 }
  const carrier = carriers[waiting.protocol]
  const { written, unwritten } = await write(options, carrier, partner, waiting)
  // Written down before a byte leaves the house: from here on it may have arrived.
  await database.tx(async (tx) => {
    await job.hold(tx)
    await change(tx, waiting, {
      ...{ state: 'sent', attempts: tried.attempts, tried_at: new Date(clock.now()) },
      ...(written !== undefined && { raw: storableText(written) }),
    })
  })
  const carried: Carried = carrier
    ? (unwritten ??
      (await carrier.carry(partner, repeatedIf(tried.attempts > 1, waiting.message), job.signal, written)))
    : { kind: 'hopeless', detail: 'nothing speaks its protocol here' }
  await database.tx(async (tx) => {
    await job.hold(tx)
    await settle(options, tx, tried, partner, carried)
  })
}

const repeatedIf = (repeated: boolean, message: IllMessage): IllMessage =>
  repeated ? ({ ...message, envelope: { ...message.envelope, repeat: true } } as IllMessage) : message

interface Writing {
  readonly written?: string | undefined
  /** Why it never will be. */
  readonly unwritten?: Carried
}

/** The text that goes out, where the protocol has one. A database that fails meanwhile says nothing against the message. */
async function write(
  { database, engine }: DeliverOptions,
  carrier: Carrier | undefined,
  partner: Partner,
  { instanceId, message, written }: Waiting,
): Promise<Writing> {
  if (written !== undefined || !carrier?.write) return { written }
  const { db } = database
  const { state } = await engine.read(db, instanceId)
  const asked = await firstRequest(db, instanceId)
  try {
    return { written: carrier.write(partner, message, { state: state.toUpperCase(), asked }) }
  } catch (error) {
    return { unwritten: { kind: 'hopeless', detail: `it cannot be written: ${(error as Error).message}` } }
  }
}

async function settle(
  { engine, clock, giveUpAfterDays, jitter = Math.random }: DeliverOptions,
  tx: Tx,
  tried: Waiting,
  partner: Partner,
  carried: Carried,
): Promise<void> {
  const now = new Date(clock.now())
  if (carried.kind === 'answered') return await answered(engine, tx, tried, partner, carried.receipt, now)
  const { detail } = carried
  const next = new Date(now.getTime() + pauseAfter(tried.attempts, jitter()))
  const last = tried.queuedAt.getTime() + giveUpAfterDays * day
  if (carried.kind === 'hopeless' || now.getTime() >= last) return await giveUp(engine, tx, tried, partner, detail, now)
  // The last attempt is at the end of its time, not before.
  const due_at = new Date(Math.min(next.getTime(), last))
  await change(tx, tried, { state: carried.arrived ? 'sent' : 'queued', due_at, error: storableText(detail) })
  if (carried.nobody) await postpone(tx, partner.id, due_at)
}

async function answered(engine: Engine, tx: Tx, tried: Waiting, partner: Partner, receipt: Receipt, now: Date) {
  const settled = { receipt: storableJson(receipt), settled_at: now, due_at: null, error: null }
  await tx.deleteFrom('jobs').where('key', '=', givenUpKey(tried.id)).execute()
  if (receipt.kind === 'ok') return void (await change(tx, tried, { state: 'confirmed', ...settled }))
  await change(tx, tried, { state: 'refused', ...settled })
  await audit(tx, {
    actor: { name: partner.name, via: 'job' },
    action: 'exchange.refused-by',
    subject: { kind: 'lender', id: partner.id },
    detail: { type: tried.type, transaction: tried.message.envelope.requestId, why: receipt.why, what: receipt.what },
  })
  const why = `${partner.name} refused it: ${receipt.text}`
  await tellFailed(engine, tx, { ...failure(tried, partner, now), why })
}

async function giveUp(engine: Engine, tx: Tx, tried: Waiting, partner: Partner, detail: string, now: Date) {
  const error = storableText(detail)
  await change(tx, tried, { state: 'failed', due_at: null, settled_at: now, error })
  await leave(
    tx,
    givenUpJob,
    { message: tried.id, instance: tried.instanceId },
    {
      key: givenUpKey(tried.id),
      error: `${messageWords(tried.type)}, to ${partner.name}: ${detail}`,
      at: now,
    },
  )
  await tellFailed(engine, tx, { ...failure(tried, partner, now), why: `It did not get to ${partner.name}: ${detail}` })
}

const failure = ({ id, instanceId, type }: Waiting, partner: Partner, now: Date) => ({
  ...{ instance: instanceId, type, partner },
  key: `exchange-failed:${id}:${now.getTime()}`,
})

type Change = Partial<{
  readonly state: 'queued' | 'sent' | 'confirmed' | 'refused' | 'failed'
  readonly attempts: number
  readonly tried_at: Date
  readonly due_at: Date | null
  readonly settled_at: Date
  readonly receipt: string
  readonly error: string | null
  readonly raw: string
}>

/** Of what is still under way; one that was settled meanwhile stays so. */
const change = (tx: Tx, { id }: Waiting, values: Change) =>
  tx
    .updateTable('ill_messages')
    .set(values)
    .where('id', '=', id)
    .where(sql<boolean>`state in ('queued', 'sent')`)
    .execute()
