import type { Calendar } from '../../kit/calendar/index.ts'

/** How a lender is asked. `script` is Generic Script, tagged text by e-mail; `none` leaves it to people. */
export const protocols = ['email', 'iso18626', 'iso10161', 'script', 'none'] as const
export type Protocol = (typeof protocols)[number]

/** Who settles its fees: nobody in between, OCLC's ILL Fee Management, or the LASER scheme. */
export const settlements = ['none', 'ifm', 'laser'] as const
export type Settlement = (typeof settlements)[number]

/** Dialects of ISO 18626: as the standard has it, of ReShare and CrossLink, of Alma. */
export const exchangeProfiles = ['standard', 'reshare', 'alma'] as const
export type ExchangeProfile = (typeof exchangeProfiles)[number]

/** Versions of ISO 18626: of 2017, and of 2021. */
export const exchangeVersions = ['1.2', '2021-2'] as const
export type ExchangeVersion = (typeof exchangeVersions)[number]

/**
 * How a library's requests are answered: as the rules of ill.yaml say; by them, else as the catalogue says; by staff alone;
 * or never with anything.
 */
export const answerings = ['rules', 'automatic', 'review', 'never'] as const
export type Answering = (typeof answerings)[number]

/** What a library can have of us. */
export const supplies = ['both', 'loan', 'copy'] as const
export type Supply = (typeof supplies)[number]

/** What is kept of a library that can be asked. Costs are decimals such as "12.50"; null where it is not known. */
export interface LenderFields {
  /** `TYPE:value`, see `normaliseSymbol`. */
  readonly symbol: string
  readonly name: string
  /** Postal address: lines above the place. */
  readonly street: string
  readonly postalCode: string
  readonly place: string
  readonly region: string
  readonly country: string
  readonly email: string
  readonly protocol: Protocol
  /** Where its protocol is spoken: http(s), for ISO 10161 also tcp. */
  readonly endpoint: string
  readonly lends: boolean
  readonly loanCost: string | null
  readonly loanDays: number | null
  /** How often a loan can be renewed. */
  readonly renewals: number | null
  readonly copies: boolean
  readonly copyCost: string | null
  /** ISO 4217, of both costs. */
  readonly currency: string
  readonly settlement: Settlement
  /** Whether it is told who the patron is. */
  readonly namesPatron: boolean
  readonly calendar: Calendar
  /** YYYY-MM-DD there: up to the end of this day nothing is sent. */
  readonly suspendedUntil: string | null
  /** It takes no requests until somebody says otherwise. */
  readonly closed: boolean
  /** Asked when everybody else was. */
  readonly lastResort: boolean
  readonly notes: string
  /** Others stay for the requests that name them, and are offered no more. */
  readonly active: boolean
  readonly profile: ExchangeProfile
  readonly protocolVersion: ExchangeVersion
  /** Addresses and networks it calls us from, separated by commas; from anywhere where there is none. */
  readonly networks: string
  /** Fingerprints of, or names in, certificates of which it shows one, see `Certificates`; empty where it shows none. */
  readonly certificate: string
  readonly answering: Answering
  /** What it can have of us. */
  readonly gets: Supply
  /** For how many days we lend to it; as with all where nothing is said. */
  readonly lentDays: number | null
}

export interface Lender extends LenderFields {
  readonly id: number
  readonly version: number
}

/** A lender as a line of a list. */
export type LenderLine = Omit<Lender, 'calendar' | 'notes' | 'street'> & { readonly timeZone: string }
