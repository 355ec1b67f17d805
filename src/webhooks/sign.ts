import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** A new secret, for both sides to know. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64')

/**
 * The headers that show from whom a body comes, as Standard Webhooks has them: an HMAC-SHA-256 over id, time and body.
 * @param at seconds
 */
export function signatureHeaders(
  secret: string,
  id: string,
  at: number,
  body: string,
): Readonly<Record<string, string>> {
  const key = Buffer.from(secret.slice(prefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` }
}
