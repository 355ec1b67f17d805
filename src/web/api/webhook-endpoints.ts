import type { z } from 'zod'
import { addressRefusal } from '../../kit/http/index.ts'
import { Problem } from '../../problems.ts'
import {
  addWebhook,
  allowedNetworks,
  changeWebhook,
  type Delivery,
  listWebhooks,
  readWebhook,
  recentDeliveries,
  redeliver,
  removeWebhook,
  renewWebhookSecret,
  testWebhook,
  type Webhook,
  WebhookFields,
  webhookKinds,
} from '../../webhooks/index.ts'
import type { Door } from '../door.ts'
import { parse } from '../route.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { seenVersion, sendVersioned } from './versions.ts'
import * as schemas from './webhook-schemas.ts'

/** Where events go: kept by administrators. */
export function webhookEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const known = async (id: number): Promise<Webhook> => {
    const webhook = await readWebhook(database.db, id)
    if (!webhook) throw new Problem('not-found', { what: 'webhook' })
    return webhook
  }
  return [
    endpoint({
      method: 'get',
      path: '/webhooks',
      summary: 'Where events of requests go, and the kinds there are',
      answers: [{ status: 200, description: 'The oldest first', schema: schemas.Webhooks }],
      problems: [401, 403],
      handle: async (_input, { res }) => {
        res.json({ webhooks: (await listWebhooks(database.db)).map(webhookView), kinds: webhookKinds })
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks',
      summary: 'Let events go to an address',
      body: schemas.NewWebhook,
      answers: [{ status: 201, description: 'With its secret, this once', schema: schemas.MadeWebhook }],
      problems: [400, 401, 403, 409, 413],
      handle: async ({ body }, { res, visitor }) => {
        await mayGoTo(door, body.url)
        const { webhook, secret } = await database.tx((tx) => addWebhook(tx, body, visitor.actor))
        res
          .status(201)
          .location(`/api/v1/webhooks/${webhook.id}`)
          .set('Cache-Control', 'no-store')
          .json({ ...webhookView(webhook), secret })
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/{webhook}',
      summary: 'A webhook, without its secret',
      params: schemas.WebhookParams,
      answers: [{ status: 200, description: '`ETag` holds its version', schema: schemas.Webhook }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) => {
        const webhook = await known(params.webhook)
        sendVersioned(exchange, webhook.version, webhookView(webhook))
      },
    }),
    endpoint({
      method: 'patch',
      path: '/webhooks/{webhook}',
      summary: 'Change a webhook; what is left out stays as it is',
      params: schemas.WebhookParams,
      headers: schemas.ChangeHeaders,
      body: schemas.WebhookChange,
      answers: [{ status: 200, description: 'The webhook as it is now', schema: schemas.Webhook }],
      problems: [400, 401, 403, 404, 409, 412, 413, 428],
      handle: async ({ params, headers, body }, exchange) => {
        const seen = seenVersion(headers['if-match'], 'the webhook')
        const { url, kinds, namesPatron, active } = await known(params.webhook)
        const after = parse(WebhookFields, { url, kinds, namesPatron, active, ...body })
        if (after.url !== url) await mayGoTo(door, after.url)
        const changed = await database
          .tx((tx) => changeWebhook(tx, params.webhook, seen, after, exchange.visitor.actor))
          .catch((error: unknown) => {
            if (error instanceof Problem && error.code === 'version-conflict')
              throw new Problem('version-stale', error.context)
            throw error
          })
        sendVersioned(exchange, changed.version, webhookView(changed))
      },
    }),
    endpoint({
      method: 'delete',
      path: '/webhooks/{webhook}',
      summary: 'Remove a webhook; what is still to be delivered is not',
      params: schemas.WebhookParams,
      answers: [{ status: 204, description: 'Removed' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        await database.tx((tx) => removeWebhook(tx, params.webhook, visitor.actor))
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/{webhook}/secret',
      summary: 'Give a webhook a new secret; the old one signs nothing more',
      params: schemas.WebhookParams,
      answers: [{ status: 200, description: 'This once', schema: schemas.Secret }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const secret = await database.tx((tx) => renewWebhookSecret(tx, params.webhook, visitor.actor))
        res.set('Cache-Control', 'no-store').json({ secret })
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/{webhook}/deliveries',
      summary: 'What became of the events that went to an address',
      params: schemas.WebhookParams,
      query: schemas.DeliveriesQuery,
      answers: [{ status: 200, description: 'The newest first', schema: schemas.Deliveries }],
      problems: [400, 401, 403, 404],
      handle: async ({ params, query }, { res }) => {
        const { id } = await known(params.webhook)
        res.json({ deliveries: (await recentDeliveries(database.db, id, query.size)).map(deliveryView) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/{webhook}/deliveries/{delivery}/retry',
      summary: 'Send an event to its address once more, with the same `webhook-id`',
      params: schemas.DeliveryParams,
      answers: [{ status: 202, description: 'It is sent as soon as somebody comes to it' }],
      problems: [400, 401, 403, 404, 409],
      handle: async ({ params }, { res, visitor }) => {
        await database.tx((tx) => redeliver(tx, params.webhook, params.delivery, visitor.actor))
        res.status(202).end()
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/{webhook}/test',
      summary: 'Send a test, of the kind `test`, to an address; what came of it stands among its deliveries',
      params: schemas.WebhookParams,
      answers: [{ status: 202, description: 'It is sent as soon as somebody comes to it' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        await database.tx((tx) => testWebhook(tx, params.webhook, visitor.actor, new Date(clock.now())))
        res.status(202).end()
      },
    }),
  ]
}

/** @throws Problem bad-input for an address that is not called from here */
async function mayGoTo({ webhooks }: Door, url: string): Promise<void> {
  const refusal = await addressRefusal(url, allowedNetworks(webhooks))
  if (refusal !== undefined) throw new Problem('bad-input', { detail: `url: ${refusal}` })
}

const deliveryView = ({ createdAt, triedAt, dueAt, ...one }: Delivery) => ({
  ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null)),
  createdAt: createdAt.toISOString(),
  ...(triedAt && { triedAt: triedAt.toISOString() }),
  ...(dueAt && { dueAt: dueAt.toISOString() }),
})

function webhookView(webhook: Webhook): z.input<typeof schemas.Webhook> {
  const { createdAt, deliveredAt, lastError, ...rest } = webhook
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    ...(deliveredAt && { deliveredAt: deliveredAt.toISOString() }),
    ...(lastError !== null && { lastError }),
  }
}
