import type { RequestHandler } from 'express'
import { z } from 'zod'
import { addressRefusal } from '../../../../kit/http/index.ts'
import { Problem } from '../../../../problems.ts'
import {
  addWebhook,
  allowedNetworks,
  changeWebhook,
  readWebhook,
  recentDeliveries,
  redeliver,
  removeWebhook,
  renewWebhookSecret,
  testKind,
  testWebhook,
  type Webhook,
} from '../../../../webhooks/index.ts'
import type { Complaints } from '../../../complaints.ts'
import type { Door } from '../../../door.ts'
import { type Exchange, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { emptyForm, formOf, type Judged, judge, type WebhookForm } from './form.ts'
import { WebhookPage } from './webhook-page.tsx'

const WebhookAddress = z.object({ webhook: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const DeliveryAddress = WebhookAddress.extend({ delivery: WebhookAddress.shape.webhook })
const notices = {
  saved: 'Saved.',
  paused: 'Paused: what happens from now on is not sent, and not kept for it either.',
  resumed: 'Events go there again from now on.',
  tested: 'A test is on its way: what comes of it stands among the deliveries.',
  again: 'It is sent once more.',
} as const
const PageAddress = WebhookAddress.extend({
  done: z.enum(Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]).optional(),
})
/** How many deliveries are shown. */
const shownDeliveries = 50

export const newWebhookPage = (door: Door): RequestHandler =>
  route(z.object({}), (_input, { res }) => sendPage(res, <WebhookPage door={door} form={emptyForm} />))

/** A webhook: where events go, which, what became of them, and what can be done. */
export const webhookPage = (door: Door): RequestHandler =>
  route(PageAddress, async ({ webhook: id, done }, exchange) => {
    const webhook = await known(door, id)
    const shown = { form: formOf(webhook), notice: done && notices[done] }
    // The test that was just asked for is looked for by itself, until it is there.
    await show(door, exchange, webhook, shown, { watching: done === 'tested' })
  })

/** Adds one. Its secret stands on the answer's page, and nowhere else. */
export const addWebhookAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { form, fields, complaints } = await judged(door, exchange)
    const again = (wrong: Complaints, status: number) =>
      sendPage(exchange.res, <WebhookPage door={door} form={form} complaints={wrong} />, status)
    if (!fields) return again(complaints, 422)
    const made = await door.database.tx((tx) => addWebhook(tx, fields, exchange.visitor.actor)).catch(taken)
    if ('url' in made) return again(made, 409)
    exchange.res.set('Cache-Control', 'no-store')
    await show(door, exchange, made.webhook, { form: formOf(fields), secret: made.secret })
  })

export const changeWebhookAct = (door: Door): RequestHandler =>
  route(WebhookAddress, async ({ webhook: id }, exchange) => {
    const before = await known(door, id)
    const { form, fields, complaints, version } = await judged(door, exchange, before)
    if (!fields) return await show(door, exchange, before, { form, complaints }, { status: 422 })
    try {
      await door.database.tx((tx) => changeWebhook(tx, id, version, fields, exchange.visitor.actor))
    } catch (error) {
      if (error instanceof Problem && error.code === 'webhook-taken')
        return await show(door, exchange, before, { form, complaints: taken(error) }, { status: 409 })
      if (!(error instanceof Problem) || error.code !== 'version-conflict') throw error
      return await show(door, exchange, await known(door, id), { form, refusal: `${error.message}.` }, { status: 409 })
    }
    back(exchange, id, 'saved')
  })

/** What stands beside the address where another webhook has it. */
function taken(error: unknown): { readonly url: string } {
  if (error instanceof Problem && error.code === 'webhook-taken') return { url: `${error.message}.` }
  throw error
}

/** Puts it to rest, or wakes it. */
export const pauseWebhookAct = (door: Door): RequestHandler =>
  route(WebhookAddress.extend({ on: z.literal('1').optional() }), async ({ webhook: id, on }, exchange) => {
    const { url, kinds, namesPatron } = await known(door, id)
    const fields = { url, kinds, namesPatron, active: on !== undefined }
    await door.database.tx((tx) => changeWebhook(tx, id, undefined, fields, exchange.visitor.actor))
    back(exchange, id, on ? 'resumed' : 'paused')
  })

export const testWebhookAct = (door: Door): RequestHandler =>
  route(WebhookAddress, async ({ webhook: id }, exchange) => {
    const now = new Date(door.clock.now())
    await door.database.tx((tx) => testWebhook(tx, id, exchange.visitor.actor, now))
    back(exchange, id, 'tested')
  })

/** Gives it a new secret, which stands on the answer's page. */
export const webhookSecretAct = (door: Door): RequestHandler =>
  route(WebhookAddress, async ({ webhook: id }, exchange) => {
    const secret = await door.database.tx((tx) => renewWebhookSecret(tx, id, exchange.visitor.actor))
    const webhook = await known(door, id)
    exchange.res.set('Cache-Control', 'no-store')
    await show(door, exchange, webhook, { form: formOf(webhook), secret })
  })

export const removeWebhookAct = (door: Door): RequestHandler =>
  route(WebhookAddress, async ({ webhook: id }, { res, visitor }) => {
    await door.database.tx((tx) => removeWebhook(tx, id, visitor.actor))
    res.redirect(303, '/admin/webhooks?done=removed')
  })

export const retryDeliveryAct = (door: Door): RequestHandler =>
  route(DeliveryAddress, async ({ webhook: id, delivery }, exchange) => {
    try {
      await door.database.tx((tx) => redeliver(tx, id, delivery, exchange.visitor.actor))
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'delivery-refused') throw error
      const webhook = await known(door, id)
      const refusal = `${error.message}.`
      return await show(door, exchange, webhook, { form: formOf(webhook), refusal }, { status: 409 })
    }
    back(exchange, id, 'again')
  })

const back = ({ res }: Exchange, id: number, done: keyof typeof notices): void =>
  res.redirect(303, `/admin/webhooks/${id}?done=${done}`)

/** @throws Problem not-found */
async function known(door: Door, id: number): Promise<Webhook> {
  const webhook = await readWebhook(door.database.db, id)
  if (!webhook) throw new Problem('not-found', { what: 'webhook' })
  return webhook
}

/** The form, and whether its address may be called from here. */
async function judged(door: Door, exchange: Exchange, before?: Webhook): Promise<Judged> {
  const said = judge(exchange, before)
  const { form, complaints } = said
  const url = form.url.trim()
  if (complaints['url'] !== undefined || url === before?.url) return said
  const refusal = await addressRefusal(url, allowedNetworks(door.webhooks))
  if (refusal === undefined) return said
  return { ...said, fields: undefined, complaints: { ...complaints, url: `Nothing can be sent there: ${refusal}.` } }
}

interface Shown {
  readonly form: WebhookForm
  readonly complaints?: Complaints
  readonly notice?: string | undefined
  readonly refusal?: string
  readonly secret?: string
}

async function show(
  door: Door,
  { res }: Exchange,
  webhook: Webhook,
  shown: Shown,
  { status = 200, watching = false }: { readonly status?: number; readonly watching?: boolean } = {},
): Promise<void> {
  const deliveries = await recentDeliveries(door.database.db, webhook.id, shownDeliveries)
  const test = deliveries.find(({ kind }) => kind === testKind)
  if (watching && test?.state === 'waiting') res.set('Refresh', '2')
  sendPage(res, <WebhookPage {...{ door, webhook, deliveries }} {...shown} />, status)
}
