import { randomUUID } from 'node:crypto'
import { storableText, type Tx } from '../kit/db/index.ts'
import type { Answer } from '../kit/http/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { enqueue, hasten, standings } from '../kit/jobs/index.ts'
import { Problem } from '../problems.ts'

export const deliverJob = 'webhook.deliver'
export const testJob = 'webhook.test'
/** What a test is called among the kinds of events; nobody subscribes to it. */
export const testKind = 'test'
/** Days that what became of a delivery is kept. */
const kept = 30
/** Those forgotten on the way, each time one is added. */
const sweep = 100

/** An event on its way to an address. */
export interface Bound {
  readonly webhook: number
  readonly instance: number
  readonly version: number
}

const keyOf = ({ webhook, instance, version }: Bound) => `webhook:${webhook}:${instance}:${version}`

/** `waiting` for its first attempt, `again` for another; `failed` for good, or until somebody has it sent again. */
export type DeliveryState = 'waiting' | 'again' | 'delivered' | 'failed'

export interface Delivery {
  readonly id: number
  /** The kind of the event, or `test`. */
  readonly kind: string
  readonly instance: number | null
  readonly version: number | null
  readonly state: DeliveryState
  readonly attempts: number
  readonly status: number | null
  readonly answer: string | null
  readonly error: string | null
  readonly createdAt: Date
  readonly triedAt: Date | null
  /** When it is tried next; null where it is not. */
  readonly dueAt: Date | null
}

/** Sends an event to an address as soon as somebody comes to it, and remembers that. */
export async function queueDelivery(tx: Tx, bound: Bound, kind: string, at: Date): Promise<void> {
  await remember(tx, bound, kind, at)
  await enqueue(tx, deliverJob, bound, { key: keyOf(bound) })
  await tx
    .deleteFrom('webhook_deliveries')
    .where(({ eb, selectFrom }) =>
      eb(
        'id',
        'in',
        selectFrom('webhook_deliveries')
          .select('id')
          .where('webhook_id', '=', bound.webhook)
          .where('created_at', '<', new Date(at.getTime() - kept * 86_400_000))
          .orderBy('id')
          .limit(sweep),
      ),
    )
    .execute()
}

const remember = (tx: Tx, bound: Bound, kind: string, at: Date) =>
  tx
    .insertInto('webhook_deliveries')
    .values({
      ...{ webhook_id: bound.webhook, instance_id: bound.instance, version: bound.version },
      ...{ kind, job_key: keyOf(bound), created_at: at },
    })
    .onConflict((conflict) => conflict.column('job_key').doNothing())
    .execute()

/** What an attempt came to. */
export interface Attempt {
  readonly at: Date
  readonly answer: Answer | undefined
  /** Why it failed; undefined where it did not. */
  readonly problem: Problem | undefined
}

/** Writes down what came of an attempt; where it was forgotten meanwhile, it is remembered anew. */
export async function noteAttempt(tx: Tx, bound: Bound, kind: string, attempt: Attempt): Promise<void> {
  await remember(tx, bound, kind, attempt.at)
  await note(tx, keyOf(bound), attempt)
}

/** Writes down why something was never sent. */
export const noteUnsent = (tx: Tx, bound: Bound, { message }: Problem) =>
  tx.updateTable('webhook_deliveries').set({ error: message }).where('job_key', '=', keyOf(bound)).execute()

/** Writes down what came of an attempt, by the key of its job. */
export async function note(tx: Tx, key: string, { at, answer, problem }: Attempt): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set(({ eb }) => ({
      attempts: eb('attempts', '+', 1),
      status: answer?.status ?? null,
      answer: answer ? storableText(answer.text) : null,
      error: problem ? storableText(problem.message) : null,
      tried_at: at,
      ...(!problem && { delivered_at: at }),
    }))
    .where('job_key', '=', key)
    .execute()
}

/** The last deliveries of a webhook, the newest first. */
export async function recentDeliveries(tx: Tx, webhook: number, most: number): Promise<readonly Delivery[]> {
  const rows = await tx
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhook)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  const jobs = await standings(
    tx,
    rows.map(({ job_key }) => job_key),
  )
  return rows.map((row): Delivery => {
    const job = jobs.get(row.job_key)
    const waits = job?.dueAt !== undefined
    return {
      ...{ id: row.id, kind: row.kind, instance: row.instance_id, version: row.version, attempts: row.attempts },
      ...{ status: row.status, answer: row.answer, error: row.error, createdAt: row.created_at, triedAt: row.tried_at },
      state: waits ? (row.tried_at ? 'again' : 'waiting') : row.delivered_at && !job ? 'delivered' : 'failed',
      dueAt: job?.dueAt ?? null,
    }
  })
}

/**
 * Sends a delivery once more, with the same id: whoever took it already knows it by that.
 * @throws Problem not-found; delivery-refused for a test, and while the webhook is paused
 */
export async function redeliver(tx: Tx, webhook: number, id: number, actor: Actor): Promise<void> {
  const row = await tx
    .selectFrom('webhook_deliveries')
    .innerJoin('webhooks', 'webhooks.id', 'webhook_deliveries.webhook_id')
    .select(['job_key', 'instance_id', 'kind', 'active'])
    .select('webhook_deliveries.version as event_version')
    .where('webhook_deliveries.id', '=', id)
    .where('webhook_id', '=', webhook)
    .forUpdate('webhook_deliveries')
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', { what: 'delivery' })
  const { instance_id: instance, event_version: version } = row
  if (instance === null || version === null)
    throw new Problem('delivery-refused', { reason: 'it was a test: send another one' })
  if (!row.active) throw new Problem('delivery-refused', { reason: 'the webhook is paused: resume it first' })
  if (!(await hasten(tx, row.job_key)))
    await enqueue(tx, deliverJob, { webhook, instance, version }, { key: row.job_key })
  await audit(tx, {
    actor,
    action: 'webhook.retry',
    subject: { kind: 'webhook', id: webhook },
    detail: { delivery: id, kind: row.kind },
  })
}

/** Sends a test to an address, paused or not: it is tried once. @throws Problem not-found */
export async function testWebhook(tx: Tx, webhook: number, actor: Actor, at: Date): Promise<void> {
  const held = await tx.selectFrom('webhooks').select('id').where('id', '=', webhook).forUpdate().executeTakeFirst()
  if (!held) throw new Problem('not-found', { what: 'webhook' })
  const key = `webhook-test:${randomUUID()}`
  await tx
    .insertInto('webhook_deliveries')
    .values({ webhook_id: webhook, kind: testKind, job_key: key, created_at: at })
    .execute()
  await enqueue(tx, testJob, { webhook, key }, { key })
  await audit(tx, { actor, action: 'webhook.test', subject: { kind: 'webhook', id: webhook } })
}
