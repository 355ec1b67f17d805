import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../kit/index.ts'
import { PostalAddress } from './exchange/message.ts'
import { ExchangeSettings } from './exchange/settings.ts'
import { SettlementSettings } from './fees/index.ts'
import { LibrarySymbol } from './lenders/symbol.ts'
import { StandingRule } from './lending/standing.ts'
import { OwnPhrases } from './mail/replies/phrases.ts'
import { RotaSettings } from './rota/settings.ts'

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
  linkDays: z.int().positive().max(365).default(60),
  /** What that was called before, when `rota.answerDays` meant something else. */
  answerDays: z.never('is called linkDays here; how long a lender has to answer is answerDays under rota').optional(),
  /** Words lenders use that are not among ours, and what they mean. */
  replies: OwnPhrases.default([]),
  /** What becomes of a file in a lender's answer by e-mail: the reader's copy, by itself, or a suggestion to staff. */
  documentsFromMail: z.enum(['receive', 'suggest']).default('receive'),
  /** How long the copy of an article can be downloaded, from the day it was stored. */
  downloadDays: z.int().positive().max(365).default(14),
  /** How large its file may be. */
  downloadMiB: z.int().positive().max(1024).default(50),
  /** How many times its reader can download it; as often as wanted if not given. */
  downloadTimes: z.int().positive().max(1000).optional(),
  /** What we are called by systems of other libraries: without it nothing is exchanged with them. */
  symbol: LibrarySymbol.optional(),
  /** Other symbols that requests may be addressed to. */
  otherSymbols: z.array(LibrarySymbol).max(100).default([]),
  /** Where what we borrow is sent. */
  address: PostalAddress.optional(),
  /** Where copies are sent. */
  copiesTo: z.email().max(320).optional(),
  exchange: ExchangeSettings.prefault({}),
  /** Days a loan to another library lasts, where neither the directory nor a rule of circulation says otherwise. */
  lendingDays: z.int().min(1).max(365).default(28),
  /** What other libraries’ systems are answered by itself. */
  standingAnswers: z.array(StandingRule).max(200).default([]),
  /** How lenders are asked one after the other. */
  rota: RotaSettings.prefault({}),
  /** What schemes charge that settle fees between libraries. */
  settlement: SettlementSettings.prefault({}),
})
export type IllSettings = z.infer<typeof IllSettings>

/** As a file has it, whose parts fit together. */
const IllFile = IllSettings.refine(({ symbol, exchange }) => symbol !== undefined || !exchange.iso10161.enabled, {
  path: ['symbol'],
  message: 'is needed where exchange.iso10161 is enabled',
})
  .refine(({ symbol, exchange }) => symbol !== undefined || exchange.tls === undefined, {
    path: ['symbol'],
    message: 'is needed where there is exchange.tls',
  })
  .refine(({ exchange }) => exchange.certificateHeader === undefined || exchange.trustedProxies.length > 0, {
    path: ['exchange', 'trustedProxies'],
    message: 'is needed with certificateHeader: the addresses of the proxies that are believed',
  })

/** What the configuration folder says of interlibrary loan. @throws Problem config-invalid, config-missing */
export async function illSettings(config: string): Promise<IllSettings> {
  const file = join(config, 'ill.yaml')
  return existsSync(file) ? readConfig(file, IllFile) : IllSettings.parse({})
}
