import { sql } from 'kysely'
import { z } from 'zod'
import { readLines, readRequest } from '../ill/index.ts'
import type { Database, Tx } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import { enqueue, type Handlers } from '../kit/jobs/index.ts'
import { Problem } from '../problems.ts'
import { type Engine, followedJob } from '../workflow/index.ts'
import { kindOf } from './kinds.ts'
import { post } from './send.ts'
import { allowedNetworks, type WebhookSettings } from './settings.ts'
import { signatureHeaders } from './sign.ts'

const deliverJob = 'webhook.deliver'
/** With pauses that grow to an hour: about a day. */
const attempts = 30

const Happened = z.object({ instance: z.number(), version: z.number() })
const Delivery = Happened.extend({ webhook: z.number() })

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
        if (kind === undefined) return
        const rows = await tx
          .selectFrom('webhooks')
          .select('id')
          .where('active', '=', true)
          .where(sql<boolean>`(kinds = '{}' or ${kind} = any(kinds))`)
          .execute()
        for (const { id: webhook } of rows)
          await enqueue(
            tx,
            deliverJob,
            { webhook, instance, version },
            { key: `webhook:${webhook}:${instance}:${version}` },
          )
      })
    },
  },
})

/** Delivers: at least once, and to one whose answer is not 2xx again later. */
export function webhookHandlers({ database, engine, settings, clock }: WebhookJobs): Handlers {
  const allowed = allowedNetworks(settings)
  return {
    [deliverJob]: {
      attempts,
      run: async (payload, job) => {
        const { webhook: id, instance, version } = Delivery.parse(payload)
        const { db } = database
        const webhook = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
        // Removed or put to rest meanwhile.
        if (!webhook?.active) return
        const body = await bodyOf(db, engine, instance, version, webhook.names_patron)
        const url = new URL(webhook.url)
        try {
          const status = await post({
            ...{ url, body, allowed, signal: job.signal, timeout: settings.timeout * 1000 },
            headers: {
              'content-type': 'application/json',
              'user-agent': 'Farshelf',
              ...signatureHeaders(webhook.secret, `evt_${instance}_${version}`, Math.floor(clock.now() / 1000), body),
            },
          })
          if (status < 200 || status > 299)
            throw new Problem('webhook-failed', { host: url.hostname, detail: `it answered ${status}` })
          await note(db, id, { delivered_at: new Date(clock.now()), last_error: null })
        } catch (error) {
          if (job.signal.aborted) throw error
          const problem =
            error instanceof Problem
              ? error
              : new Problem(
                  'webhook-failed',
                  { host: url.hostname, detail: (error as Error).message },
                  { cause: error },
                )
          await note(db, id, { last_error: problem.message })
          if (problem.code === 'webhook-refused')
            throw new Problem('job-hopeless', { detail: problem.message }, { cause: problem })
          throw problem
        }
      },
    },
  }
}

const note = (tx: Tx, id: number, said: { readonly delivered_at?: Date; readonly last_error: string | null }) =>
  tx.updateTable('webhooks').set(said).where('id', '=', id).execute()

const eventOf = async (tx: Tx, engine: Engine, instance: number, version: number) =>
  (await engine.history(tx, instance)).find((event) => event.version === version)

/**
 * What is said of an event: the same whenever it is said. Nothing that people wrote, and of the reader nothing unless
 * that is wanted.
 */
async function bodyOf(
  tx: Tx,
  engine: Engine,
  instance: number,
  version: number,
  namesPatron: boolean,
): Promise<string> {
  const { definition } = await engine.read(tx, instance)
  const event = (await eventOf(tx, engine, instance, version))!
  const line = definition === 'request' ? undefined : (await readLines(tx, [instance], event.at)).get(instance)
  const request = (await readRequest(tx, { id: line?.requestId ?? instance }))!
  const { from, to, undoes, at, actor } = event
  return JSON.stringify({
    type: kindOf(definition, event.event),
    timestamp: at.toISOString(),
    data: {
      request: { id: request.id, number: request.number, href: `/api/v1/requests/${request.id}` },
      ...(line && {
        line: {
          id: line.id,
          lender: { id: line.lender.id, symbol: line.lender.symbol, name: line.lender.name },
          href: `/api/v1/requests/${request.id}/lines/${line.id}`,
        },
      }),
      ...{ event: event.event, version, from, to, by: actor.kind },
      ...(undoes !== null && { undoes }),
      ...(namesPatron && { patron: request.patron }),
    },
  })
}
