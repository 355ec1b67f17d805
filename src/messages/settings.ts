import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../kit/index.ts'
import { usualLimits } from './limits.ts'

const most = (usual: number) => z.int().min(1).max(100_000).default(usual)

/** The file `messages.yaml` of the configuration folder. */
export const MessageSettings = z.strictObject({
  /** How much is sent before somebody looks: what goes beyond is held. */
  limits: z
    .strictObject({
      repeatMinutes: z.int().min(0).max(10_000).default(usualLimits.repeatMinutes),
      perRequestDay: most(usualLimits.perRequestDay),
      perLenderHour: most(usualLimits.perLenderHour),
    })
    .prefault({}),
})
export type MessageSettings = z.infer<typeof MessageSettings>

/** What the configuration folder says of messages. @throws Problem config-invalid, config-missing */
export async function messageSettings(config: string): Promise<MessageSettings> {
  const file = join(config, 'messages.yaml')
  return existsSync(file) ? readConfig(file, MessageSettings) : MessageSettings.parse({})
}
