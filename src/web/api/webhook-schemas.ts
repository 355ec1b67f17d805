import { z } from 'zod'
import { WebhookFields } from '../../webhooks/index.ts'
import { whole } from './catalogue-schemas.ts'
import { IfMatch } from './versions.ts'

export const WebhookParams = z.object({ webhook: whole })
export const ChangeHeaders = z.object({ 'if-match': IfMatch })
export const NewWebhook = WebhookFields.meta({
  id: 'NewWebhook',
  description:
    'Events are posted as `{type, timestamp, data}`, signed as Standard Webhooks has it: `webhook-signature` is `v1,` and the base64 of an HMAC-SHA-256 over `webhook-id`, `webhook-timestamp` and the body, joined by dots, with what follows `whsec_` in the secret, decoded from base64. An event may come more than once, with the same `webhook-id`, and events may overtake each other: go by `data.version`.',
})
export const WebhookChange = z
  .record(z.string(), z.unknown())
  .meta({ id: 'WebhookChange', description: 'Any of the fields of a webhook' })

export const Webhook = z
  .object({
    id: z.int(),
    version: z.int(),
    url: z.string(),
    kinds: z.array(z.string()).meta({ description: 'All where none is named' }),
    namesPatron: z.boolean().meta({ description: 'What is sent says who the reader is' }),
    active: z.boolean(),
    createdAt: z.iso.datetime(),
    deliveredAt: z.iso.datetime().optional(),
    lastError: z.string().optional().meta({ description: 'Why the last delivery failed' }),
  })
  .meta({ id: 'Webhook' })
const secret = z.string().meta({ description: 'Shown this once' })
export const MadeWebhook = Webhook.extend({ secret }).meta({ id: 'MadeWebhook' })
export const Secret = z.object({ secret }).meta({ id: 'WebhookSecret' })
export const Webhooks = z
  .object({ webhooks: z.array(Webhook), kinds: z.array(z.string()).meta({ description: 'Every kind there is' }) })
  .meta({ id: 'Webhooks' })

export const DeliveryParams = WebhookParams.extend({ delivery: whole })
export const DeliveriesQuery = z.object({ size: z.coerce.number().int().min(1).max(200).default(50) })
export const Deliveries = z
  .object({
    deliveries: z.array(
      z
        .object({
          id: z.int(),
          kind: z.string().meta({ description: 'Of the event, or `test`' }),
          instance: z.int().optional().meta({ description: 'Of the request or the lender line; none of a test' }),
          version: z.int().optional(),
          state: z.enum(['waiting', 'again', 'delivered', 'failed']).meta({
            description: 'For its first attempt, or another one; `failed` until somebody has it sent again',
          }),
          attempts: z.int(),
          status: z.int().optional().meta({ description: 'Of the last answer' }),
          answer: z.string().optional().meta({ description: 'How the last answer begins' }),
          error: z.string().optional().meta({ description: 'Why the last attempt failed' }),
          createdAt: z.iso.datetime(),
          triedAt: z.iso.datetime().optional(),
          dueAt: z.iso.datetime().optional().meta({ description: 'When it is tried next' }),
        })
        .meta({ id: 'WebhookDelivery' }),
    ),
  })
  .meta({ id: 'WebhookDeliveries', description: 'Of the last 30 days, the newest first' })
