import { z } from 'zod'
import { Calendar } from '../../kit/calendar/index.ts'
import { readNetworks } from '../../kit/index.ts'
import { currencyCode, plainAmount } from '../money/index.ts'
import { Certificates } from './certificates.ts'
import { LibrarySymbol } from './symbol.ts'
import {
  answerings,
  exchangeProfiles,
  exchangeVersions,
  type LenderFields,
  protocols,
  settlements,
  supplies,
} from './types.ts'

const tooLong = (most: number) => `Use at most ${most} characters.`
const line = (most: number) =>
  z
    .string()
    .max(4 * most, tooLong(most))
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim())
    .pipe(z.string().max(most, tooLong(most)))
const lines = (most: number) =>
  z
    .string()
    .max(4 * most, tooLong(most))
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{C}\n]+/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(most, tooLong(most)))
const cost = plainAmount
  .transform((amount) => Number(amount).toFixed(2))
  .pipe(z.string().max(10, 'Give an amount below 10 000 000.'))
  .nullable()
  .default(null)
const number = (least: number, most: number) =>
  z
    .int('Give a whole number.')
    .min(least, `Give a number from ${least} to ${most}.`)
    .max(most, `Give a number from ${least} to ${most}.`)
    .nullable()
    .default(null)

const webAddress = /^https?:$/
const anyAddress = /^(https?|tcp):$/

/** Why an address can't be where a protocol is spoken. */
function endpointComplaint({ endpoint, protocol }: { endpoint: string; protocol: string }): string | undefined {
  if (endpoint === '') {
    const needed = protocol === 'iso18626' || protocol === 'iso10161'
    return needed ? 'This protocol needs an address to speak to.' : undefined
  }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const allowed = protocol === 'iso10161' ? anyAddress : webAddress
  if (!url?.hostname || !allowed.test(url.protocol))
    return `Give an address that begins with https://${protocol === 'iso10161' ? ' or tcp://' : ''}.`
  return url.username || url.password ? 'Leave name and password out of the address.' : undefined
}

/** Everything that is kept of a lender, checked: what is left out is empty, unknown, or as it is with most. */
export const LenderSchema = z
  .strictObject({
    symbol: LibrarySymbol,
    name: line(200).refine((text) => text !== '', 'Give the library’s name.'),
    street: lines(300).default(''),
    postalCode: line(20).default(''),
    place: line(100).default(''),
    region: line(100).default(''),
    country: line(100).default(''),
    email: z
      .string()
      .trim()
      .pipe(z.union([z.literal(''), z.email('This is no e-mail address: leave it empty if there is none.').max(200)]))
      .default(''),
    protocol: z.enum(protocols, `Choose one of ${protocols.join(', ')}.`).default('email'),
    endpoint: line(500).default(''),
    lends: z.boolean().default(true),
    loanCost: cost,
    loanDays: number(1, 365),
    renewals: number(0, 99),
    copies: z.boolean().default(true),
    copyCost: cost,
    currency: currencyCode.default(''),
    settlement: z.enum(settlements, `Choose one of ${settlements.join(', ')}.`).default('none'),
    namesPatron: z.boolean().default(false),
    calendar: Calendar.default({ timeZone: 'UTC', closedWeekdays: [6, 7], closedDates: [] }),
    suspendedUntil: z.iso.date('Give a date, like 2027-12-31.').nullable().default(null),
    closed: z.boolean().default(false),
    lastResort: z.boolean().default(false),
    notes: lines(4000).default(''),
    active: z.boolean().default(true),
    profile: z.enum(exchangeProfiles, `Choose one of ${exchangeProfiles.join(', ')}.`).default('standard'),
    protocolVersion: z.enum(exchangeVersions, `Choose one of ${exchangeVersions.join(', ')}.`).default('1.2'),
    networks: line(1000)
      .transform((text) =>
        text
          .split(/[\s,;]+/)
          .filter(Boolean)
          .join(', '),
      )
      .refine(
        (text) => text === '' || readNetworks(text) !== undefined,
        'Give addresses or networks, such as 192.0.2.7, 198.51.100.0/24.',
      )
      .default(''),
    certificate: Certificates.default(''),
    answering: z.enum(answerings, `Choose one of ${answerings.join(', ')}.`).default('rules'),
    gets: z.enum(supplies, `Choose one of ${supplies.join(', ')}.`).default('both'),
    lentDays: number(1, 365),
  })
  .check(({ value, issues }) => {
    const complain = (field: keyof LenderFields, message: string | undefined) => {
      if (message) issues.push({ code: 'custom', input: value[field], path: [field], message })
    }
    const byMail = value.protocol === 'email' || value.protocol === 'script'
    complain('email', byMail && value.email === '' ? 'It is asked by e-mail: give its address.' : undefined)
    complain('endpoint', endpointComplaint(value))
    const priced = value.loanCost !== null || value.copyCost !== null
    complain('currency', priced && value.currency === '' ? 'Say which currency the costs are in.' : undefined)
  }) satisfies z.ZodType<LenderFields>
