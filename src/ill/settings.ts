import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../kit/index.ts'

/** The file `ill.yaml` of the configuration folder. */
export const IllSettings = z.strictObject({
  /** Requests nobody completes end by themselves after so many days; never if not given. */
  expireAfterDays: z.int().positive().max(3650).optional(),
  /** A reader is told by mail that a request of theirs has ended so. */
  tellExpired: z.boolean().default(true),
  /** Placed in a day and open at once, for one patron. */
  limits: z.strictObject({ perDay: z.int().positive().default(20), open: z.int().positive().default(50) }).prefault({}),
  /** What a reader has to agree to before a copy is asked for; nothing if not given. */
  copyrightStatement: z.string().min(1).max(4000).optional(),
  /** A lender added to a request has to be approved before it is asked. */
  approveLenders: z.boolean().default(false),
  /** A record that came in for a request alone is suppressed when its last item has gone home. */
  suppressWhenHome: z.boolean().default(true),
  /** Days after which nobody knows any more whose a request was that has ended; never if not given. */
  anonymiseAfterDays: z.int().min(1).max(3650).optional(),
  /** A reader is told by mail that a request has come in. */
  tellPlaced: z.boolean().default(false),
  /** For so many days the last action on a request or a lender's line can be taken back. */
  undoDays: z.int().positive().max(365).default(7),
  /** For so many days a lender can answer by the links in a letter. */
  answerDays: z.int().positive().max(365).default(60),
  /** How long the copy of an article can be downloaded, from the day it was stored. */
  downloadDays: z.int().positive().max(365).default(14),
  /** How large its file may be. */
  downloadMiB: z.int().positive().max(1024).default(50),
  /** How many times its reader can download it; as often as wanted if not given. */
  downloadTimes: z.int().positive().max(1000).optional(),
})
export type IllSettings = z.infer<typeof IllSettings>

/** What the configuration folder says of interlibrary loan. @throws Problem config-invalid, config-missing */
export async function illSettings(config: string): Promise<IllSettings> {
  const file = join(config, 'ill.yaml')
  return existsSync(file) ? readConfig(file, IllSettings) : IllSettings.parse({})
}
