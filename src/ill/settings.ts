import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AllowNetworks } from '../kit/http/index.ts'
import { readConfig, readNetworks } from '../kit/index.ts'
import { PostalAddress } from './exchange/message.ts'
import { SettlementSettings } from './fees/index.ts'
import { normaliseSymbol, symbolComplaint } from './lenders/symbol.ts'
import { StandingRule } from './lending/standing.ts'
import { OwnPhrases } from './mail/replies/phrases.ts'
import { RotaSettings } from './rota/settings.ts'

const OwnSymbol = z
  .string()
  .max(200)
  .transform(normaliseSymbol)
  .check(({ value, issues }) => {
    const message = symbolComplaint(value)
    if (message) issues.push({ code: 'custom', input: value, message })
  })

/** Where systems of other libraries that speak ISO 10161 call us. */
const Iso10161Settings = z.strictObject({
  enabled: z.boolean().default(false),
  host: z.string().min(1).max(255).default('127.0.0.1'),
  /** IANA's of inter-library loan, if not given. */
  port: z.int().min(0).max(65_535).default(1611),
  connections: z.int().min(1).max(10_000).default(100),
  connectionsPerAddress: z.int().min(1).max(10_000).default(10),
})

/** How messages are exchanged with the systems of other libraries. */
const ExchangeSettings = z.strictObject({
  /** Days after which a message is given up that its library does not take. */
  giveUpAfterDays: z.int().positive().max(60).default(3),
  /** Seconds a library's system has for its answer. */
  timeout: z.int().min(1).max(120).default(30),
  /** Networks of the house where partners may be, over http too. */
  allowNetworks: AllowNetworks,
  /** Messages one library may send in a minute. */
  perMinute: z.int().positive().max(100_000).default(120),
  /** The header in which a trusted proxy passes the fingerprint of a caller's certificate; none is believed without it. */
  certificateHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/)
    .transform((name) => name.toLowerCase())
    .optional(),
  /** Addresses of the proxies that are believed in that; nobody else is. */
  trustedProxies: z
    .array(
      z.string().refine((text) => readNetworks(text) !== undefined, 'must be an address or a network like 10.1.2.0/24'),
    )
    .max(100)
    .default([]),
  iso10161: Iso10161Settings.prefault({}),
})
export type ExchangeSettings = z.infer<typeof ExchangeSettings>

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
  symbol: OwnSymbol.optional(),
  /** Other symbols that requests may be addressed to. */
  otherSymbols: z.array(OwnSymbol).max(100).default([]),
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
}).refine(({ exchange }) => exchange.certificateHeader === undefined || exchange.trustedProxies.length > 0, {
  path: ['exchange', 'trustedProxies'],
  message: 'is needed with certificateHeader: the addresses of the proxies that are believed',
})

/** What the configuration folder says of interlibrary loan. @throws Problem config-invalid, config-missing */
export async function illSettings(config: string): Promise<IllSettings> {
  const file = join(config, 'ill.yaml')
  return existsSync(file) ? readConfig(file, IllFile) : IllSettings.parse({})
}
