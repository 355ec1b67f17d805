import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AllowNetworks, type Reach, reachOf } from '../kit/http/index.ts'
import { readConfig } from '../kit/index.ts'

/** The file `webhooks.yaml` of the configuration folder. */
export const WebhookSettings = z.strictObject({
  /** Networks of the house to which webhooks may go, over http too: `10.1.2.0/24`. */
  allowNetworks: AllowNetworks,
  /** Seconds a receiver has for its answer. */
  timeout: z.int().min(1).max(60).default(15),
})
export type WebhookSettings = z.output<typeof WebhookSettings>

/** What the configuration folder says of webhooks. @throws Problem config-invalid, config-missing */
export async function webhookSettings(config: string): Promise<WebhookSettings> {
  const file = join(config, 'webhooks.yaml')
  return existsSync(file) ? readConfig(file, WebhookSettings) : WebhookSettings.parse({})
}

/** The networks of the house, to be asked. */
export const allowedNetworks = ({ allowNetworks }: WebhookSettings): Reach => reachOf(allowNetworks, 'webhooks.yaml')
