/** Tells other programs what happens with requests: signed calls of addresses that subscribed. */
export { type Delivery, type DeliveryState, recentDeliveries, redeliver, testKind, testWebhook } from './deliveries.ts'
export { followingHandlers, webhookHandlers } from './jobs.ts'
export { kindLabel, webhookKinds } from './kinds.ts'
export { allowedNetworks, WebhookSettings, webhookSettings } from './settings.ts'
export { newWebhookSecret, signatureHeaders } from './sign.ts'
export * from './subscriptions.ts'
