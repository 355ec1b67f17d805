import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { webhookKinds } from './kinds.ts'
import { newWebhookSecret } from './sign.ts'

/** Why an address can't be where events go. */
function addressComplaint(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.hostname || !/^https?:$/.test(url.protocol)) return 'Give an address that begins with https://.'
  if (url.username || url.password) return 'Leave name and password out of the address: deliveries are signed.'
  return url.hash ? 'Leave out what is behind the #.' : undefined
}

export const WebhookFields = z.strictObject({
  url: z
    .string()
    .trim()
    .max(2000, 'Use at most 2000 characters.')
    .check(({ value, issues }) => {
      const message = addressComplaint(value)
      if (message) issues.push({ code: 'custom', input: value, message })
    }),
  /** All of them where none is named. */
  kinds: z
    .array(z.enum(webhookKinds as [string, ...string[]]))
    .max(200)
    .default([]),
  /** What is sent says who the reader is. */
  namesPatron: z.boolean().default(false),
  active: z.boolean().default(true),
})
export type WebhookFields = z.output<typeof WebhookFields>

/** Where events go. Its secret is shown when it is made, and not kept with this. */
export interface Webhook extends WebhookFields {
  readonly id: number
  readonly version: number
  readonly createdAt: Date
  readonly deliveredAt: Date | null
  /** Why the last delivery failed; null where it did not. */
  readonly lastError: string | null
}

const columns = [
  ...(['id', 'url', 'kinds', 'active', 'version'] as const),
  ...(['names_patron as namesPatron', 'created_at as createdAt', 'delivered_at as deliveredAt'] as const),
  'last_error as lastError',
] as const

/** All of them, the oldest first; `alone` keeps others from changing any until the transaction ends. */
export async function listWebhooks(tx: Tx, alone?: 'alone'): Promise<Webhook[]> {
  if (alone) await sql`lock table webhooks in share row exclusive mode`.execute(tx)
  return await tx.selectFrom('webhooks').select(columns).orderBy('id').execute()
}

export const readWebhook = (tx: Tx, id: number): Promise<Webhook | undefined> =>
  tx.selectFrom('webhooks').select(columns).where('id', '=', id).executeTakeFirst()

const rowOf = ({ url, kinds, namesPatron, active }: WebhookFields) => ({
  ...{ url, kinds: [...kinds], active },
  names_patron: namesPatron,
})
/** Of the address only where it leads: what is behind may be meant for the receiver alone. */
const told = ({ url, kinds, namesPatron, active }: WebhookFields) => ({
  ...{ host: new URL(url).host, kinds: kinds.join(' ') || 'all', namesPatron, active },
})

/**
 * Keeps two webhooks from having one address, however each writes it: nobody adds or moves one until the transaction ends.
 * @throws Problem webhook-taken
 */
async function mustBeFree(tx: Tx, url: string, but?: number): Promise<void> {
  const { href } = new URL(url)
  const others = await listWebhooks(tx, 'alone')
  if (others.some((one) => one.id !== but && new URL(one.url).href === href)) throw new Problem('webhook-taken')
}

/** Adds one and gives the secret with it: it is shown this once. @throws Problem webhook-taken */
export async function addWebhook(
  tx: Tx,
  fields: WebhookFields,
  actor: Actor,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  await mustBeFree(tx, fields.url)
  const secret = newWebhookSecret()
  const webhook = await tx
    .insertInto('webhooks')
    .values({ ...rowOf(fields), secret })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await audit(tx, { actor, action: 'webhook.add', subject: { kind: 'webhook', id: webhook.id }, detail: told(fields) })
  return { webhook, secret }
}

/** @throws Problem not-found, version-conflict, webhook-taken */
export async function changeWebhook(
  tx: Tx,
  id: number,
  expected: number | undefined,
  fields: WebhookFields,
  actor: Actor,
) {
  const { version, url } = await held(tx, id)
  if (expected !== undefined && expected !== version)
    throw new Problem('version-conflict', { what: 'webhook', id, version })
  if (fields.url !== url) await mustBeFree(tx, fields.url, id)
  const webhook = await tx
    .updateTable('webhooks')
    .set({ ...rowOf(fields), version: version + 1 })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  await audit(tx, { actor, action: 'webhook.change', subject: { kind: 'webhook', id }, detail: told(fields) })
  return webhook
}

/** Gives it a new secret; the old one signs nothing more. @throws Problem not-found */
export async function renewWebhookSecret(tx: Tx, id: number, actor: Actor): Promise<string> {
  await held(tx, id)
  const secret = newWebhookSecret()
  await tx.updateTable('webhooks').set({ secret }).where('id', '=', id).execute()
  await audit(tx, { actor, action: 'webhook.secret', subject: { kind: 'webhook', id } })
  return secret
}

/** Removes it; what is still to be delivered is not. @throws Problem not-found */
export async function removeWebhook(tx: Tx, id: number, actor: Actor): Promise<void> {
  const gone = await held(tx, id)
  await tx.deleteFrom('webhooks').where('id', '=', id).execute()
  await audit(tx, {
    actor,
    action: 'webhook.remove',
    subject: { kind: 'webhook', id },
    detail: { host: new URL(gone.url).host },
  })
}

async function held(tx: Tx, id: number) {
  const webhook = await tx
    .selectFrom('webhooks')
    .select(['url', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!webhook) throw new Problem('not-found', { what: 'webhook' })
  return webhook
}
