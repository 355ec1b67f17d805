import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../kit/db/index.ts'
import { type Answer, post } from '../kit/http/index.ts'
import type { Clock } from '../kit/index.ts'
import type { Handlers, JobContext } from '../kit/jobs/index.ts'
import { Problem } from '../problems.ts'
import { type Engine, followedJob } from '../workflow/index.ts'
import { deliverJob, note, noteAttempt, noteUnsent, queueDelivery, testJob, testKind } from './deliveries.ts'
import { bodyOf, eventOf } from './event-body.ts'
import { kindOf } from './kinds.ts'
import { allowedNetworks, type WebhookSettings } from './settings.ts'
import { signatureHeaders } from './sign.ts'

/** With pauses that grow to an hour: about a day. */
const attempts = 30

const Happened = z.object({ instance: z.number(), version: z.number() })
const Delivery = Happened.extend({ webhook: z.number() })
const Test = z.object({ webhook: z.number(), key: z.string() })

/** What keeps an answer from coming, in words. */
const detailOf = (error: Error): string =>
  error instanceof Problem && error.code === 'call-failed' ? String(error.context['detail']) : error.message

type Called = { readonly url: string; readonly secret: string }

interface WebhookJobs {
  readonly database: Database
  readonly engine: Engine
  readonly settings: WebhookSettings
  readonly clock: Clock
}

/** For each event, finds out who wants to know: one delivery for each, in one transaction. Quick, and needs no network. */
export const followingHandlers = ({ database, engine }: Pick<WebhookJobs, 'database' | 'engine'>): Handlers => ({
  [followedJob]: {
    run: async (payload, job) => {
      const { instance, version } = Happened.parse(payload)
      await database.tx(async (tx) => {
        await job.finish(tx)
        const { definition } = await engine.read(tx, instance)
        const event = await eventOf(tx, engine, instance, version)
        const kind = event && kindOf(definition, event.event)
        if (!event || kind === undefined) return
        const rows = await tx
          .selectFrom('webhooks')
          .select('id')
          .where('active', '=', true)
          .where(sql<boolean>`(kinds = '{}' or ${kind} = any(kinds))`)
          .execute()
        for (const { id: webhook } of rows) await queueDelivery(tx, { webhook, instance, version }, kind, event.at)
      })
    },
  },
})

/** Delivers: at least once, and to one whose answer is not 2xx again later. A test is sent once, whatever comes of it. */
export function webhookHandlers({ database, engine, settings, clock }: WebhookJobs): Handlers {
  const { db } = database
  const reach = allowedNetworks(settings)
  const readWebhook = (id: number) => db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()

  /** One attempt. What keeps it from being good is told, not thrown. */
  async function attempt(webhook: Called, id: string, body: string, job: JobContext) {
    const url = new URL(webhook.url)
    const failed = (detail: string, cause?: unknown) =>
      new Problem('webhook-failed', { host: url.hostname, detail }, { cause })
    let answer: Answer | undefined
    let problem: Problem | undefined
    try {
      answer = await post({
        ...{ url, body, reach, signal: job.signal, timeout: settings.timeout * 1000 },
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Farshelf',
          ...signatureHeaders(webhook.secret, id, Math.floor(clock.now() / 1000), body),
        },
      })
      if (answer.status < 200 || answer.status > 299) problem = failed(`it answered ${answer.status}`)
    } catch (error) {
      if (job.signal.aborted) throw error
      problem =
        error instanceof Problem && error.code === 'call-refused'
          ? new Problem('webhook-refused', error.context, { cause: error })
          : failed(detailOf(error as Error), error)
    }
    return { at: new Date(clock.now()), answer, problem }
  }
  const tell = (id: number, { at, problem }: Awaited<ReturnType<typeof attempt>>) =>
    db
      .updateTable('webhooks')
      .set(problem ? { last_error: problem.message } : { delivered_at: at, last_error: null })
      .where('id', '=', id)
      .execute()

  return {
    [deliverJob]: {
      attempts,
      run: async (payload, job) => {
        const bound = Delivery.parse(payload)
        const webhook = await readWebhook(bound.webhook)
        // Removed meanwhile.
        if (!webhook) return
        if (!webhook.active) return void (await noteUnsent(db, bound, new Problem('webhook-paused')))
        const { instance, version } = bound
        const { kind, body } = await bodyOf(db, engine, instance, version, webhook.names_patron)
        const tried = await attempt(webhook, `evt_${instance}_${version}`, body, job)
        await noteAttempt(db, bound, kind, tried)
        await tell(webhook.id, tried)
        const { problem } = tried
        if (problem?.code === 'webhook-refused')
          throw new Problem('job-hopeless', { detail: problem.message }, { cause: problem })
        if (problem) throw problem
      },
    },
    [testJob]: {
      run: async (payload, job) => {
        const { webhook: id, key } = Test.parse(payload)
        const webhook = await readWebhook(id)
        if (!webhook) return
        const body = JSON.stringify({
          type: testKind,
          timestamp: new Date(clock.now()).toISOString(),
          data: { webhook: id },
        })
        const tried = await attempt(webhook, `evt_${key.replace('webhook-', '').replace(':', '_')}`, body, job)
        await note(db, key, tried)
        await tell(id, tried)
      },
    },
  }
}
